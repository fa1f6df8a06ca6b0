import { activityRequest } from '../../../../../localhost/taskhub/running/activity-request';

const trigger = { type: 'activityTrigger', name: 'input', direction: 'in' as const };
const fn = { name: 'a', trigger, bindings: { input: trigger }, callback: () => undefined };
const request = (input: string | null) =>
  activityRequest(fn, { instanceId: 'i', executionId: 'x', taskId: 0, name: 'a', input });

it('without input the activity gets undefined', () => {
  expect(request(null)).toMatchObject({ trigger: {}, triggerMetadata: { instanceId: { string: 'i' } } });
});

it.each([
  ['"text"', '"\\"text\\""'],
  ['0', '0'],
  ['[1,"a"]', '[1,"a"]'],
  ['1970-01-01T00:00:00.000Z', '"1970-01-01T00:00:00.000Z"'],
  ['True', 'true'],
])('the metadata has the input %s as %s', (input, data) => {
  expect(request(input)).toMatchObject({
    trigger: { string: input },
    triggerMetadata: { input: { string: input }, data: { json: data } },
  });
});

it('the members of an object are metadata, and can be used in other bindings', () => {
  const { triggerMetadata, bindingData } = request(
    '{"key":"k","times":2,"on":true,"list":[1],"none":null,"sub":{"a":1}}',
  );
  expect(triggerMetadata).toMatchObject({
    key: { string: 'k' },
    times: { string: '2' },
    on: { string: 'True' },
    sub: { json: '{"a":1}' },
  });
  expect(Object.keys(triggerMetadata ?? {})).toEqual(['instanceId', 'input', 'data', 'key', 'times', 'on', 'sub']);
  expect(bindingData).toMatchObject({ instanceId: 'i', key: 'k', times: 2 });
});
