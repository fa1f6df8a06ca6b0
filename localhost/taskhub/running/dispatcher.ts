// Who runs when: an instance with waiting messages gets its turn, one run at a time, within the limit of its kind.

import type { StoredMessage } from '../tables/inbox-table';
import { makeQueue } from './queue';

/** The waiting messages of one instance, in order. */
export interface Mailbox {
  readonly id: string;
  waiting: StoredMessage[];
}

export interface Dispatcher {
  deliver(message: StoredMessage): void;
  /** Puts messages before all others; to be called by the mailbox's own run. */
  deliverFirst(id: string, messages: StoredMessage[]): void;
  /** Forgets an instance's messages. A run under way is no longer current then. */
  clear(id: string): void;
  /** False when the mailbox was cleared since its run began. */
  isCurrent(mailbox: Mailbox): boolean;
  /** Starts as many runs as the limit allows. */
  pump(): void;
  running(): number;
}

export interface DispatcherOptions {
  limit: number;
  /** @returns true when what still waits should have another turn, false when it has to wait for a new message. */
  run(mailbox: Mailbox): Promise<boolean>;
  /** A run rejected: its messages stay in the store for the next start. */
  onFailure(error: unknown): void;
  /** Called whenever a run ended. */
  ended(): void;
}

interface Turn extends Mailbox {
  state: 'idle' | 'ready' | 'running';
  /** How many messages ever came. */
  arrivals: number;
}

export function makeDispatcher({ limit, run, onFailure, ended }: DispatcherOptions): Dispatcher {
  const turns = new Map<string, Turn>();
  const ready = makeQueue<Turn>();
  let running = 0;

  function open(id: string): Turn {
    let turn = turns.get(id);
    if (!turn) {
      turn = { id, waiting: [], state: 'idle', arrivals: 0 };
      turns.set(id, turn);
    }
    return turn;
  }

  function enqueue(turn: Turn): void {
    if (turn.state !== 'idle') return;
    turn.state = 'ready';
    ready.push(turn);
  }

  async function take(turn: Turn): Promise<void> {
    turn.state = 'running';
    running++;
    const { arrivals } = turn;
    let again = false;
    try {
      again = await run(turn);
    } catch (error) {
      onFailure(error);
    }
    running--;
    turn.state = 'idle';
    if (turns.get(turn.id) === turn) {
      if (turn.waiting.length === 0) turns.delete(turn.id);
      else if (again || turn.arrivals > arrivals) enqueue(turn);
    }
    ended();
  }

  return {
    deliver(message) {
      const turn = open(message.message.to);
      turn.waiting.push(message);
      turn.arrivals++;
      enqueue(turn);
    },
    deliverFirst(id, messages) {
      const turn = open(id);
      turn.waiting.unshift(...messages);
      turn.arrivals += messages.length;
      enqueue(turn);
    },
    clear(id) {
      const turn = turns.get(id);
      if (turn) turn.waiting = [];
      turns.delete(id);
    },
    isCurrent: (mailbox) => turns.get(mailbox.id) === mailbox,
    pump() {
      while (running < limit) {
        const turn = ready.shift();
        if (!turn) return;
        if (turns.get(turn.id) === turn) void take(turn);
      }
    },
    running: () => running,
  };
}
