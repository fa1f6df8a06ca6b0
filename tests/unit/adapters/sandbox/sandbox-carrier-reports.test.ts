// Reports of the sandbox carrier: whatever dies, is repeated or arrives late, the shop finally gets the reports of both steps,
// or of none if the shipment was cancelled.

import fc from 'fast-check';
import { type CarrierWorld, makeCarrierWorld } from '../../../helpers/carrier-world';

const atOnce = { dispatched: 0, delivered: 0 };
const inTime = { dispatched: 1_000, delivered: 3_000 };

async function aParcel(afterMs = inTime): Promise<CarrierWorld> {
  const world = makeCarrierWorld(afterMs);
  await world.create();
  world.acts.length = 0;
  return world;
}

describe('a parcel without delays', () => {
  it('takes one message, one write and two reports', async () => {
    const world = makeCarrierWorld(atOnce);
    await world.create();
    await world.drain();
    expect(world.acts).toEqual([
      'insert',
      'send dispatched in 0 s',
      'write delivered',
      'post dispatched',
      'post delivered',
    ]);
  });
});

describe('a parcel with delays', () => {
  it('takes a message per step, the second with the remaining delay', async () => {
    const world = makeCarrierWorld(inTime);
    await world.create();
    world.pass(1_400);
    await world.drain();
    expect(world.acts).toEqual([
      'insert',
      'send dispatched in 1 s',
      'write dispatched',
      'post dispatched',
      'send delivered in 2 s',
      'write delivered',
      'post delivered',
    ]);
  });

  it('is delivered in the same run if its message is that late', async () => {
    const world = await aParcel();
    world.pass(3_000);
    await world.drain();
    expect(world.acts).toEqual(['write delivered', 'post dispatched', 'post delivered']);
  });

  it('is not delivered early', async () => {
    const world = await aParcel();
    world.pass(2_999);
    await world.report(world.aMessage('dispatched'));
    expect(world.acts).toEqual(['write dispatched', 'post dispatched', 'send delivered in 1 s']);
  });

  it('waits at most a week per step, the limit for delaying a message', async () => {
    const world = await aParcel({ dispatched: 0, delivered: 30 * 86_400_000 });
    await world.report(world.aMessage('dispatched'));
    expect(world.acts).toContain('send delivered in 604800 s');
  });
});

describe('a repeated request for a shipment', () => {
  it.each([
    ['created', 0, 'send dispatched in 1 s'],
    ['dispatched', 1_000, 'send delivered in 2 s'],
  ])('continues with the next step if it is %s', async (state, afterMs, sent) => {
    const world = await aParcel();
    world.pass(afterMs);
    for (const waiting of world.visible()) await world.deliver(waiting);
    expect(world.state()).toBe(state);
    world.acts.length = 0;
    expect(await world.create()).toMatchObject({ ok: true });
    expect(world.acts).toEqual(['insert', sent]);
  });

  it('does nothing if it is delivered or cancelled', async () => {
    const delivered = await aParcel(atOnce);
    await delivered.drain();
    expect(await delivered.create()).toMatchObject({ ok: true });
    const calledOff = await aParcel(atOnce);
    await calledOff.cancel();
    await calledOff.drain();
    expect(await calledOff.create()).toMatchObject({ ok: false });
    expect([delivered.queue, calledOff.queue, calledOff.heard]).toEqual([[], [], []]);
  });
});

describe('a repeated message', () => {
  it('is reported again, and sends the next message again, since that may not have been sent', async () => {
    const world = await aParcel();
    world.pass(1_000);
    for (let time = 0; time < 2; time++) await world.report(world.aMessage('dispatched'));
    expect(world.acts.slice(3)).toEqual(['post dispatched', 'send delivered in 2 s']);
  });

  it('for a delivered parcel repeats all reports and changes nothing', async () => {
    const world = await aParcel(atOnce);
    await world.drain();
    world.acts.length = 0;
    await world.report(world.aMessage('dispatched'));
    expect(world.acts).toEqual(['post dispatched', 'post delivered']);
  });

  it('delivers the parcel if the delivery is due too', async () => {
    const world = await aParcel();
    world.pass(1_000);
    await world.report(world.aMessage('dispatched'));
    world.pass(2_000);
    world.acts.length = 0;
    await world.report(world.aMessage('dispatched'));
    expect(world.acts).toEqual(['write delivered', 'post dispatched', 'post delivered']);
  });
});

it('handles two messages of one parcel in the wrong order', async () => {
  const world = await aParcel();
  await world.report(world.aMessage('delivered'));
  await world.report(world.aMessage('dispatched'));
  expect(world.acts).toEqual(['write delivered', 'post delivered', 'post dispatched', 'post delivered']);
});

it('sends no next message before the shop has accepted the report', async () => {
  const world = await aParcel();
  world.pass(1_000);
  world.shopAnswers(503);
  await expect(world.report(world.aMessage('dispatched'))).rejects.toThrow('503');
  expect(world.acts).toEqual(['write dispatched', 'post dispatched']);
  expect(await world.cancel()).toMatchObject({ ok: false, code: 'SHIPMENT.DISPATCHED' });
});

function expectArrived({ heard, state, queue }: CarrierWorld, afterMs: typeof inTime): void {
  const events = heard.map(({ event }) => event);
  expect([state(), queue]).toEqual(['delivered', []]);
  expect(events).toContain('dispatched');
  expect(events.lastIndexOf('delivered')).toBeGreaterThan(events.indexOf('dispatched'));
  const early = heard.filter((report) => report.afterMs < afterMs[report.event as keyof typeof inTime]);
  expect(early).toEqual([]);
}

it.each([
  ['without delays', atOnce],
  ['with delays', inTime],
])('arrives %s though the process dies at any two moments', async (_name, afterMs) => {
  const moments = Array.from({ length: 20 }, (_, moment) => moment);
  for (const deaths of moments.flatMap((first) => moments.map((second) => [first, second]))) {
    const world = makeCarrierWorld(afterMs);
    world.diesAt(deaths);
    while (!(await world.create())) expect(world.heard).toEqual([]);
    await world.drain();
    expectArrived(world, afterMs);
  }
});

const aDeath = fc.option(fc.nat(8), { freq: 2 });
const aTurn = fc.oneof(
  { weight: 3, arbitrary: fc.record({ does: fc.constant('deliver' as const), which: fc.nat(5), again: fc.boolean() }) },
  { weight: 2, arbitrary: fc.record({ does: fc.constant('pass' as const), ms: fc.nat(2_000) }) },
  { weight: 2, arbitrary: fc.record({ does: fc.constant('create' as const) }) },
  { weight: 1, arbitrary: fc.record({ does: fc.constant('cancel' as const) }) },
);
const someTurns = fc.array(fc.tuple(aTurn, aDeath), { maxLength: 15 });

it('arrives, or is never reported if cancelled, whatever dies, is delayed or is repeated', async () => {
  const seen = new Set<string>();
  await fc.assert(
    fc.asyncProperty(someTurns, fc.constantFrom(atOnce, inTime), async (turns, afterMs) => {
      const world = makeCarrierWorld(afterMs);
      for (const [turn, death] of turns) {
        world.diesAt(death === null ? [] : [death]);
        if (turn.does === 'create') await world.create();
        if (turn.does === 'pass') world.pass(turn.ms);
        if (turn.does === 'deliver') {
          const visible = world.visible();
          const waiting = visible[turn.which % visible.length];
          if (waiting) await world.deliver(waiting, turn.again);
        }
        if (turn.does === 'cancel') {
          const answer = await world.cancel();
          if (answer) expect(answer.ok).toBe(world.state() === 'cancelled');
        }
      }
      world.diesAt([]);
      const created = await world.create();
      await world.drain();
      expect(created?.ok).toBe(world.state() !== 'cancelled');
      if (created?.ok) expectArrived(world, afterMs);
      else expect(world.heard).toEqual([]);
      seen.add(world.state() ?? '');
    }),
    { numRuns: 500 },
  );
  expect([...seen].sort()).toEqual(['cancelled', 'delivered']);
});
