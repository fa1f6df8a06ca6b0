import { cleanUp, fixture, makeApp, startHostProcess } from '../cli/host-process';

afterEach(cleanUp);

const preflight = (origin: string, path: string, from: string) =>
  fetch(origin + path, {
    method: 'OPTIONS',
    headers: {
      origin: from,
      'access-control-request-method': 'PUT',
      'access-control-request-headers': 'x-one,x-two',
    },
  });

const app = `
const { app } = require('@azure/functions');
app.http('a', { methods: ['GET'], authLevel: 'anonymous', handler: () => ({ body: 'a' }) });
`;

it('passes OPTIONS to the routes if CORS is off', async () => {
  const { origin } = await startHostProcess({ app: fixture('http-app') });
  const response = await preflight(origin, '/api/hstr', 'http://x');
  expect([response.status, response.headers.get('access-control-allow-origin')]).toEqual([404, null]);
});

it('answers preflights for every origin if the settings say *', async () => {
  const { origin } = await startHostProcess({
    app: makeApp({ 'src/a.js': app, 'local.settings.json': '{"Host":{"CORS":"*","CORSCredentials":true}}' }),
  });
  const response = await preflight(origin, '/api/a', 'http://x');
  expect(response.status).toBe(204);
  expect(response.headers.get('access-control-allow-origin')).toBe('*');
  expect(response.headers.get('access-control-allow-methods')).toBe('PUT');
  expect(response.headers.get('access-control-allow-headers')).toBe('x-one,x-two');
  expect(response.headers.get('access-control-allow-credentials')).toBeNull();
  const answer = await fetch(`${origin}/api/a`, { headers: { origin: 'http://x' } });
  expect([answer.headers.get('access-control-allow-origin'), await answer.text()]).toEqual(['*', 'a']);
});

it('allows listed origins only, with credentials if configured', async () => {
  const settings = '{"Host":{"CORS":"https://a.example,https://b.example","CORSCredentials":true}}';
  const { origin } = await startHostProcess({ app: makeApp({ 'src/a.js': app, 'local.settings.json': settings }) });
  const allowed = await preflight(origin, '/api/a', 'https://b.example');
  expect(allowed.headers.get('access-control-allow-origin')).toBe('https://b.example');
  expect(allowed.headers.get('access-control-allow-credentials')).toBe('true');
  expect(allowed.headers.get('vary')).toBe('Origin');
  const other = await preflight(origin, '/api/a', 'https://c.example');
  expect([other.status, other.headers.get('access-control-allow-origin')]).toEqual([204, null]);
});

it('takes the origins and the credentials from the command line, in place of the settings', async () => {
  const settings = '{"Host":{"CORS":"*"}}';
  const { origin } = await startHostProcess({
    app: makeApp({ 'src/a.js': app, 'local.settings.json': settings }),
    flags: ['--cors', 'https://a.example', '--cors-credentials'],
  });
  const { headers } = await preflight(origin, '/api/a', 'https://a.example');
  expect([headers.get('access-control-allow-origin'), headers.get('access-control-allow-credentials')]).toEqual([
    'https://a.example',
    'true',
  ]);
});
