// The plan of one instance in the chaos run: its input, the acts of its client, and the expected result.

/** Input of the activity `work`, and the ledger entry for its token. */
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
  /** Labels of the steps whose tokens the output has, in order. */
  labels: string[];
  /** Fields of the output besides `tokens`. */
  members?: Record<string, unknown>;
  /** The output, if it is a text; for a failed instance its beginning. */
  text?: string;
  /** Number of sub-orchestrations, not counting the retry of one. */
  children?: number;
  /** Ledger entries; one without an id has a step's token as its id. */
  entries: { ledger: string; amount: number; id?: string }[];
  transfer?: { from: string; to: string; amount: number };
}

export interface InstancePlan {
  id: string;
  orchestrator: string;
  input: unknown;
  /** Started by the app's durable client, else over the management API. */
  byClient: boolean;
  startAfterMs: number;
  acts: Act[];
  expected: Expected;
}
