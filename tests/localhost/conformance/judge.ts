// Checks verdicts against the list of deviations: a listed difference is excused, any other is a failure.

import type { Deviation, Group } from './deviations.ts';
import type { Difference, Verdict } from './differences.ts';

export interface Judgement {
  group: Group;
  recorded: number;
  same: number;
  /** Verdicts with listed differences only. */
  excused: number;
  /** One line per unlisted difference. */
  failures: string[];
  /** Number of subjects that needed each deviation. */
  used: Map<Deviation, number>;
}

const shownLength = 300;

export function judge(group: Group, verdicts: Verdict[], deviations: readonly Deviation[]): Judgement {
  const own = deviations.filter((deviation) => deviation.groups.includes(group));
  const used = new Map<Deviation, number>();
  const failures: string[] = [];
  let [same, excused] = [0, 0];
  for (const { subject, differences } of verdicts) {
    const needed = new Set<Deviation>();
    const open = differences.filter((difference) => {
      const deviation = own.find((one) => one.subject.test(subject) && one.path.test(difference.path));
      if (deviation) needed.add(deviation);
      return !deviation;
    });
    for (const deviation of needed) used.set(deviation, (used.get(deviation) ?? 0) + 1);
    failures.push(...open.map((difference) => line(subject, difference)));
    if (differences.length === 0) same++;
    else if (open.length === 0) excused++;
  }
  return { group, recorded: verdicts.length, same, excused, failures, used };
}

function line(subject: string, { path, genuine, ours }: Difference): string {
  const shown = (value: unknown) => (JSON.stringify(value) ?? 'nothing').slice(0, shownLength);
  return `${subject}: ${path}\n  genuine: ${shown(genuine)}\n  ours:    ${shown(ours)}`;
}

/** A summary: passed of recorded, then the use count of each deviation. */
export function summary({ group, recorded, same, excused, used }: Judgement): string {
  const passed = `${group}: ${same + excused} passed of ${recorded} recorded, ${same} of them without any deviation`;
  const reasons = [...used].sort(([, a], [, b]) => b - a).map(([{ reason }, times]) => `  ${times} × ${reason}`);
  return [passed, ...reasons].join('\n');
}
