// Responses from gateways, proxies and networks in place of Stripe's, and broken ones. Each can come before or after Stripe has
// acted.

import type { ServerResponse } from 'node:http';
import type { Interference } from './stripe-server';

type Interfere = Interference['interfere'];

const answer =
  (status: number, body: string, type = 'application/json', headers: Record<string, string> = {}): Interfere =>
  (response) => {
    response.writeHead(status, { 'content-type': type, ...headers });
    response.end(body);
  };

/** An error response in Stripe's format. */
export const stripeError = (status: number, error: { type: string; code?: string; param?: string }): Interfere =>
  answer(status, JSON.stringify({ error: { message: `Status ${status}.`, ...error } }));

/** An error response of a gateway: JSON without `error`. */
const gateway = (status: number): Interfere => answer(status, JSON.stringify({ message: 'Service unavailable' }));
const html = (status: number): Interfere => answer(status, '<html><body>Hello</body></html>', 'text/html');

/** The first half of Stripe's response body. */
const half = (said: string) => said.slice(0, said.length / 2);

function onTheWire(response: ServerResponse, text: string, end: (socket: import('node:net').Socket) => void): void {
  const { socket } = response;
  if (!socket) throw new Error('The response has lost its socket.');
  socket.write(text, () => end(socket));
}

const head = 'HTTP/1.1 200 OK\r\ncontent-type: application/json\r\n';

/** None of these shows the outcome of a request, so each must be retried. */
export const faults: Record<string, Interfere> = {
  'a 400 without an error': gateway(400),
  'a 402 without an error': gateway(402),
  'a 404 without an error': gateway(404),
  'a 409 without an error': gateway(409),
  'a 429 without an error': gateway(429),
  'a 500 without an error': gateway(500),
  'a 503 without an error': gateway(503),
  'a 402 with an error not in Stripe’s format': answer(402, JSON.stringify({ error: { message: 'Payment required' } })),
  'a 400 whose error is a text': answer(400, JSON.stringify({ error: 'amount_too_small' })),
  'a 400 about a parameter': stripeError(400, { type: 'invalid_request_error', code: 'parameter_unknown', param: 'x' }),
  'a 409 of Stripe': stripeError(409, { type: 'idempotency_error', code: 'idempotency_key_in_use' }),
  'a 429 of Stripe': stripeError(429, { type: 'invalid_request_error', code: 'rate_limit' }),
  'a lock timeout of Stripe': stripeError(429, { type: 'invalid_request_error', code: 'lock_timeout' }),
  'a 500 of Stripe': stripeError(500, { type: 'api_error' }),
  'a 503 of Stripe': stripeError(503, { type: 'api_error' }),
  'an error of Stripe in a 200': stripeError(200, { type: 'card_error', code: 'card_declined' }),
  'a 200 without a body': answer(200, ''),
  'a 503 without a body': answer(503, ''),
  'a 200 with HTML': html(200),
  'a 502 with HTML': html(502),
  'a redirection': answer(302, '', 'text/html', { location: '/elsewhere' }),
  'an empty object': answer(200, '{}'),
  'an empty list': answer(200, '[]'),
  'an object of another API': answer(200, JSON.stringify({ id: 'pi_1', status: 'succeeded', amount: 2800 })),
  'an object of another kind': answer(200, JSON.stringify({ id: 'cus_1', object: 'customer', status: 'succeeded' })),
  'the payment of another order': answer(
    200,
    JSON.stringify({
      id: 'pi_999999',
      object: 'payment_intent',
      status: 'succeeded',
      currency: 'eur',
      amount: 2800,
      amount_received: 2800,
      amount_capturable: 0,
      metadata: { order_id: 'ord_other' },
    }),
  ),
  'headers only': (response) => onTheWire(response, `${head}content-length: 500\r\n\r\n`, (socket) => socket.end()),
  'a truncated body': (response, said) =>
    onTheWire(response, `${head}content-length: 5000\r\n\r\n${half(said)}`, (socket) => socket.end()),
  'a truncated chunked body': (response, said) =>
    onTheWire(response, `${head}transfer-encoding: chunked\r\n\r\n${chunk(`{"id":"pi_1"${half(said)}`)}`, (socket) =>
      socket.end(),
    ),
  'a broken chunk': (response, said) =>
    onTheWire(
      response,
      `${head}transfer-encoding: chunked\r\n\r\n${chunk(`{"id":"pi_1"${half(said)}`)}zz\r\n`,
      (socket) => socket.end(),
    ),
  'a connection reset in the middle of the body': (response, said) =>
    onTheWire(response, `${head}content-length: 5000\r\n\r\n${half(said)}`, (socket) => socket.resetAndDestroy()),
};

function chunk(text: string): string {
  return `${Buffer.byteLength(text).toString(16)}\r\n${text}\r\n`;
}

/** Closes the connection before a response; Stripe's client retries that once by itself. */
export const closed: Interfere = (response) => void response.destroy();
