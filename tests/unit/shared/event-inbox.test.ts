// On durable-functions itself: whatever the order and the moment in which events come, each is received once.

import type { DurableContext, Story } from '../../../src/shared/durable';
import { makeEventInbox } from '../../../src/shared/event-inbox';
import { activityCompleted, type Episode, eventRaised, replay } from '../../helpers/replay';

interface Events {
  Dispatched: number;
  Delivered: number;
}

/** Receives events until it has been told of a delivery, and calls an activity after each. */
function* story(context: DurableContext): Story<unknown> {
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
