// What the host knows of hidden queue messages: read from the queue service's exchanges, and due on the clock.

import { makeClock } from '../../../../localhost/core/clock';
import { messageChanges } from '../../../../localhost/emulators/message-changes';
import { makeMessageDelays } from '../../../../localhost/emulators/message-delays';

const later = new Date(Math.floor(Date.now() / 1000) * 1000 + 3_600_000);
const message = (id: string, next: Date) =>
  `<QueueMessage><MessageId>${id}</MessageId><TimeNextVisible>${next.toUTCString()}</TimeNextVisible></QueueMessage>`;

it.each([
  [
    'a message that was put',
    { method: 'POST', url: '/acc/jobs/messages?visibilitytimeout=3600', body: message('1', later) },
    [{ queue: 'acc/jobs', id: '1', visibleAt: later.getTime() + 1000 }],
  ],
  [
    'messages that were received',
    { method: 'GET', url: '/acc/jobs/messages?numofmessages=2', body: message('1', later) + message('2', later) },
    ['1', '2'].map((id) => ({ queue: 'acc/jobs', id, visibleAt: later.getTime() + 1000 })),
  ],
  [
    'a message that was hidden',
    { method: 'PUT', url: '/acc/jobs/messages/a%2Fb?popreceipt=x', body: '', nextVisible: later.toUTCString() },
    [{ queue: 'acc/jobs', id: 'a/b', visibleAt: later.getTime() + 1000 }],
  ],
  ['a peek', { method: 'GET', url: '/acc/jobs/messages?peekonly=true', body: message('1', later) }, []],
  [
    'a deletion',
    { method: 'DELETE', url: '/acc/jobs/messages/1', body: '' },
    [{ queue: 'acc/jobs', id: '1', gone: true }],
  ],
  ['an emptied queue', { method: 'DELETE', url: '/acc/jobs/messages', body: '' }, [{ queue: 'acc/jobs', gone: true }]],
  ['a deleted queue', { method: 'DELETE', url: '/acc/jobs', body: '' }, [{ queue: 'acc/jobs', gone: true }]],
  ['a list of queues', { method: 'GET', url: '/acc?comp=list', body: '' }, []],
  ['properties of a queue', { method: 'GET', url: '/acc/jobs?comp=metadata', body: '' }, []],
])('reads %s', (_, exchange, changes) => {
  expect(messageChanges(exchange)).toEqual(changes);
});

function aQueueWorld() {
  let now = 0;
  const seen: string[] = [];
  const clock = makeClock({ realNow: () => now });
  clock.hold(true);
  const delays = makeMessageDelays(clock);
  const connect = () => delays.connect({ reads: (queue) => queue === 'jobs', visible: (queue) => seen.push(queue) });
  const dueTimes = () => clock.due().map(({ at }) => at);
  const pass = (at: number) => {
    now = at;
    for (const due of clock.take(at)) due.run(at);
  };
  return { delays, connect, dueTimes, pass, seen };
}

it('the first hidden message of a queue is due, then the next', () => {
  const { delays, connect, dueTimes, pass, seen } = aQueueWorld();
  delays.changed({ queue: 'acc/jobs', id: 'b', visibleAt: 200 });
  connect();
  delays.changed({ queue: 'acc/jobs', id: 'a', visibleAt: 100 });
  expect(dueTimes()).toEqual([100]);
  pass(100);
  expect([seen, dueTimes()]).toEqual([['jobs'], [200]]);
});

it('a message that was deleted, or is visible already, is not due', () => {
  const { delays, connect, dueTimes, seen } = aQueueWorld();
  connect();
  delays.changed({ queue: 'acc/jobs', id: 'a', visibleAt: 100 });
  delays.changed({ queue: 'acc/jobs', id: 'a', gone: true });
  delays.changed({ queue: 'acc/jobs', id: 'b', visibleAt: 0 });
  expect([dueTimes(), seen]).toEqual([[], ['jobs']]);
});

it('an emptied queue has nothing due, and nobody waits for a queue that is not read', () => {
  const { delays, connect, dueTimes } = aQueueWorld();
  connect();
  delays.changed({ queue: 'acc/jobs', id: 'a', visibleAt: 100 });
  delays.changed({ queue: 'acc/jobs', gone: true });
  delays.changed({ queue: 'acc/others', id: 'a', visibleAt: 100 });
  expect(dueTimes()).toEqual([]);
});
