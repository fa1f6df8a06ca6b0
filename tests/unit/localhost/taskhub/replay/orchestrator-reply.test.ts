import { parseFailedReply, parseReply } from '../../../../../localhost/taskhub/replay/reply';

describe('replies of orchestrators', () => {
  it('are read from the returned JSON', () => {
    const json = '{"isDone":true,"actions":[[{"actionType":4}]],"output":0,"customStatus":{"a":1},"schemaVersion":3}';
    expect(parseReply({ json })).toEqual({
      isDone: true,
      actions: [{ actionType: 4 }],
      output: '0',
      customStatus: '{"a":1}',
    });
    expect(() => parseReply(undefined)).toThrow('returned no orchestration state');
  });

  it('are read from a thrown error only after its label', () => {
    const labelled = (state: object) => new Error(`false\n\n$OutOfProcData$:${JSON.stringify(state)}`);
    expect(parseFailedReply(labelled({ actions: [[]], error: 'bad' }))).toMatchObject({ error: 'bad', isDone: false });
    expect(parseFailedReply(labelled({ actions: [[]] }))?.error).toMatch(/without a message/);
    expect(parseFailedReply(new Error('the replay broke'))).toBeUndefined();
  });
});
