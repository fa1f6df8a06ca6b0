// Signed texts: without the secret nobody can create or change one.
// Verification accepts several secrets, so that a new one can be introduced while the old one is still valid.

import { createHmac, timingSafeEqual } from 'node:crypto';

/** HMAC-SHA256 of a text, base64url (43 characters). Include the purpose in the text, so that one secret can serve several purposes. */
export function sign(text: string, secret: string): string {
  return createHmac('sha256', secret).update(text).digest('base64url');
}

/** Whether `sign` made this signature with one of the secrets. The comparison takes constant time. */
export function isSigned(text: string, signature: string, secrets: readonly string[]): boolean {
  const given = Buffer.from(signature);
  return secrets.some((secret) => {
    const right = Buffer.from(sign(text, secret));
    return given.length === right.length && timingSafeEqual(given, right);
  });
}
