import type { TaskFailedError } from 'durable-functions';
import { loadAppUnderTest } from './app-under-test';
import { closeHubs, openHub } from './hub';

const app = loadAppUnderTest();
const { df } = app;

class Declined extends Error {
  override name = 'Declined';
  readonly code = 51;
}
df.app.setExceptionPropertiesProvider({
  getExceptionProperties: (error) => (error instanceof Declined ? { code: error.code } : undefined),
});
df.app.activity('pay', {
  handler: () => {
    throw new Declined('no funds');
  },
});
df.app.orchestration('buys', function* (context) {
  try {
    yield context.df.callActivity('pay');
  } catch (error) {
    const { message, failureDetails } = error as TaskFailedError;
    return { message, code: failureDetails.properties?.code, isDeclined: failureDetails.isCausedBy('Declined') };
  }
  return 'not reached';
});
df.app.orchestration('failsToBuy', function* (context) {
  yield context.df.callActivity('pay');
});
df.app.orchestration('parentOfBuyer', function* (context) {
  try {
    yield context.df.callSubOrchestrator('failsToBuy');
  } catch (error) {
    return (error as TaskFailedError).failureDetails.properties;
  }
  return 'not reached';
});

afterEach(closeHubs);

it('an orchestrator gets type and properties of an error that the app describes', async () => {
  expect((await openHub(app).run('buys')).output).toEqual({
    message: 'Declined: no funds',
    code: 51,
    isDeclined: true,
  });
});

it('a parent gets them too if the sub-orchestration does not catch the error', async () => {
  expect((await openHub(app).run('parentOfBuyer')).output).toEqual({ code: 51 });
});
