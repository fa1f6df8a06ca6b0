// Replays the recorded histories of every path on today's orchestrators: the actions of each episode must match the history, or an
// order that was under way during a deployment would fail. The task hub's own interpreter compares them.

import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Action } from '../../localhost/taskhub/actions';
import { EventType } from '../../localhost/taskhub/history';
import { interpret } from '../../localhost/taskhub/replay/interpreter';
import { orderOrchestrator } from '../../src/orders/saga/order-orchestrator';
import { refundOrchestrator } from '../../src/orders/saga/refund-orchestrator';
import { resolutionOrchestrator } from '../../src/orders/saga/resolution-orchestrator';
import { shipmentOrchestrator } from '../../src/orders/saga/shipment-orchestrator';
import type { Orchestrator } from '../../src/shared/durable/orchestrator-versions';
import { replayTrigger } from '../helpers/replay';
import { paths } from './paths';
import { fileOf, type Recording, readRecordings } from './recording';

const orchestrators: Record<string, Orchestrator<unknown>> = {
  orderOrchestrator,
  shipmentOrchestrator,
  refundOrchestrator,
  resolutionOrchestrator,
};

/** Runs an orchestrator for each episode of a recorded history, and compares its actions with the recorded ones. */
async function replayed({ trigger, orchestrator }: Recording, run = orchestrators[orchestrator]) {
  if (!run) throw new Error(`There is no orchestrator ${orchestrator}.`);
  const { history, instanceId } = trigger;
  const starts = history.flatMap(({ EventType: kind }, at) => (kind === EventType.OrchestratorStarted ? [at] : []));
  const actionCounts: number[] = [];
  let reply: Awaited<ReturnType<typeof replayTrigger>> | undefined;
  for (const end of [...starts.slice(1), history.length]) {
    const events = history.slice(0, end);
    reply = await replayTrigger(run, { ...trigger, history: structuredClone(events) });
    const actions = (reply.actions[0] ?? []) as unknown as Action[];
    actionCounts.push(actions.length);
    const executionId = executionOf(history);
    interpret({ instanceId, executionId, httpPollMs: 30_000, events, actionCounts, actions, done: reply.isDone });
  }
  return { reply, episodes: actionCounts.length };
}

function executionOf(history: Recording['trigger']['history']): string {
  const started = history.find(({ EventType: kind }) => kind === EventType.ExecutionStarted);
  return (started as { OrchestrationInstance: { ExecutionId: string } }).OrchestrationInstance.ExecutionId;
}

it('every path has a recording, and every recording a path', () => {
  const recorded = readdirSync(join(__dirname, 'histories')).sort();
  expect(recorded).toEqual(
    Object.keys(paths)
      .map((name) => fileOf(name).split('/').at(-1))
      .sort(),
  );
});

it('no recording names a folder of the machine it was made on', () => {
  const text = Object.keys(paths)
    .map((name) => readFileSync(fileOf(name), 'utf8'))
    .join('');
  expect(text.match(/\(\/[^)]*/g)).toBeNull();
});

describe.each(Object.keys(paths))('%s', (name) => {
  it('goes on, on today’s code, as it was recorded', async () => {
    for (const recording of readRecordings(name)) {
      const { reply, episodes } = await replayed(recording);
      expect(episodes).toBeGreaterThan(1);
      expect(reply).toMatchObject({ isDone: true, output: recording.output });
    }
  });
});

describe('an orchestrator that was changed without a new version', () => {
  const [recording] = readRecordings('delivered in one parcel');

  it('is found out', async () => {
    function* changed(context: Parameters<typeof orderOrchestrator>[0]) {
      yield context.df.callActivity('somethingNew', {});
      return yield* orderOrchestrator(context);
    }
    await expect(replayed(recording as Recording, changed)).rejects.toThrow(/somethingNew/);
  });
});
