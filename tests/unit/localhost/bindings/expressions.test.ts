// `{expressions}` and `%SETTINGS%` in binding options, and the setting that a connection name refers to.

import { makeConnections } from '../../../../localhost/bindings/connections';
import { bindExpressions } from '../../../../localhost/bindings/expressions';
import { resolveSettings } from '../../../../localhost/config/resolve-settings';

const data = { name: 'a.b', Id: 7, ok: true, deep: { Inner: { x: 'y' } }, at: new Date('2026-01-02T03:04:05Z') };
const GUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

test.each([
  ['no expressions', 'no expressions'],
  ['out/{name}.txt', 'out/a.b.txt'],
  ['{NAME}-{id}', 'a.b-7'],
  ['{deep.inner.x}', 'y'],
  ['{ok}', 'True'],
  ['{{literal}} {name}', '{literal} a.b'],
  ['{at}', '2026-01-02T03-04-05Z'],
  ['{at:yyyy-MM-dd}', '2026-01-02'],
])('fills in %s', (template, expected) => {
  expect(bindExpressions(template, data)).toBe(expected);
});

test('creates a new guid every time, in the requested format', () => {
  expect(bindExpressions('{rand-guid}', {})).toMatch(GUID);
  expect(bindExpressions('{sys.randguid}', {})).toMatch(GUID);
  expect(bindExpressions('{rand-guid:N}', {})).toMatch(/^[0-9a-f]{32}$/);
  expect(bindExpressions('{rand-guid}', {})).not.toBe(bindExpressions('{rand-guid}', {}));
});

test('datetime and sys.utcnow are the current UTC time, unless the invocation has a value with that name', () => {
  const year = String(new Date().getUTCFullYear());
  expect(bindExpressions('{datetime:yyyy}', {})).toBe(year);
  expect(bindExpressions('{DateTime}', {})).toMatch(/^\d{4}-\d\d-\d\dT\d\d-\d\d-\d\dZ$/);
  expect(bindExpressions('{sys.utcnow:yyyy}', {})).toBe(year);
  expect(bindExpressions('{datetime}', { datetime: 'mine' })).toBe('mine');
  expect(bindExpressions('{sys.methodname}', { sys: { methodname: 'resize' } })).toBe('resize');
});

test.each([
  ['{unknown}', "No value for named parameter 'unknown'."],
  ['{deep.missing}', "Error while accessing 'missing'"],
  ['{nothing}', "No value for named parameter 'nothing'."],
  ['{open', 'Invalid template'],
  ['close}', 'Invalid template'],
  ['{}', 'Invalid template'],
])('fails on %s', (template, message) => {
  expect(() => bindExpressions(template, { ...data, nothing: null })).toThrow(message);
});

test('a setting is replaced by its value; a missing one is an error that names it', () => {
  const setting = (name: string) => ({ QUEUE: 'jobs', EMPTY: '' })[name];
  expect(resolveSettings('a-%QUEUE%-%EMPTY%-100%', setting)).toBe('a-jobs--100%');
  expect(() => resolveSettings('%NOPE%', setting)).toThrow("there is no setting 'NOPE'");
});

describe('a connection', () => {
  const connect = (settings: Record<string, string>, name?: string) =>
    makeConnections((key) => settings[key]).connectionString(name);

  test('is looked up with the AzureWebJobs prefix first, among connection strings first', () => {
    const all = {
      'ConnectionStrings:AzureWebJobsShop': 'first',
      AzureWebJobsShop: 'second',
      'ConnectionStrings:Shop': 'third',
      Shop: 'fourth',
    };
    const found: string[] = [];
    const left: Record<string, string> = { ...all };
    for (const key of Object.keys(all)) {
      found.push(connect(left, 'Shop'));
      delete left[key];
    }
    expect(found).toEqual(['first', 'second', 'third', 'fourth']);
  });

  test('defaults to AzureWebJobsStorage, and its name may come from a setting', () => {
    expect(connect({ AzureWebJobsStorage: 'main' })).toBe('main');
    expect(connect({ AzureWebJobsStorage: 'main' }, '')).toBe('main');
    expect(connect({ WHICH: 'Shop', Shop: 'it' }, '%WHICH%')).toBe('it');
  });

  test('fails with the name of the setting, and reports an identity-based one', () => {
    expect(() => connect({}, 'Shop')).toThrow(/^Connection 'Shop' has no value\. Set 'Shop'/);
    expect(() => connect({ Shop__accountName: 'a' }, 'Shop')).toThrow('is set up for an identity');
  });
});
