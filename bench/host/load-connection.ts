// One keep-alive connection that requests the same url repeatedly. It uses a plain socket, because node:http's client needs
// more CPU time per request than the host and would measure itself.

import { connect } from 'node:net';

/**
 * Sends requests until `answered`, called with the status of each response, returns false.
 * @throws when the connection fails or closes during a response.
 */
export function sendRepeatedly(url: URL, answered: (status: number) => boolean): Promise<void> {
  const request = `GET ${url.pathname}${url.search} HTTP/1.1\r\nHost: ${url.host}\r\nConnection: keep-alive\r\n\r\n`;
  return new Promise((resolve, reject) => {
    const socket = connect({ host: url.hostname, port: Number(url.port), noDelay: true }, () => socket.write(request));
    let text = '';
    socket.setEncoding('latin1');
    socket.on('data', (chunk: string) => {
      text += chunk;
      const status = statusOfComplete(text);
      if (status === undefined) return;
      text = '';
      if (answered(status)) socket.write(request);
      else socket.end(resolve);
    });
    socket.once('error', reject);
    socket.once('close', () => reject(new Error(`${url.host} closed a keep-alive connection.`)));
  });
}

/** @returns undefined until the response is complete. */
function statusOfComplete(text: string): number | undefined {
  const end = text.indexOf('\r\n\r\n');
  if (end < 0) return undefined;
  const head = text.slice(0, end);
  const length = /\r\ncontent-length: *(\d+)/i.exec(head)?.[1];
  const isComplete = length === undefined ? isUnchunkedOrComplete(head, text) : text.length >= end + 4 + Number(length);
  return isComplete ? Number(head.slice(9, 12)) : undefined;
}

/** Without a content-length the body is either chunked, ending with an empty chunk, or missing. */
function isUnchunkedOrComplete(head: string, text: string): boolean {
  return !/\r\ntransfer-encoding: *chunked/i.test(head) || text.endsWith('\r\n0\r\n\r\n');
}
