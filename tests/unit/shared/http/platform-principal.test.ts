// Reading the signed-in user from App Service Authentication's headers, and refusing invalid ones.

import { readPrincipal } from '../../../../src/shared/http/platform-principal';

const objectId = 'http://schemas.microsoft.com/identity/claims/objectidentifier';
const nameId = 'http://schemas.xmlsoap.org/ws/2005/05/identity/claims/nameidentifier';

function encoded(statement: unknown): string {
  return Buffer.from(typeof statement === 'string' ? statement : JSON.stringify(statement)).toString('base64');
}

function read(headers: { id?: string; idp?: string; claims?: string }) {
  const { id, idp, claims } = headers;
  return readPrincipal(
    new Headers({
      ...(id !== undefined && { 'x-ms-client-principal-id': id }),
      ...(idp !== undefined && { 'x-ms-client-principal-idp': idp }),
      ...(claims !== undefined && { 'X-MS-CLIENT-PRINCIPAL': claims }),
    }),
  );
}

const aad = { auth_typ: 'aad', name_typ: nameId, role_typ: 'roles', claims: [{ typ: objectId, val: 'a1b2' }] };

test('is undefined without headers', () => {
  expect(read({})).toBeUndefined();
});

test('is read from the headers for id and provider', () => {
  expect(read({ id: 'a1b2', idp: 'aad' })).toEqual({ provider: 'aad', id: 'a1b2' });
});

test('is read from the claims if those headers are missing', () => {
  expect(read({ claims: encoded(aad) })).toEqual({ provider: 'aad', id: 'a1b2' });
});

test('is the same account in either form', () => {
  const claims = encoded(aad);
  expect(read({ id: 'a1b2', idp: 'aad', claims })).toEqual(read({ claims }));
});

test('is the account by its object id before its name id', () => {
  const claims = [
    { typ: nameId, val: 'for-this-app-only' },
    { typ: objectId, val: 'a1b2' },
  ];
  expect(read({ claims: encoded({ auth_typ: 'aad', claims }) })).toEqual({ provider: 'aad', id: 'a1b2' });
  const [ofGoogle] = claims;
  expect(read({ claims: encoded({ auth_typ: 'google', claims: [ofGoogle] }) })?.id).toBe('for-this-app-only');
  const plain = [{ typ: 'sub', val: 'c3' }];
  expect(read({ claims: encoded({ auth_typ: 'shop-login', claims: plain }) })?.id).toBe('c3');
});

const malformed: [string, Parameters<typeof read>[0]][] = [
  ['an id without a provider', { id: 'a1b2' }],
  ['a provider without an id', { idp: 'aad' }],
  ['an empty id', { id: '', idp: 'aad' }],
  ['claims that are empty', { claims: '' }],
  ['claims that are not Base64', { claims: '%%%' }],
  ['claims that are not JSON', { claims: encoded('{"auth_typ":') }],
  ['claims that are null', { claims: encoded('null') }],
  ['claims without a provider', { claims: encoded({ claims: aad.claims }) }],
  ['claims that are no list', { claims: encoded({ auth_typ: 'aad', claims: 'all' }) }],
  ['claims without an id', { claims: encoded({ auth_typ: 'aad', claims: [{ typ: 'name', val: 'Ada' }] }) }],
  ['claims with an empty id', { claims: encoded({ auth_typ: 'aad', claims: [{ typ: objectId, val: '' }] }) }],
];

test.each(malformed)('%s is an error, not a guest', (_what, headers) => {
  expect(() => read(headers)).toThrow(expect.objectContaining({ code: 'CALLER.PRINCIPAL_MALFORMED' }));
});
