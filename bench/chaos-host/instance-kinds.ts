// The kinds of instances in a chaos run: the input of each, the acts, and the expected result.

import type { Act, InstancePlan, Step } from './instance-plan';
import type { Random } from './random';

type Kind = Pick<InstancePlan, 'orchestrator' | 'input' | 'acts' | 'expected'>;

const ledgers = ['l0', 'l1', 'l2', 'l3', 'l4', 'l5'] as const;
const accounts = ['a0', 'a1', 'a2', 'a3'] as const;
/** Longer than any run. */
const neverMs = 3_600_000;

/** Assigned in turn, so that a run of any size has all of them; chain, fan and transfer are listed twice. */
export const instanceKinds: readonly [MakeKind, ...MakeKind[]] = [
  chain,
  fan,
  transfer,
  parts,
  family,
  rounds,
  raceWon,
  chain,
  transfer,
  fan,
  raceLost,
  refused,
  endless,
];

type MakeKind = (random: Random, id: string) => Kind;

function steps(random: Random, id: string, count: number): Step[] {
  return Array.from({ length: count }, (_, index) => ({
    label: `${id}/${index}`,
    takesMs: random.between(0, 120),
    failures: random.chance(0.25) ? random.between(1, 2) : 0,
    ledger: random.pick(ledgers),
    amount: random.between(1, 1000),
  }));
}

const steady = (all: Step[]) => all.map((step) => ({ ...step, failures: 0 }));
const labels = (all: Step[]) => all.map(({ label }) => label);
const entries = (all: Step[]) => all.map(({ ledger, amount }) => ({ ledger, amount }));

function chain(random: Random, id: string): Kind {
  const all = steps(random, id, random.between(3, 6));
  return {
    orchestrator: 'chain',
    input: { steps: all, pauseMs: random.chance(0.5) ? random.between(10, 300) : 0 },
    acts: [],
    expected: { status: 'Completed', labels: labels(all), entries: entries(all) },
  };
}

function fan(random: Random, id: string): Kind {
  const all = steps(random, id, random.between(4, 10));
  const entry = { id: `call of ${id}`, ledger: random.pick(ledgers), amount: random.between(1, 1000) };
  return {
    orchestrator: 'fan',
    input: { steps: all, entry },
    acts: [],
    expected: { status: 'Completed', labels: labels(all), entries: [entry] },
  };
}

function parts(random: Random, id: string): Kind {
  const [step] = steady(steps(random, id, 1));
  const received = Array.from({ length: random.between(2, 4) }, (_, index) => `${id} part ${index}`);
  const raises = received.map(
    (value, index): Act => ({ act: 'raise', afterMs: random.between(0, 400), event: `Part${index}`, value }),
  );
  const [first, ...rest] = raises;
  const pause: Act[] = [
    { act: 'suspend', afterMs: random.between(0, 200) },
    ...rest,
    { act: 'resume', afterMs: random.between(0, 200) },
  ];
  return {
    orchestrator: 'parts',
    input: { count: received.length, step },
    acts: random.chance(0.5) || !first ? raises : [first, ...pause],
    expected: { status: 'Completed', labels: [`${id}/0`], members: { received }, entries: [] },
  };
}

function raceWon(random: Random, id: string): Kind {
  const value = `${id} goes`;
  return {
    orchestrator: 'race',
    input: { waitMs: neverMs },
    acts: [{ act: 'raise', afterMs: random.between(0, 1500), event: 'Go', value }],
    expected: { status: 'Completed', labels: [], members: { winner: value }, entries: [] },
  };
}

function raceLost(random: Random): Kind {
  return {
    orchestrator: 'race',
    input: { waitMs: random.between(50, 2500) },
    acts: [],
    expected: { status: 'Completed', labels: [], members: { winner: 'timer' }, entries: [] },
  };
}

function family(random: Random, id: string): Kind {
  const children = Array.from({ length: random.between(2, 3) }, (_, index) =>
    steps(random, `${id}.${index}`, random.between(1, 3)),
  );
  const [shaky] = steady(steps(random, `${id}.shaky`, 1));
  const all = children.flat();
  return {
    orchestrator: 'family',
    input: { children: children.map((child) => ({ steps: child, pauseMs: random.between(0, 50) })), shaky },
    acts: [],
    expected: {
      status: 'Completed',
      labels: [...labels(all), `${id}.shaky/0`],
      children: children.length + 1,
      entries: entries(all),
    },
  };
}

function rounds(random: Random, id: string): Kind {
  const all = steady(steps(random, id, random.between(2, 5)));
  return {
    orchestrator: 'rounds',
    input: { steps: all },
    acts: [],
    expected: { status: 'Completed', labels: labels(all), entries: entries(all) },
  };
}

function transfer(random: Random): Kind {
  const from = random.pick(accounts);
  const [other, ...others] = accounts.filter((account) => account !== from);
  const to = other === undefined ? from : random.pick([other, ...others]);
  const move = { from, to, amount: random.between(1, 1000) };
  return {
    orchestrator: 'transfer',
    input: move,
    acts: [],
    expected: { status: 'Completed', labels: [], members: { alone: true }, transfer: move, entries: [] },
  };
}

function refused(random: Random, id: string): Kind {
  const [step] = steps(random, id, 1);
  return {
    orchestrator: 'refused',
    input: { ...step, failures: 1_000_000 },
    acts: [],
    expected: {
      status: 'Failed',
      labels: [],
      text: "Orchestrator function 'refused' failed: refused on purpose",
      entries: [],
    },
  };
}

function endless(random: Random, id: string): Kind {
  const [step] = steady(steps(random, id, 1));
  const reason = `${id} is stopped`;
  return {
    orchestrator: 'endless',
    input: step,
    acts: [{ act: 'terminate', afterMs: random.between(0, 1500), reason }],
    expected: { status: 'Terminated', labels: [], text: reason, entries: [] },
  };
}
