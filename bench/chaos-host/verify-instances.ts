// Verifies that every instance ended as planned, and that its output matches its recorded history.

import { readFileSync } from 'node:fs';
import { hub, type Status } from './drive-instance';
import type { InstancePlan } from './instance-plan';
import type { RetryingClient } from './retrying-client';

export interface Found {
  /** One message per violation. */
  violations: string[];
  children: number;
  /** Every token that an instance used; those of sub-orchestrations count for the sub-orchestration. */
  used: string[];
}

/** An execution of the activity, as logged outside the host. */
export interface WorkRun {
  label: string;
  token: string;
  /** The token of the previous step, as passed to this execution. */
  after: string | null;
}

export function readRuns(file: string): WorkRun[] {
  const lines = readFileSync(file, { encoding: 'utf8', flag: 'a+' }).trim().split('\n');
  return lines.filter((line) => line !== '').map((line) => JSON.parse(line) as WorkRun);
}

export async function verifyInstances(client: RetryingClient, plans: InstancePlan[], runs: WorkRun[]): Promise<Found> {
  const listed = (await client.readAll<Status>(`${hub}/instances?top=100`)).filter(
    ({ instanceId }) => !instanceId.startsWith('@'),
  );
  const byToken = new Map(runs.map((run) => [run.token, run]));
  const violations: string[] = [];
  const used: string[] = [];
  for (const { instanceId } of listed) {
    const status = await client.read<Status>(`${hub}/instances/${instanceId}?showHistory=true&showHistoryOutput=true`);
    if (!status) throw new Error(`${instanceId} is listed but does not exist.`);
    const own = ownTokens(status);
    used.push(...own);
    violations.push(...recordProblems(status, own), ...runProblems(status, byToken));
  }
  const found = new Map(listed.map((status) => [status.instanceId, status]));
  for (const plan of plans) violations.push(...endProblems(plan, found.get(plan.id)));
  const expectedChildren = plans.map(({ expected }) => expected.children ?? 0).reduce((sum, count) => sum + count, 0);
  const children = listed.length - plans.length;
  const failed = listed.filter(({ name, runtimeStatus }) => name === 'shaky' && runtimeStatus === 'Failed').length;
  if (children !== expectedChildren + failed) {
    violations.push(
      `There are ${children} sub-orchestrations, ${failed} of which failed; ${expectedChildren} should have completed.`,
    );
  }
  return { violations, children, used: used.concat() };
}

/** Tokens of the steps that the instance itself ran, in the order of its output. */
function ownTokens(status: Status): string[] {
  return status.name === 'family' ? [] : tokensOf(status.output);
}

function tokensOf(output: unknown): string[] {
  const { tokens } = (typeof output === 'object' && output !== null ? output : {}) as { tokens?: string[] };
  return tokens ?? [];
}

/** The history must have one result per token of the output, and no others. */
function recordProblems({ name, instanceId, output, historyEvents = [] }: Status, own: string[]): string[] {
  // Terminated and failed instances have no tokens. After continue-as-new the history has only the last generation.
  if (name === 'endless' || name === 'refused' || (name === 'shaky' && own.length === 0)) return [];
  const ends = historyEvents.filter(({ EventType }) => EventType.endsWith('Completed'));
  const recorded =
    name === 'family'
      ? ends.filter(({ EventType }) => EventType.startsWith('Sub')).flatMap(({ Result }) => tokensOf(Result))
      : ends.filter(({ EventType }) => EventType === 'TaskCompleted').map(({ Result }) => String(Result));
  const reported = name === 'rounds' ? own.slice(-1) : tokensOf(output);
  if (recorded.toSorted().join() === reported.toSorted().join()) return [];
  return [`${instanceId} (${name}) reports ${reported.join()}, its history has ${recorded.join()}`];
}

/** Each token must come from an execution that received the token before it in the instance's output. */
function runProblems({ name, instanceId, output }: Status, runs: Map<string, WorkRun>): string[] {
  return tokensOf(output).flatMap((token, index, all) => {
    const run = runs.get(token);
    if (!run) return [`${instanceId} reports ${token}, which no execution returned.`];
    const before = name === 'chain' || name === 'rounds' ? (all[index - 1] ?? null) : run.after;
    return run.after === before ? [] : [`${instanceId}: ${token} followed ${run.after}, expected ${before}.`];
  });
}

function endProblems({ id, expected }: InstancePlan, status: Status | undefined): string[] {
  if (!status) return [`${id} is lost.`];
  const { runtimeStatus, output } = status;
  if (runtimeStatus !== expected.status) return [`${id} is ${runtimeStatus}, expected ${expected.status}.`];
  if (expected.text !== undefined) {
    return String(output).startsWith(expected.text) ? [] : [`${id} ended with ${JSON.stringify(output)}.`];
  }
  const labels = tokensOf(output).map((token) => token.split('#')[0]);
  const { tokens: _tokens, ...members } = output as Record<string, unknown>;
  return JSON.stringify([labels, members]) === JSON.stringify([expected.labels, expected.members ?? {}])
    ? []
    : [`${id} ended with ${JSON.stringify(output)}, expected ${JSON.stringify(expected)}.`];
}
