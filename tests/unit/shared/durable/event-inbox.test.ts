// On durable-functions itself: whatever the order and the moment in which events come, each is received once.

import type { DurableContext, Orchestration } from '../../../../src/shared/durable/durable';
import { makeEventInbox } from '../../../../src/shared/durable/event-inbox';
import {
  activityCompleted,
  type Episode,
  eventRaised,
  type HistoryEvent,
  type Reply,
  replay,
} from '../../../helpers/replay';

interface Events {
  Dispatched: number;
  Delivered: number;
}

/** Receives events until it has been told of a delivery, and calls an activity after each. */
function* story(context: DurableContext): Orchestration<unknown> {
  const inbox = makeEventInbox<Events>(context);
  const received: unknown[] = [];
  for (;;) {
    const { name, data } = yield* inbox.next('Dispatched', 'Delivered');
    received.push([name, data]);
    if (name === 'Delivered') return received;
    yield context.df.callActivity('note', data);
  }
}

const dispatched = (n: number) => eventRaised('Dispatched', n);
const delivered = (n: number) => eventRaised('Delivered', n);
const noted = (id: number) => activityCompleted(id, null);

describe('the inbox of external events', () => {
  const table: [moment: string, episodes: Episode[], received: unknown[]][] = [
    [
      'one after the other',
      [[], [dispatched(1)], [noted(0)], [delivered(2)]],
      [
        ['Dispatched', 1],
        ['Delivered', 2],
      ],
    ],
    [
      'both at once, before the activity has answered',
      [[], [dispatched(1), delivered(2)], [noted(0)]],
      [
        ['Dispatched', 1],
        ['Delivered', 2],
      ],
    ],
    [
      'while the activity is at work',
      [[], [dispatched(1)], [delivered(2)], [noted(0)]],
      [
        ['Dispatched', 1],
        ['Delivered', 2],
      ],
    ],
    [
      'before the story has begun',
      [[dispatched(1), delivered(2)], [noted(0)]],
      [
        ['Dispatched', 1],
        ['Delivered', 2],
      ],
    ],
    ['the last one first', [[], [delivered(2), dispatched(1)]], [['Delivered', 2]]],
    [
      'the same one twice',
      [[], [dispatched(1), dispatched(3)], [noted(0)], [noted(1)], [delivered(2)]],
      [
        ['Dispatched', 1],
        ['Dispatched', 3],
        ['Delivered', 2],
      ],
    ],
  ];

  it.each(table)('receives each once when they come %s', async (_moment, episodes, received) => {
    const reply = await replay(story, undefined, episodes);
    expect(reply).toMatchObject({ isDone: true, output: received });
  });

  it('waits while nothing has come, and uses no task in two races', async () => {
    const reply = await replay(story, undefined, [[], [dispatched(1)], [noted(0)]]);
    expect(reply.isDone).toBe(false);
    const [actions = []] = reply.actions;
    const race = { compoundActions: [{ externalEventName: 'Dispatched' }, { externalEventName: 'Delivered' }] };
    expect(actions).toMatchObject([race, { functionName: 'note' }, race]);
  });
});

describe('a wait that ends at a time', () => {
  const deadline = '2026-01-01T00:00:10.000Z';
  const fired: HistoryEvent = { EventType: 11, EventId: -1, TimerId: 0, FireAt: deadline };
  const timers = ({ actions }: Reply) =>
    JSON.stringify(actions)
      .match(/"isCanceled":(true|false)/g)
      ?.map((found) => found.endsWith('true'));

  /** Waits once until the deadline, and then for as long as it takes. */
  function* patient(context: DurableContext): Orchestration<unknown> {
    const inbox = makeEventInbox<Events>(context);
    const first = yield* inbox.nextUntil(new Date(deadline), 'Delivered');
    return [first?.data ?? 'too late', (yield* inbox.next('Delivered')).data];
  }

  it('takes an event that comes before, and cancels its timer', async () => {
    const reply = await replay(patient, null, [[], [delivered(1)], [delivered(2)]]);
    expect(reply).toMatchObject({ isDone: true, output: [1, 2] });
    expect(timers(reply)).toEqual([true]);
  });

  it('goes on when the time has come, and loses no event afterwards', async () => {
    const reply = await replay(patient, null, [[], [fired], [delivered(1)]]);
    expect(reply).toMatchObject({ isDone: true, output: ['too late', 1] });
    expect(timers(reply)).toEqual([false]);
  });

  it('receives events of one name in the order they came, when several waits were left over', async () => {
    const fired = (TimerId: number): HistoryEvent => ({ EventType: 11, EventId: -1, TimerId, FireAt: deadline });
    /** Gives up waiting twice, works, and then receives three events. */
    function* busy(context: DurableContext): Orchestration<unknown> {
      const inbox = makeEventInbox<Events>(context);
      for (const _ of [1, 2]) yield* inbox.nextUntil(new Date(deadline), 'Dispatched');
      yield context.df.callActivity('note');
      const received: unknown[] = [];
      while (received.length < 3) received.push((yield* inbox.next('Dispatched')).data);
      return received;
    }
    const episodes = [[], [fired(0)], [fired(1)], [dispatched(1), dispatched(2), dispatched(3)], [noted(2)]];
    expect(await replay(busy, null, episodes)).toMatchObject({ isDone: true, output: [1, 2, 3] });
  });

  it.each<[string, Episode, unknown[]]>([
    ['the event first', [delivered(1), fired], [1, 2]],
    ['the timer first', [fired, delivered(1)], ['too late', 1]],
  ])('knows what to do when both come at once, %s', async (_order, both, output) => {
    expect(await replay(patient, null, [[], both, [delivered(2)]])).toMatchObject({ isDone: true, output });
  });
});
