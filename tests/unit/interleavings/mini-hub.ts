// A task hub in a few lines: what a step answered is kept by its place in the orchestration, so that a killed orchestration goes
// on where it was, as in the genuine hub. A step that was killed between its act and its answer runs again.

import { DummyOrchestrationContext } from 'durable-functions';
import type { DurableContext, Orchestration } from '../../../src/shared/durable/durable';

type Orchestrator = (context: DurableContext) => Orchestration<unknown>;
/** By the name of an activity, `entity.operation`, or of an orchestrator; `target` is an entity's key or an instance id. */
export type Handlers = Record<string, (input: never, target: string) => unknown>;

interface Instance {
  orchestrator: string;
  /** JSON, as inputs are stored. */
  input: string;
  /** Results by the step's number, as JSON. */
  results: Map<number, string>;
  isFinished: boolean;
}

type HubTask = { all: HubTask[] } | { seq: number; name: string; input: unknown; target: string };

/** What survives a kill. */
export interface HubState {
  instances: Map<string, Instance>;
}

export const newHubState = (): HubState => ({ instances: new Map() });

/** A process that works on a hub. Its handlers throw once the process is killed, and so everything in it ends. */
export function makeMiniHub(state: HubState, orchestrators: Record<string, Orchestrator>, handlers: Handlers) {
  const running = new Map<string, Promise<void>>();

  async function run(id: string, instance: Instance): Promise<void> {
    const orchestration = orchestratorOf(instance.orchestrator)(contextOf(id, instance));
    let next = orchestration.next();
    while (!next.done) next = orchestration.next(await settle(next.value as unknown as HubTask, instance));
    instance.isFinished = true;
  }

  function orchestratorOf(name: string): Orchestrator {
    const orchestrator = orchestrators[name];
    if (!orchestrator) throw new Error(`There is no orchestrator ${name}.`);
    return orchestrator;
  }

  async function settle(task: HubTask, instance: Instance): Promise<unknown> {
    if ('all' in task) return Promise.all(task.all.map((one) => settle(one, instance)));
    const known = instance.results.get(task.seq);
    if (known !== undefined) return JSON.parse(known);
    const handler = handlers[task.name];
    if (!handler) throw new Error(`Nothing answers ${task.name}.`);
    const answer = await handler(JSON.parse(JSON.stringify(task.input)) as never, task.target);
    const result = JSON.stringify(answer ?? null);
    instance.results.set(task.seq, result);
    return JSON.parse(result);
  }

  return {
    /** Accepts a start durably; one that is there already is left alone. */
    start(id: string, orchestrator: string, input: unknown): void {
      if (state.instances.has(id)) return;
      state.instances.set(id, {
        orchestrator,
        input: JSON.stringify(input),
        results: new Map(),
        isFinished: false,
      });
    },
    /** Runs what is accepted and not finished. @returns when all of it has ended; @throws what a handler threw. */
    async work(): Promise<void> {
      for (;;) {
        for (const [id, instance] of state.instances) {
          if (!instance.isFinished && !running.has(id)) {
            running.set(
              id,
              run(id, instance).finally(() => running.delete(id)),
            );
          }
        }
        if (running.size === 0) return;
        await Promise.all(running.values());
      }
    },
  };
}

function contextOf(id: string, instance: Instance): DurableContext {
  let seq = 0;
  const task = (name: string, input: unknown, target = ''): HubTask => ({ seq: seq++, name, input, target });
  const context = new DummyOrchestrationContext('interleavings', id, () => undefined);
  context.df = {
    instanceId: id,
    isReplaying: false,
    currentUtcDateTime: new Date('2026-03-01T12:00:00.000Z'),
    getInput: () => JSON.parse(instance.input),
    setCustomStatus: () => undefined,
    callActivityWithRetry: (name: string, _policy: unknown, input: unknown) => task(name, input),
    callEntity: (entity: { name: string; key: string }, operation: string, input: unknown) =>
      task(`${entity.name}.${operation}`, input, entity.key),
    callSubOrchestrator: (name: string, input: unknown, instanceId: string) => task(name, input, instanceId),
    Task: { all: (tasks: HubTask[]) => ({ all: tasks }) },
  } as unknown as DurableContext['df'];
  return context;
}
