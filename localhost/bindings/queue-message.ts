// The text of a storage queue message and what host.json's `messageEncoding` makes of it on the wire.
// Base64 is the platform's default on both sides; a plain text sent to such a queue cannot be read.

import type { HostJson } from '../config/host-json';

export type MessageEncoding = HostJson['queues']['messageEncoding'];

const BASE64 = /^(?:[A-Za-z0-9+/]{4})*(?:[A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?$/;

/** The content as it goes on the wire. */
export function encodeMessage(content: string | Uint8Array, encoding: MessageEncoding): string {
  const bytes = typeof content === 'string' ? Buffer.from(content) : Buffer.from(content);
  return bytes.toString(encoding === 'base64' ? 'base64' : 'utf8');
}

/** The message's content, or undefined when it is not what the encoding says. */
export function decodeMessage(wire: string, encoding: MessageEncoding): Buffer | undefined {
  if (encoding === 'none') return Buffer.from(wire);
  const compact = wire.replace(/\s/g, '');
  return BASE64.test(compact) ? Buffer.from(compact, 'base64') : undefined;
}
