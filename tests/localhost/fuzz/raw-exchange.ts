// One HTTP exchange over a plain socket, for requests that no client library would send.

import { connect } from 'node:net';

export interface RawAnswer {
  /** Undefined if the host closed the connection without a response. */
  status: number | undefined;
  head: string;
  body: string;
}

const limitMs = 10_000;

/**
 * Sends the bytes and reads until the host closes the connection. With `end` it half-closes the connection, for incomplete
 * requests, whose rest the host would wait for.
 * @throws Error if the host does not close in time.
 */
export function rawExchange(origin: string, bytes: Buffer | string, end: boolean): Promise<RawAnswer> {
  return new Promise((resolve, reject) => {
    const chunks: Buffer[] = [];
    const socket = connect(Number(new URL(origin).port), '127.0.0.1');
    const timer = setTimeout(() => {
      socket.destroy();
      reject(new Error(`The host hangs: ${JSON.stringify(bytes.toString('latin1').slice(0, 300))}`));
    }, limitMs);
    socket.on('data', (chunk: Buffer) => chunks.push(chunk));
    // The host may reset the connection while it is still receiving; its response before that counts.
    socket.on('error', () => undefined);
    socket.on('close', () => {
      clearTimeout(timer);
      resolve(parse(Buffer.concat(chunks)));
    });
    if (end) socket.end(bytes);
    else socket.write(bytes);
  });
}

export interface RawRequest {
  method: string;
  /** In wire format. */
  target: string;
  headers?: Record<string, string>;
  body?: string | Buffer;
}

/** A well-formed request with arbitrary parts. */
export function requestBytes({ method, target, headers = {}, body = '' }: RawRequest): Buffer {
  const content = Buffer.from(body);
  const length = content.length > 0 || method === 'POST' ? { 'content-length': String(content.length) } : {};
  const all = { host: 'localhost', connection: 'close', ...length, ...headers };
  const lines = Object.entries(all).map(([name, value]) => `${name}: ${value}`);
  return Buffer.concat([Buffer.from(`${method} ${target} HTTP/1.1\r\n${lines.join('\r\n')}\r\n\r\n`), content]);
}

function parse(bytes: Buffer): RawAnswer {
  const found = bytes.indexOf('\r\n\r\n');
  const end = found < 0 ? bytes.length : found;
  const head = bytes.toString('latin1', 0, end);
  const status = /^HTTP\/1\.1 (\d{3})/.exec(head)?.[1];
  const body = bytes.subarray(end + 4);
  const whole = /^transfer-encoding: chunked/im.test(head) ? joinChunks(body) : body;
  return { status: status === undefined ? undefined : Number(status), head, body: whole.toString('utf8') };
}

function joinChunks(body: Buffer): Buffer {
  const parts: Buffer[] = [];
  for (let at = 0; at < body.length; ) {
    const line = body.indexOf('\r\n', at);
    const length = Number.parseInt(body.toString('latin1', at, line), 16);
    parts.push(body.subarray(line + 2, line + 2 + length));
    at = line + 4 + length;
  }
  return Buffer.concat(parts);
}
