// What reaches the task hub from outside of the durable side: messages of clients, and timers that are due. This decides
// when the durable side sees them; by default at once, because everything runs in one instance.

export interface Arrival {
  /** The instance or entity. */
  to: string;
  /** See Sender. */
  sender?: Sender | undefined;
  /** Delivers it. */
  see(): void;
}

/** The id of the invocation that sends, or `durable` for a function of the durable side; absent for a client elsewhere. */
export type Sender = string;

export const durableSide: Sender = 'durable';

export interface Arrivals {
  /** Call it once the arrival is stored. */
  add(arrival: Arrival): void;
  /** Forgets arrivals of an instance whose messages were removed from the store. */
  drop(to: string): void;
  /** Somebody reads the state of an instance or entity. */
  asked(to: string, sender: Sender | undefined): void;
  /** The durable side has sent a message itself. */
  sent(to: string): void;
  /** @param hasWork true if stored work waits. */
  start(hasWork: boolean): void;
  stop(): void;
}

/** The durable side, as the arrivals use it. */
export interface DurableSide {
  /** Begins to work; may be called again. */
  open(): void;
  /** Starts the work that was delivered. */
  pump(): void;
  /** True while a function runs. */
  isBusy(): boolean;
}

export type MakeArrivals = (durable: DurableSide) => Arrivals;

export const makeArrivalsAtOnce: MakeArrivals = ({ open }) => ({
  add: ({ see }) => see(),
  drop: () => undefined,
  asked: () => undefined,
  sent: () => undefined,
  start: open,
  stop: () => undefined,
});
