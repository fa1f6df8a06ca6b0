// Verifies that the entities' sums are exact: each entry once in its ledger and once in the total, each transfer in both
// accounts.

import { hub } from './drive-instance';
import type { InstancePlan } from './instance-plan';
import type { RetryingClient } from './retrying-client';

interface Ledger {
  sum: number;
  /** How often the ledger took each entry. */
  taken: Record<string, number>;
}

/** @param used the tokens in the instances' outputs. @returns a message per violation. */
export async function verifyEntities(client: RetryingClient, plans: InstancePlan[], used: string[]): Promise<string[]> {
  const entries = plans.flatMap(({ expected }) => expected.entries);
  const sums = sumBy(entries, ({ ledger }) => ledger);
  const violations: string[] = [];
  const taken: string[] = [];
  for (const [key, sum] of sums) {
    const ledger = await read<Ledger>(client, 'ledger', key, { sum: 0, taken: {} });
    if (ledger.sum !== sum) violations.push(`Ledger ${key} has the sum ${ledger.sum}, expected ${sum}.`);
    for (const [id, times] of Object.entries(ledger.taken)) {
      taken.push(id);
      if (times !== 1) violations.push(`Ledger ${key} took ${id} ${times} times.`);
    }
  }
  violations.push(...entryProblems(taken, entries.length, new Set(used)));
  violations.push(...(await totalProblems(client, entries)));
  for (const [key, balance] of balances(plans)) {
    const found = await read(client, 'account', key, 0);
    if (found !== balance) violations.push(`Account ${key} has the balance ${found}, expected ${balance}.`);
  }
  return violations;
}

/** An entry is valid if it is a token in an instance's output, or the call of an instance. */
function entryProblems(taken: string[], expected: number, used: Set<string>): string[] {
  const strange = taken.filter((id) => !id.startsWith('call of ') && !used.has(id));
  const problems = strange.map((id) => `A ledger took ${id}, which no instance reports.`);
  return taken.length === expected
    ? problems
    : [...problems, `The ledgers took ${taken.length} entries, expected ${expected}.`];
}

async function totalProblems(client: RetryingClient, entries: { amount: number }[]): Promise<string[]> {
  const total = await read<Ledger>(client, 'ledger', 'total', { sum: 0, taken: {} });
  const sum = entries.reduce((all, { amount }) => all + amount, 0);
  if (total.sum === sum && (total.taken.all ?? 0) === entries.length) return [];
  return [`The total is ${total.sum} of ${total.taken.all} entries, expected ${sum} of ${entries.length}.`];
}

function balances(plans: InstancePlan[]): Map<string, number> {
  const moves = plans.flatMap(({ expected }) => expected.transfer ?? []);
  const changes = moves.flatMap(({ from, to, amount }) => [
    { account: from, amount: -amount },
    { account: to, amount },
  ]);
  return sumBy(changes, ({ account }) => account);
}

function sumBy<T extends { amount: number }>(items: T[], keyOf: (item: T) => string): Map<string, number> {
  const sums = new Map<string, number>();
  for (const item of items) sums.set(keyOf(item), (sums.get(keyOf(item)) ?? 0) + item.amount);
  return sums;
}

async function read<T>(client: RetryingClient, name: string, key: string, otherwise: T): Promise<T> {
  return (await client.read<T>(`${hub}/entities/${name}/${key}`)) ?? otherwise;
}
