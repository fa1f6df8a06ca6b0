// A task hub that is away is a fault that the caller may try again; what the hub says about a call is not.

import { withFaultsAs503 } from '../../../../src/adapters/durable/durable-client-of';

const refusedConnection = Object.assign(new Error('connect ECONNREFUSED 127.0.0.1:7071'), { code: 'ECONNREFUSED' });
const clientThrowing = (error: unknown) =>
  withFaultsAs503({ startNew: async (_name: string): Promise<string> => Promise.reject(error) });

test.each([
  ['a refused connection', refusedConnection],
  ['a broken connection', Object.assign(new Error('socket hang up'), { code: 'ECONNRESET' })],
  ['a timeout', Object.assign(new Error('timeout'), { code: 'ETIMEDOUT' })],
  ['a 500', new Error('The operation failed with an unexpected status code: 500. Details: ""')],
  ['a 503', new Error('The operation failed with an unexpected status code: 503. Details: "away"')],
  ['too many requests', new Error('The operation failed with an unexpected status code: 429. Details: ""')],
  [
    'an empty 502',
    new Error('DurableClient error: the Durable Functions extension replied with an empty HTTP 502 response.'),
  ],
])('%s is DEPENDENCY.UNAVAILABLE, with its cause', async (_name, error) => {
  await expect(clientThrowing(error).startNew('o')).rejects.toMatchObject({
    code: 'DEPENDENCY.UNAVAILABLE',
    cause: error,
  });
});

test.each([
  ['an unknown instance', new Error("No instance with ID 'x' found.")],
  [
    'an empty 404',
    new Error('DurableClient error: the Durable Functions extension replied with an empty HTTP 404 response.'),
  ],
  ['a conflict', new Error('The operation failed with an unexpected status code: 409. Details: "exists"')],
  ['a mistake in a call', new TypeError('eventName must be a valid string.')],
])('%s stays what it is', async (_name, error) => {
  await expect(clientThrowing(error).startNew('o')).rejects.toBe(error);
});

test('answers, synchronous calls and members pass unchanged', async () => {
  class Client {
    readonly hub = 'shop';
    async getStatus(id: string) {
      return `${this.hub}:${id}`;
    }
    createUrl() {
      return `http://${this.hub}`;
    }
  }
  const client = withFaultsAs503(new Client());
  expect([client.hub, await client.getStatus('1'), client.createUrl()]).toEqual(['shop', 'shop:1', 'http://shop']);
});
