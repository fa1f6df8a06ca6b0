import { activityInput } from '../../../../localhost/taskhub/orchestrations/apply-decision';
import { activityFailure } from '../../../../localhost/taskhub/running/activity-failure';

describe('activity inputs', () => {
  it.each<[unknown, string | null]>([
    [undefined, null],
    [null, null],
    ['"quoted by the SDK"', '"quoted by the SDK"'],
    [0, '0'],
    [true, 'True'],
    [false, 'False'],
    [{ a: [1] }, '{"a":[1]}'],
  ])('%j is passed as %j', (input, text) => {
    expect(activityInput(input)).toBe(text);
  });
});

describe('failures of activities', () => {
  it('have name and message in the genuine host’s format', () => {
    const { reason, details, failureDetails } = activityFailure('pay', new Error('declined'));
    expect([reason, failureDetails]).toEqual(["Activity function 'pay' failed:  declined", null]);
    expect(JSON.parse(details)).toMatchObject({ Message: ' declined', InnerException: { RemoteMessage: 'declined' } });
  });

  it.each<[unknown, string]>([
    ['a text', 'a text'],
    [undefined, 'Unknown error'],
    [{ code: 1 }, '{"code":1}'],
  ])('%j thrown is reported as %j', (thrown, text) => {
    expect(activityFailure('a', thrown).reason).toBe(`Activity function 'a' failed:  ${text}`);
  });

  it('are structured if the app describes its exceptions', () => {
    const described = { errorType: 'Declined', errorMessage: 'no', isNonRetriable: true, properties: { code: 7 } };
    expect(activityFailure('a', new Error(JSON.stringify(described)))).toMatchObject({
      reason: "Activity function 'a' failed:  no",
      failureDetails: { ErrorType: 'Declined', ErrorMessage: 'no', IsNonRetriable: true, Properties: { code: 7 } },
    });
    expect(activityFailure('a', new Error('{"errorType": broken')).failureDetails).toBeNull();
  });
});
