// Dispatches work items: each instance with waiting messages gets one run at a time, up to the concurrency limit.

import type { StoredMessage } from '../tables/inbox-table';
import { makeQueue } from './queue';

/** The waiting messages of one instance, in order. */
export interface Mailbox {
  readonly id: string;
  waiting: StoredMessage[];
}

export interface Dispatcher {
  deliver(message: StoredMessage): void;
  /** Delivers messages ahead of all others. Only the mailbox's own run may call this. */
  deliverFirst(id: string, messages: StoredMessage[]): void;
  /** Drops an instance's messages. A run in progress is then no longer current. */
  clear(id: string): void;
  /** False if the mailbox was cleared after its run began. */
  isCurrent(mailbox: Mailbox): boolean;
  /** Starts as many runs as the limit allows. */
  pump(): void;
  running(): number;
  /** True when no mailbox is running or may run. */
  isIdle(): boolean;
}

export interface DispatcherOptions {
  limit: number;
  /** Runs one work item. @returns true to run again for remaining messages, false to wait for a new message first. */
  run(mailbox: Mailbox): Promise<boolean>;
  /** Called when a run fails. Its messages stay in the store for the next start. */
  onFailure(error: unknown): void;
  /** Called after each run. */
  ended(): void;
}

interface ScheduledMailbox extends Mailbox {
  state: 'idle' | 'ready' | 'running';
  /** How many messages have arrived in total. */
  arrivals: number;
}

export function makeDispatcher({ limit, run, onFailure, ended }: DispatcherOptions): Dispatcher {
  const mailboxes = new Map<string, ScheduledMailbox>();
  const ready = makeQueue<ScheduledMailbox>();
  let running = 0;

  function open(id: string): ScheduledMailbox {
    let mailbox = mailboxes.get(id);
    if (!mailbox) {
      mailbox = { id, waiting: [], state: 'idle', arrivals: 0 };
      mailboxes.set(id, mailbox);
    }
    return mailbox;
  }

  function enqueue(mailbox: ScheduledMailbox): void {
    if (mailbox.state !== 'idle') return;
    mailbox.state = 'ready';
    ready.push(mailbox);
  }

  async function take(mailbox: ScheduledMailbox): Promise<void> {
    mailbox.state = 'running';
    running++;
    const { arrivals } = mailbox;
    let again = false;
    try {
      again = await run(mailbox);
    } catch (error) {
      onFailure(error);
    }
    running--;
    mailbox.state = 'idle';
    if (mailboxes.get(mailbox.id) === mailbox) {
      if (mailbox.waiting.length === 0) mailboxes.delete(mailbox.id);
      else if (again || mailbox.arrivals > arrivals) enqueue(mailbox);
    }
    ended();
  }

  return {
    deliver(message) {
      const mailbox = open(message.message.to);
      mailbox.waiting.push(message);
      mailbox.arrivals++;
      enqueue(mailbox);
    },
    deliverFirst(id, messages) {
      const mailbox = open(id);
      mailbox.waiting.unshift(...messages);
      mailbox.arrivals += messages.length;
      enqueue(mailbox);
    },
    clear(id) {
      const mailbox = mailboxes.get(id);
      if (mailbox) mailbox.waiting = [];
      mailboxes.delete(id);
    },
    isCurrent: (mailbox) => mailboxes.get(mailbox.id) === mailbox,
    pump() {
      while (running < limit) {
        const mailbox = ready.shift();
        if (!mailbox) return;
        if (mailboxes.get(mailbox.id) === mailbox) void take(mailbox);
      }
    },
    running: () => running,
    isIdle: () => running === 0 && ready.size === 0,
  };
}
