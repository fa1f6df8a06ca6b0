import { sendRepeatedly } from '../../../bench/host/load-connection';
import { cleanUp, makeApp, startHostProcess } from '../cli/host-process';

afterEach(cleanUp);

const connections = 128;
const requests = 8 * connections;

const app = (setup: string) => `
const { app } = require('@azure/functions');
${setup}
app.http('hello', { methods: ['GET'], authLevel: 'anonymous', handler: () => ({ body: 'hello' }) });
`;

it.each([
  ['without streaming', ''],
  ['with streaming', 'app.setup({ enableHttpStream: true });'],
])('serves all connections of a first burst alike %s', async (_, setup) => {
  const { origin } = await startHostProcess({ app: makeApp({ 'src/a.js': app(setup) }) });
  const url = new URL('/api/hello', origin);
  let begun = connections;
  const shares = Array.from({ length: connections }, () => 0);
  await Promise.all(
    shares.map((_share, index) =>
      sendRepeatedly(url, (status) => {
        expect(status).toBe(200);
        shares[index] = (shares[index] ?? 0) + 1;
        return begun++ < requests;
      }),
    ),
  );
  expect(shares.reduce((sum, share) => sum + share)).toBe(requests);
  // A fair share is 8; without turns, some connections get one and others twenty.
  expect(Math.min(...shares)).toBeGreaterThanOrEqual(4);
});
