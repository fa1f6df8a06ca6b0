// What holds for the whole API: its version, and how it changes.

/** Of the API, not of the app. The first number grows with each breaking change. */
export const apiVersion = '1.0.0';

export const apiText = `All paths start with \`/api\`. Bodies are JSON in UTF-8. Times are ISO 8601 in UTC; money is a whole number of
minor units and an ISO 4217 code. Ids are opaque.

**Errors** are problem documents (RFC 9457, \`application/problem+json\`) with a stable \`code\`. Decide by \`code\`; \`title\` and
\`detail\` are for people and may change.

**Retries.** Send an \`Idempotency-Key\` where an operation takes one, and repeat the request under the same key when no answer
came. After 429 and 503, wait as long as \`Retry-After\` says.

**Writes from browsers** must come from a page of this shop, or of an origin that the owner has allowed.

**Changes.** New operations, new optional parameters, new members of answers, new codes and new values of states can come at any
time: ignore what you do not know. A breaking change gets a new major version of the API and an entry in the change log. An
operation that is to go is marked \`deprecated\` here for at least six months; meanwhile its answers carry the headers
\`Deprecation\` (RFC 9745) and \`Sunset\` (RFC 8594). No operation is deprecated now.`;
