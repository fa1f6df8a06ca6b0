// Runs code of a test within a function that has a durable client.

import type { InvocationContext } from '@azure/functions';
import type { AppUnderTest } from './app-under-test';
import type { Hub } from './hub';

/** Registers the function; the result runs a task in it and returns what the task's result is in JSON. */
export function makeClientFunction(app: AppUnderTest) {
  const { df, functions } = app;
  let task: (context: InvocationContext) => Promise<unknown>;
  functions.app.generic('useClient', {
    trigger: functions.trigger.generic({ type: 'manualTrigger' }),
    extraInputs: [df.input.durableClient()],
    handler: async (_input: unknown, context: InvocationContext) => ({ result: await task(context) }),
  });
  return async <T>(hub: Hub, wanted: (context: InvocationContext) => Promise<T>): Promise<T> => {
    task = wanted;
    const fn = app.registered().find(({ name }) => name === 'useClient');
    if (!fn) throw new Error('useClient is not registered.');
    const execute = app.execute(() => hub.extension.clientBinding());
    const { returnValue } = await execute(fn, { reason: 'test', trigger: { string: '' } });
    return (JSON.parse(returnValue?.json ?? '{}') as { result: T }).result;
  };
}
