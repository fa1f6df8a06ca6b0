// External events of several names, in the order in which they are asked for, without losing one.
// A wait that lost a race cannot be taken back: it swallows the next event of its name. So every wait is kept here
// until it is served, and none is used in two races (durable-functions would then schedule it twice).

import type { DurableContext, Orchestration } from './durable';

/** One event, with its name and what it carries. */
export type Received<Events, Name extends keyof Events> = { [N in Name]: { name: N; data: Events[N] } }[Name];

export interface EventInbox<Events> {
  /** The next event of one of these names: one that has come already, or else the first to come. */
  next<Name extends keyof Events & string>(...names: Name[]): Orchestration<Received<Events, Name>>;

  /** The same, but undefined when the time has come before any of them. */
  nextUntil<Name extends keyof Events & string>(
    deadline: Date,
    ...names: Name[]
  ): Orchestration<Received<Events, Name> | undefined>;
}

export function makeEventInbox<Events>(context: DurableContext): EventInbox<Events> {
  type Wait = ReturnType<typeof waitFor>;
  const waits: Wait[] = [];
  const waitFor = (name: string) => ({ name, task: context.df.waitForExternalEvent(name) });
  const take = (names: string[]) => {
    const index = waits.findIndex(({ name, task }) => names.includes(name) && task.isCompleted);
    return index < 0 ? undefined : waits.splice(index, 1)[0];
  };

  const received = <Name extends keyof Events>({ name, task }: Wait) =>
    ({ name, data: task.result }) as Received<Events, Name>;

  return {
    *next<Name extends keyof Events & string>(...names: Name[]): Orchestration<Received<Events, Name>> {
      let served = take(names);
      while (!served) {
        // New waits are served before older ones of their name (last in, first out), so no older one is in their way.
        const added = names.map(waitFor);
        waits.push(...added);
        yield context.df.Task.any(added.map(({ task }) => task));
        served = take(names);
      }
      return received<Name>(served);
    },

    *nextUntil<Name extends keyof Events & string>(
      deadline: Date,
      ...names: Name[]
    ): Orchestration<Received<Events, Name> | undefined> {
      const early = take(names);
      if (early) return received<Name>(early);
      const added = names.map(waitFor);
      waits.push(...added);
      const timer = context.df.createTimer(deadline);
      yield context.df.Task.any([...added.map(({ task }) => task), timer]);
      // The task hub keeps an instance running until each of its timers has fired or is cancelled.
      if (!timer.isCompleted) timer.cancel();
      const served = take(names);
      return served && received<Name>(served);
    },
  };
}
