// One keep-alive connection that asks the same url again and again. Written on the bare socket: a client of node:http
// takes more CPU time for a request than the host for its answer, and would measure itself.

import { connect } from 'node:net';

/**
 * Asks until `answered`, called with the status of each answer, returns false.
 * @throws when the connection fails, or ends before the answer does.
 */
export function askAgainAndAgain(url: URL, answered: (status: number) => boolean): Promise<void> {
  const request = `GET ${url.pathname}${url.search} HTTP/1.1\r\nHost: ${url.host}\r\nConnection: keep-alive\r\n\r\n`;
  return new Promise((resolve, reject) => {
    const socket = connect({ host: url.hostname, port: Number(url.port), noDelay: true }, () => socket.write(request));
    let text = '';
    socket.setEncoding('latin1');
    socket.on('data', (chunk: string) => {
      text += chunk;
      const status = statusOfWhole(text);
      if (status === undefined) return;
      text = '';
      if (answered(status)) socket.write(request);
      else socket.end(resolve);
    });
    socket.once('error', reject);
    socket.once('close', () => reject(new Error(`${url.host} ended a connection that was to be kept.`)));
  });
}

/** @returns undefined while the answer to the one request under way is not complete. */
function statusOfWhole(text: string): number | undefined {
  const end = text.indexOf('\r\n\r\n');
  if (end < 0) return undefined;
  const head = text.slice(0, end);
  const length = /\r\ncontent-length: *(\d+)/i.exec(head)?.[1];
  const isWhole = length === undefined ? isUnchunkedOrWhole(head, text) : text.length >= end + 4 + Number(length);
  return isWhole ? Number(head.slice(9, 12)) : undefined;
}

/** Without a length a body comes in chunks, the last of them empty, or there is none. */
function isUnchunkedOrWhole(head: string, text: string): boolean {
  return !/\r\ntransfer-encoding: *chunked/i.test(head) || text.endsWith('\r\n0\r\n\r\n');
}
