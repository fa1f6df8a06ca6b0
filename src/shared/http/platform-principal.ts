// The signed-in user, as App Service Authentication states it in request headers.
// To be used only where the platform authenticates: it then removes headers of these names that a client sent.

import { z } from 'zod';
import { AppError } from './errors';

export interface Principal {
  /** The identity provider, such as `aad` or `google`. */
  provider: string;
  /** The account's id with that provider. */
  id: string;
}

const text = z.string().min(1);
const statement = z.object({ auth_typ: text, claims: z.array(z.object({ typ: z.string(), val: z.string() })) });

/** The claims from which the platform takes its `-id` header; the first one present counts. */
const idClaims = [
  'http://schemas.microsoft.com/identity/claims/objectidentifier',
  'http://schemas.xmlsoap.org/ws/2005/05/identity/claims/nameidentifier',
  'sub',
];

/**
 * The signed-in user, from the headers `-id` and `-idp` or else from the claims; undefined when nobody is signed in.
 * @throws AppError `CALLER.PRINCIPAL_MALFORMED` when the headers cannot be read: a signed-in customer must not silently become
 * a guest.
 */
export function readPrincipal(headers: Pick<Headers, 'get'>): Principal | undefined {
  const header = (suffix: string) => headers.get(`x-ms-client-principal${suffix}`) ?? undefined;
  const [id, provider, encoded] = [header('-id'), header('-idp'), header('')];
  if (id && provider) return { provider, id };
  if (encoded !== undefined) return fromClaims(encoded);
  if (id !== undefined || provider !== undefined) throw malformed();
  return undefined;
}

function fromClaims(encoded: string): Principal {
  const parsed = statement.safeParse(decoded(encoded));
  if (!parsed.success) throw malformed(parsed.error);
  const { auth_typ: provider, claims } = parsed.data;
  const id = idClaims.map((name) => claims.find(({ typ }) => typ === name)?.val).find((value) => value);
  if (!id) throw malformed();
  return { provider, id };
}

function decoded(encoded: string): unknown {
  try {
    return JSON.parse(Buffer.from(encoded, 'base64').toString('utf8'));
  } catch (cause) {
    throw malformed(cause);
  }
}

function malformed(cause?: unknown): AppError {
  return new AppError('CALLER.PRINCIPAL_MALFORMED', 'Sign in again.', {}, { cause });
}
