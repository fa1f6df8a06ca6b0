// Knows when the next message of each queue becomes visible, so that `--clock` can skip the time until then.

import type { Clock } from '../core/clock';
import type { MessageChange } from './message-changes';

export interface MessageDelays {
  changed(change: MessageChange): void;
  /** From now on the messages of these queues count. */
  connect(readers: QueueReaders): void;
}

/** What the host reads; names are without account. */
export interface QueueReaders {
  reads(queue: string): boolean;
  /** A message in this queue is visible. */
  visible(queue: string): void;
}

export function makeMessageDelays(clock: Pick<Clock, 'add' | 'now'>): MessageDelays {
  /** When each hidden message becomes visible, by queue and id. */
  const hidden = new Map<string, Map<string, number>>();
  const withdrawals = new Map<string, () => void>();
  let readers: QueueReaders | undefined;

  function schedule(queue: string): void {
    withdrawals.get(queue)?.();
    withdrawals.delete(queue);
    const name = queue.slice(queue.indexOf('/') + 1);
    if (!readers?.reads(name)) return;
    const times = [...(hidden.get(queue)?.values() ?? [])];
    if (times.length === 0) return;
    const at = times.reduce((first, time) => Math.min(first, time));
    const run = () => {
      shown(queue, at);
      readers?.visible(name);
      schedule(queue);
    };
    withdrawals.set(queue, clock.add({ at, what: `message in queue '${name}'`, run }));
  }

  function shown(queue: string, at: number): void {
    const messages = hidden.get(queue);
    for (const [id, time] of messages ?? []) if (time <= at) messages?.delete(id);
  }

  return {
    changed(change) {
      const { queue, id } = change;
      const messages = hidden.get(queue) ?? new Map<string, number>();
      hidden.set(queue, messages);
      if (id === undefined) messages.clear();
      else if ('visibleAt' in change && change.visibleAt > clock.now()) messages.set(id, change.visibleAt);
      else messages.delete(id);
      const isVisible = 'visibleAt' in change && change.visibleAt <= clock.now();
      const name = queue.slice(queue.indexOf('/') + 1);
      if (isVisible && readers?.reads(name)) readers.visible(name);
      schedule(queue);
    },
    connect(found) {
      readers = found;
      for (const queue of hidden.keys()) schedule(queue);
    },
  };
}
