// The app for the management API tests: orchestrations that succeed, fail and wait, an entity that counts, and the common
// parts of responses.

import { type AppUnderTest, loadAppUnderTest } from './app-under-test';
import type { Hub } from './hub';

export const base = 'http://localhost:7071/runtime/webhooks/durabletask';
export const json = { 'content-type': 'application/json' };
export const jsonAnswer = { 'Content-Type': 'application/json; charset=utf-8' };

/** `echo` returns its input, `fails` fails, `waits` ends with the event `Go`; the entity `Counter` adds and returns. */
export function loadManagedApp(): AppUnderTest {
  const app = loadAppUnderTest();
  const { df } = app;
  df.app.activity('note', { handler: (text: unknown) => text });
  df.app.activity('fail', {
    handler: () => {
      throw new Error('no');
    },
  });
  df.app.orchestration('echo', function* (context) {
    return (yield context.df.callActivity('note', context.df.getInput() ?? null)) as string;
  });
  df.app.orchestration('fails', function* (context) {
    yield context.df.callActivity('fail');
  });
  df.app.orchestration('waits', function* (context) {
    context.df.setCustomStatus({ waiting: true });
    return (yield context.df.waitForExternalEvent('Go')) as string;
  });
  df.app.entity('Counter', (context) => {
    const value = (context.df.getState(() => 0) as number) + Number(context.df.getInput() ?? 0);
    context.df.setState(value);
    context.df.return(value);
  });
  return app;
}

/** Waits until the instance runs. */
export const running = (hub: Hub, id: string) => hub.settled(id, ({ runtimeStatus }) => runtimeStatus === 'Running');
