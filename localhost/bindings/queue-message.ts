// Encodes and decodes storage queue messages as `messageEncoding` in host.json says. Both sides must agree: the
// platform's default is Base64, and a trigger with that setting cannot read plain text.

import type { HostJson } from '../config/host-json';

export type MessageEncoding = HostJson['queues']['messageEncoding'];

const BASE64 = /^(?:[A-Za-z0-9+/]{4})*(?:[A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?$/;

/** Encodes the content as it is sent. */
export function encodeMessage(content: string | Uint8Array, encoding: MessageEncoding): string {
  const bytes = typeof content === 'string' ? Buffer.from(content) : Buffer.from(content);
  return bytes.toString(encoding === 'base64' ? 'base64' : 'utf8');
}

/** @returns the message's content, or undefined if it does not have the given encoding. */
export function decodeMessage(wire: string, encoding: MessageEncoding): Buffer | undefined {
  if (encoding === 'none') return Buffer.from(wire);
  const compact = wire.replace(/\s/g, '');
  return BASE64.test(compact) ? Buffer.from(compact, 'base64') : undefined;
}
