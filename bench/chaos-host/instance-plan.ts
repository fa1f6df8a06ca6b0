// One instance of the chaos run: what it is started with, what is done to it, and what must come of it.

/** Input of the activity `work`, and the ledger entry that its token becomes. */
export interface Step {
  label: string;
  takesMs: number;
  failures: number;
  ledger: string;
  amount: number;
}

export type Act =
  | { act: 'raise'; afterMs: number; event: string; value: string }
  | { act: 'suspend'; afterMs: number }
  | { act: 'resume'; afterMs: number }
  | { act: 'terminate'; afterMs: number; reason: string };

export interface Expected {
  status: 'Completed' | 'Failed' | 'Terminated';
  /** The steps whose tokens are reported, in order. */
  labels: string[];
  /** Members of the output besides `tokens`. */
  members?: Record<string, unknown>;
  /** The whole output, where it is a text; its beginning when the instance fails. */
  text?: string;
  /** How many children it has; one of them may be there twice (it was tried again). */
  children?: number;
  /** Ledger entries; those without an id are known by a step's token. */
  entries: { ledger: string; amount: number; id?: string }[];
  transfer?: { from: string; to: string; amount: number };
}

export interface InstancePlan {
  id: string;
  orchestrator: string;
  input: unknown;
  /** By a function of the app with the durable client; else over the management API. */
  byClient: boolean;
  startAfterMs: number;
  acts: Act[];
  expected: Expected;
}
