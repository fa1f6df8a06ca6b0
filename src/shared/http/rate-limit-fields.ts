// What a limited route tells of its limits, in the header fields of draft-ietf-httpapi-ratelimit-headers (10): RateLimit-Policy says
// what each limit is, RateLimit how much of it the caller has left.

export interface Quota {
  /** Of the limit; letters and hyphens. */
  name: string;
  perMinute: number;
  /** Requests that may follow at once. */
  left: number;
  /** Until one more may follow; 0 when nothing is used up. */
  nextInSeconds: number;
}

/** The two fields as lists of structured fields (RFC 9651); none for a request that no limit counts. */
export function rateLimitFields(quotas: readonly Quota[]): Record<string, string> {
  if (quotas.length === 0) return {};
  const policies = quotas.map(({ name, perMinute }) => `"${name}";q=${perMinute};w=60`);
  const levels = quotas.map(
    ({ name, left, nextInSeconds }) => `"${name}";r=${left}${nextInSeconds > 0 ? `;t=${nextInSeconds}` : ''}`,
  );
  return { 'ratelimit-policy': policies.join(', '), ratelimit: levels.join(', ') };
}
