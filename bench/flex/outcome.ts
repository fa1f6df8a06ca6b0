// What a scenario of the rehearsal found: lines to read, and the bounds that were missed.

export interface Outcome {
  title: string;
  lines: string[];
  /** Empty when all is well. */
  missed: string[];
}

export interface Findings {
  outcome: Outcome;
  say(line: string): void;
  /** Notes what should be so, and that it is not. */
  expect(what: string, isSo: boolean): void;
}

export function makeFindings(title: string): Findings {
  const outcome: Outcome = { title, lines: [], missed: [] };
  return {
    outcome,
    say: (line) => outcome.lines.push(line),
    expect(what, isSo) {
      outcome.lines.push(`${isSo ? 'ok    ' : 'MISSED'} ${what}`);
      if (!isSo) outcome.missed.push(what);
    },
  };
}

export function printOutcome({ title, lines }: Outcome): void {
  console.log(`\n${title}\n${lines.map((line) => `  ${line}`).join('\n')}`);
}
