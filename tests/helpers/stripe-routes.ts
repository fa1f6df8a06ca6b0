// The routes of Stripe's API that the shop uses, each with its parameters; unknown parameters are refused, as by Stripe.

import { type StripeBooks, StripeProblem } from './stripe-books';

type Handle = (books: StripeBooks, id: string, params: URLSearchParams) => unknown;

interface Route {
  method: string;
  path: RegExp;
  takes: RegExp;
  handle: Handle;
}

const routes: Route[] = [
  {
    method: 'POST',
    path: /^\/v1\/payment_intents$/,
    takes: /^(amount|currency|capture_method|allowed_payment_method_types\[\d\]|metadata\[\w+\])$/,
    handle: (books, _id, params) =>
      books.create({
        amount: Number(params.get('amount')),
        currency: params.get('currency') ?? '',
        capture_method: params.get('capture_method') ?? 'automatic',
        metadata: metadataIn(params),
      }),
  },
  {
    method: 'GET',
    path: /^\/v1\/payment_intents\/(pi_\w+)$/,
    takes: /^expand\[\d\]$/,
    handle: (books, id) => books.intent(id),
  },
  {
    method: 'POST',
    path: /^\/v1\/payment_intents\/(pi_\w+)\/confirm$/,
    takes:
      /^(payment_method|payment_method_data\[(type|card\]\[token)\]|error_on_requires_action|return_url|expand\[\d\])$/,
    handle: (books, id, params) =>
      books.confirm(id, params.get('payment_method') ?? params.get('payment_method_data[card][token]') ?? '', {
        errorOnRequiresAction: params.get('error_on_requires_action') === 'true',
        returnUrl: params.get('return_url'),
      }),
  },
  {
    method: 'POST',
    path: /^\/v1\/payment_intents\/(pi_\w+)\/capture$/,
    takes: /^(amount_to_capture|expand\[\d\])$/,
    handle: (books, id, params) => books.capture(id, Number(params.get('amount_to_capture'))),
  },
  {
    method: 'POST',
    path: /^\/v1\/payment_intents\/(pi_\w+)\/cancel$/,
    takes: /^(cancellation_reason|expand\[\d\])$/,
    handle: (books, id, params) => books.cancel(id, params.get('cancellation_reason')),
  },
  {
    method: 'POST',
    path: /^\/v1\/refunds$/,
    takes: /^(payment_intent|amount|metadata\[\w+\])$/,
    handle: (books, _id, params) =>
      books.refund(params.get('payment_intent') ?? '', metadataIn(params), numberIn(params, 'amount')),
  },
  {
    method: 'GET',
    path: /^\/v1\/refunds$/,
    takes: /^(payment_intent|limit)$/,
    handle: (books, _id, params) => books.refundsOf(params.get('payment_intent') ?? ''),
  },
];

/** @throws StripeProblem */
export function handleStripeRequest(
  books: StripeBooks,
  searchIsCurrent: boolean,
  method: string,
  path: string,
  params: URLSearchParams,
): unknown {
  if (path === '/v1/payment_intents/search') return search(books, searchIsCurrent, params.get('query') ?? '');
  const route = routes.find((one) => one.method === method && one.path.test(path));
  if (!route) throw wrong(404, 'url_invalid', `Unrecognized request URL (${method}: ${path}).`);
  const unknown = [...params.keys()].find((name) => !route.takes.test(name));
  if (unknown) throw wrong(400, 'parameter_unknown', `Received unknown parameter: ${unknown}`, unknown);
  const answer = route.handle(books, route.path.exec(path)?.[1] ?? '', params);
  return expanded(
    answer,
    [...params].some(([name, value]) => name.startsWith('expand') && value === 'latest_charge'),
  );
}

function search(books: StripeBooks, isCurrent: boolean, query: string) {
  const orderId = /^metadata\['order_id'\]:'(\w+)'$/.exec(query)?.[1];
  if (orderId === undefined) throw wrong(400, 'parameter_invalid_string_blank', `We were unable to parse: ${query}`);
  const found = [...books.intents.values()].filter(({ metadata }) => metadata.order_id === orderId);
  return { object: 'search_result', url: '/v1/payment_intents/search', has_more: false, data: isCurrent ? found : [] };
}

/** A charge is returned as its id unless it was expanded. */
function expanded(answer: unknown, withCharge: boolean): unknown {
  if (withCharge || typeof answer !== 'object' || answer === null || !('latest_charge' in answer)) {
    return structuredClone(answer);
  }
  const charge = answer.latest_charge as { id: string } | null;
  return { ...structuredClone(answer), latest_charge: charge?.id ?? null };
}

function numberIn(params: URLSearchParams, name: string): number | undefined {
  const text = params.get(name);
  return text === null ? undefined : Number(text);
}

function metadataIn(params: URLSearchParams): Record<string, string> {
  const entries = [...params].map(([name, value]) => [/^metadata\[(\w+)\]$/.exec(name)?.[1], value] as const);
  return Object.fromEntries(entries.filter(([name]) => name !== undefined));
}

function wrong(status: number, code: string, message: string, param?: string): StripeProblem {
  return new StripeProblem(status, { type: 'invalid_request_error', code, message, ...(param && { param }) });
}
