// Signs a webhook by the Standard Webhooks scheme (https://www.standardwebhooks.com), for which receivers find libraries in
// most languages.

import { createHmac } from 'node:crypto';

const secretPrefix = 'whsec_';

/** Whether a text is a secret: `whsec_` and 24 to 64 bytes in Base64. */
export function isWebhookSecret(text: string): boolean {
  const key = keyIn(text);
  return text === `${secretPrefix}${key.toString('base64')}` && key.length >= 24 && key.length <= 64;
}

/**
 * The headers of one attempt. Each secret makes a signature, so that a receiver can change from one to the next.
 * @param now the time of the attempt: receivers refuse what is minutes old.
 */
export function webhookHeaders(
  { id, body }: { id: string; body: string },
  secrets: readonly string[],
  now: Date,
): Record<string, string> {
  const timestamp = String(Math.floor(now.getTime() / 1000));
  const signatures = secrets.map((secret) => `v1,${signature(`${id}.${timestamp}.${body}`, secret)}`);
  return { 'webhook-id': id, 'webhook-timestamp': timestamp, 'webhook-signature': signatures.join(' ') };
}

function signature(text: string, secret: string): string {
  return createHmac('sha256', keyIn(secret)).update(text).digest('base64');
}

function keyIn(secret: string): Buffer {
  return Buffer.from(secret.slice(secretPrefix.length), 'base64');
}
