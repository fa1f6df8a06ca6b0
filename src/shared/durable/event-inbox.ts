// Waits for external events of several names without losing one. A wait that lost a race cannot be cancelled: it consumes the next
// event of its name. So every wait is kept here until it completes, and none is used in two races (durable-functions would
// schedule it twice).

import type { DurableContext, Orchestration } from './durable';

/** An event with its name and data. */
export type Received<Events, Name extends keyof Events> = { [N in Name]: { name: N; data: Events[N] } }[Name];

export interface EventInbox<Events> {
  /** The next event with one of these names: one that was received already, or else the first to come. */
  next<Name extends keyof Events & string>(...names: Name[]): Orchestration<Received<Events, Name>>;

  /** The same, but undefined when none comes before the deadline. */
  nextUntil<Name extends keyof Events & string>(
    deadline: Date,
    ...names: Name[]
  ): Orchestration<Received<Events, Name> | undefined>;
}

export function makeEventInbox<Events>(context: DurableContext): EventInbox<Events> {
  type Wait = ReturnType<typeof waitFor>;
  const waits: Wait[] = [];
  const waitFor = (name: string) => ({ name, task: context.df.waitForExternalEvent(name) });
  /** Of several completed waits of one name, the last one made holds the earliest event: the task hub serves it first. */
  const take = (names: string[]) => {
    const completed = waits.filter(({ name, task }) => names.includes(name) && task.isCompleted);
    const taken = completed.findLast(({ name }) => name === completed[0]?.name);
    if (taken) waits.splice(waits.indexOf(taken), 1);
    return taken;
  };

  const received = <Name extends keyof Events>({ name, task }: Wait) =>
    ({ name, data: task.result }) as Received<Events, Name>;

  return {
    *next<Name extends keyof Events & string>(...names: Name[]): Orchestration<Received<Events, Name>> {
      let served = take(names);
      while (!served) {
        // The task hub serves the newest wait of a name first, so older waits do not take these events.
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
      // The task hub keeps an instance running until each of its timers has fired or was cancelled.
      if (!timer.isCompleted) timer.cancel();
      const served = take(names);
      return served && received<Name>(served);
    },
  };
}
