// README's sample output of the demo. `npm run demo:readme` writes it; a test tells when it is of another demo.

import { type Marks, replaceBetween, textBetween } from '../between-marks';
import type { Row } from './step';
import { summaryTable } from './summary-table';

const marks: Marks = { begin: '<!-- demo:begin (npm run demo:readme) -->', end: '<!-- demo:end -->' };

export function withDemoSample(page: string, rows: Row[]): string {
  return replaceBetween(page, marks, ['```', ...summaryTable(rows), '```'].join('\n'));
}

/** What has to be the same in every run: the names of the columns and steps, but no results or times. */
export interface SampleShape {
  columns: string[];
  steps: string[];
}

export function shapeOfSample(page: string): SampleShape {
  const [head = '', , ...body] = textBetween(page, marks).replaceAll('```', '').trim().split('\n');
  return { columns: cellsOf(head), steps: body.map((line) => cellsOf(line)[0] ?? '') };
}

function cellsOf(line: string): string[] {
  return line.trim().split(/ {2,}/);
}
