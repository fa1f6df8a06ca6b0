// The poison message handlers: listing, and replaying without losing or looping messages.

import { makeOperationsHandlers } from '../../../src/operations/handlers';
import type { PoisonedMessage, PoisonStore } from '../../../src/operations/ports';
import { accepted, refused } from '../../../src/shared/result';
import { call } from '../../helpers/http';

const insertedAt = new Date('2026-01-02T00:00:00Z');

/** A queue whose messages are valid if they start with "job". */
function aQueue(texts: string[]) {
  const waiting: PoisonedMessage[] = texts.map((text, at) => ({ id: `m${at}`, text, insertedAt }));
  const hidden = new Map<string, PoisonedMessage>();
  const events: string[] = [];
  const store: PoisonStore = {
    peek: async () => ({ count: waiting.length + hidden.size, oldest: waiting.slice(0, 32) }),
    async take(atMost) {
      const taken = waiting.splice(0, Math.min(atMost, 32));
      for (const message of taken) hidden.set(message.id, message);
      return taken.map((message) => ({
        ...message,
        remove: async () => {
          hidden.delete(message.id);
          events.push(`removed ${message.text}`);
        },
        putBack: async () => {
          hidden.delete(message.id);
          waiting.push(message);
        },
      }));
    },
  };
  const queue = {
    name: 'jobs',
    store,
    describe: (text: string) => (text.startsWith('job') ? accepted({ text }) : refused('NO_JOB', 'it is no job')),
    async replay(text: string): Promise<'sent' | 'settled'> {
      if (text === 'job that storage refuses') throw Object.assign(new Error('busy'), { statusCode: 503 });
      events.push(`sent ${text}`);
      return text === 'job settled' ? 'settled' : 'sent';
    },
  };
  const handlers = makeOperationsHandlers([queue]);
  const replay = (body?: unknown, queueName = 'jobs') =>
    call(handlers.replayPoison, { method: 'POST', params: { queue: queueName }, ...(body !== undefined && { body }) });
  return { waiting, hidden, events, replay, list: () => call(handlers.listPoison) };
}

describe('GET /admin/poison', () => {
  it('lists the messages of each queue, with time and reason', async () => {
    const { list, waiting } = aQueue(['job 1', 'junk']);
    const [first] = waiting;
    if (first) first.reason = 'out of memory';
    const answer = await list();
    const at = insertedAt.toISOString();
    expect(answer.status).toBe(200);
    expect(answer.body).toEqual({
      queues: [
        {
          queue: 'jobs',
          count: 2,
          messages: [
            { id: 'm0', insertedAt: at, readable: true, message: { text: 'job 1' }, reason: 'out of memory' },
            { id: 'm1', insertedAt: at, readable: false, text: 'junk', reason: 'it is no job' },
          ],
        },
      ],
    });
  });

  it('shows the beginning of invalid messages, and says if the reason is unknown', async () => {
    const { list } = aQueue(['x'.repeat(9000), 'job 1']);
    const answer = await list();
    const { messages } = (answer.body as { queues: [{ messages: { text?: string; reason: string }[] }] }).queues[0];
    expect(messages[0]?.text).toHaveLength(500);
    expect(messages[1]?.reason).toContain('see the log');
  });
});

describe('POST /admin/poison/{queue}/replay', () => {
  it('sends each message first, and then removes it', async () => {
    const { replay, events, waiting } = aQueue(['job 1', 'job settled']);
    const answer = await replay();
    expect(answer).toMatchObject({ status: 200, body: { queue: 'jobs', replayed: 1, settled: 1, unreadable: 0 } });
    for (const text of ['job 1', 'job settled']) {
      expect(events.indexOf(`sent ${text}`)).toBeLessThan(events.indexOf(`removed ${text}`));
    }
    expect(waiting).toEqual([]);
  });

  it('replays at most the given number of messages', async () => {
    const { replay, waiting } = aQueue(Array.from({ length: 90 }, (_none, at) => `job ${at}`));
    expect(await replay({ max: 5 })).toMatchObject({ body: { replayed: 5 } });
    expect(waiting).toHaveLength(85);
    expect(await replay()).toMatchObject({ body: { replayed: 85 } });
  });

  it('reads invalid messages once and leaves them', async () => {
    const { replay, waiting, events } = aQueue(['junk', 'job 1']);
    expect(await replay({ max: 1000 })).toMatchObject({ body: { replayed: 1, unreadable: 1 } });
    expect(waiting.map(({ text }) => text)).toEqual(['junk']);
    expect(events).not.toContain('sent junk');
  });

  it('discards invalid messages if requested', async () => {
    const { replay, waiting, events } = aQueue(['junk', 'job 1']);
    expect(await replay({ unreadable: 'discard' })).toMatchObject({ body: { replayed: 1, unreadable: 1 } });
    expect([waiting, events.includes('sent junk')]).toEqual([[], false]);
  });

  it('loses nothing if storage fails in the middle', async () => {
    const { replay, waiting, hidden, events } = aQueue(['junk', 'job that storage refuses', 'job 1']);
    expect(await replay()).toMatchObject({ status: 503, body: { code: 'DEPENDENCY.UNAVAILABLE' } });
    const left = [...waiting, ...hidden.values()].map(({ text }) => text);
    expect(left).toEqual(expect.arrayContaining(['junk', 'job that storage refuses']));
    expect(left.includes('job 1')).toBe(!events.includes('removed job 1'));
  });

  it('is 404 for a queue that does not belong to the app', async () => {
    const { replay } = aQueue([]);
    for (const name of ['', 'jobs-poison', '../jobs', 'constructor']) {
      const answer = await replay(undefined, name);
      expect(answer).toMatchObject({ status: 404, body: { code: 'QUEUE.NOT_FOUND', detail: 'The queues are jobs.' } });
    }
  });

  it.each([{ max: 0 }, { max: 1001 }, { max: '5' }, { unreadable: 'burn' }, { all: true }, [], '{'])(
    'is 400 for %j',
    async (body) => {
      const { replay, waiting } = aQueue(['job 1']);
      expect((await replay(body)).status).toBe(400);
      expect(waiting).toHaveLength(1);
    },
  );
});
