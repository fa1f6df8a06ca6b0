// Poison of queue `webhooks` can be read and sent back.

import { makeWebhookMessages } from '../../../src/webhooks/poison-messages';
import { makeFakeWebhooks } from '../../helpers/fake-webhooks';

it('describes and replays a message of ours, and refuses any other', async () => {
  const { queue, waiting } = makeFakeWebhooks();
  const messages = makeWebhookMessages(queue);
  const message = { kind: 'attempt', id: 'whk_1', round: 0, attempt: 2 };
  expect(messages.describe(JSON.stringify(message))).toEqual({ ok: true, value: message });
  expect(await messages.replay(JSON.stringify(message))).toBe('sent');
  expect(waiting).toMatchObject([{ message }]);
  expect(messages.describe('{"kind":"attempt"}')).toMatchObject({ ok: false, code: 'NO_WEBHOOK' });
  expect(messages.describe('no json')).toMatchObject({ ok: false, code: 'NO_JSON' });
});
