// Signed texts: who holds no secret can neither make nor change them.
// Verification takes a list, so that a new secret can be introduced while the old one still counts.

import { createHmac, timingSafeEqual } from 'node:crypto';

/** HMAC-SHA256 of a text, base64url (43 characters). Put the purpose into the text: one secret then serves several without mix-ups. */
export function sign(text: string, secret: string): string {
  return createHmac('sha256', secret).update(text).digest('base64url');
}

/** Whether a signature was made by `sign` with one of the secrets; takes the same time wherever they differ. */
export function isSigned(text: string, signature: string, secrets: readonly string[]): boolean {
  const given = Buffer.from(signature);
  return secrets.some((secret) => {
    const right = Buffer.from(sign(text, secret));
    return given.length === right.length && timingSafeEqual(given, right);
  });
}
