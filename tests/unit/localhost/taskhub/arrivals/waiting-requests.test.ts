// Counts of requests that waited for a poll of the task hub, by function and by who calls.

import type { Execute } from '../../../../../localhost/execution/executor';
import { makeWaitingRequests } from '../../../../../localhost/taskhub/arrivals/waiting-requests';
import type { RegisteredFunction } from '../../../../../localhost/worker/function-registry';

const request = { reason: 'test', trigger: {} };

function aFunction(name: string, type: string, more: Record<string, unknown> = {}): RegisteredFunction {
  const trigger = { type, name: 'trigger', direction: 'in' as const, ...more };
  return { name, trigger, bindings: { trigger }, callback: () => undefined };
}

const cart = aFunction('addLine', 'httpTrigger', { authLevel: 'anonymous' });
const stock = aFunction('adjustStock', 'httpTrigger', { authLevel: 'function' });

it('counts an HTTP invocation that waits once, however often it reads', async () => {
  const requests = makeWaitingRequests();
  const waits: Execute = async (_, { invocationId = '' }) => {
    requests.waits(invocationId);
    requests.waits(invocationId);
    return { invocationId };
  };
  const plain: Execute = async () => ({ invocationId: '' });
  await requests.track(waits)(cart, request);
  await requests.track(plain)(cart, request);
  await requests.track(waits)(stock, { ...request, invocationId: 'given' });
  expect(requests.report()).toEqual({
    anonymous: { served: 2, waitedForPoll: 1 },
    withKey: { served: 1, waitedForPoll: 1 },
    functions: {
      addLine: { served: 2, waitedForPoll: 1 },
      adjustStock: { served: 1, waitedForPoll: 1 },
    },
  });
});

it('counts no other trigger, and no invocation that has ended', async () => {
  const requests = makeWaitingRequests();
  const ids: string[] = [];
  const execute: Execute = async (_, { invocationId = 'none' }) => {
    ids.push(invocationId);
    requests.waits(invocationId);
    return { invocationId };
  };
  await requests.track(execute)(aFunction('nightly', 'timerTrigger'), request);
  expect(requests.report().functions).toEqual({});
  await requests.track(async (_, { invocationId = '' }) => ({ invocationId }))(cart, { ...request, invocationId: 'a' });
  requests.waits('a');
  expect(requests.report().anonymous).toEqual({ served: 1, waitedForPoll: 0 });
});

it('counts a request that fails', async () => {
  const requests = makeWaitingRequests();
  const failing = requests.track(() => Promise.reject(new Error('no')));
  await expect(failing(cart, request)).rejects.toThrow('no');
  expect(requests.report().anonymous).toEqual({ served: 1, waitedForPoll: 0 });
});
