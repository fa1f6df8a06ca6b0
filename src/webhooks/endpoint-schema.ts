// The form of the setting that says who is told of orders: each endpoint with secrets of its own, so that none can sign for another.

import { z } from 'zod';
import type { WebhookEndpoint } from './ports';
import { isWebhookSecret } from './sign-webhook';

/** `url secret [previous secret]`, and a comma before the next one. */
export const webhookEndpoints = z.string().transform((text, check) => {
  const listed = text.split(',').flatMap((entry) => entry.trim() || []);
  const endpoints = listed.map((entry) => {
    const [url = '', ...secrets] = entry.split(/\s+/);
    return { url, secrets };
  });
  if (!endpoints.every(isEndpoint)) {
    check.addIssue(
      'must be endpoints such as "https://erp.example/hooks whsec_…", a url and one or two secrets (24 to 64 bytes in Base64), separated by commas',
    );
  }
  if (new Set(endpoints.map(({ url }) => url)).size < endpoints.length) check.addIssue('must name each url once');
  return endpoints;
});

function isEndpoint({ url, secrets }: WebhookEndpoint): boolean {
  const parsed = URL.parse(url);
  const isPlain = parsed !== null && /^https?:$/.test(parsed.protocol) && !parsed.username && !parsed.hash;
  return isPlain && [1, 2].includes(secrets.length) && secrets.every(isWebhookSecret);
}
