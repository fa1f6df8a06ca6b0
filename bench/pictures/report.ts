// The bench's figures for people, as two tables, and for machines, as one line of JSON.

import { aligned } from './aligned';
import type { MeasuredRow } from './measure';
import { painters } from './painters';
import type { PaintingFigures } from './painting-process';
import { type Bound, isMissed } from './rows';
import type { Source } from './sources';

/** Every row: rate, memory, gap, and rate and memory to the tutorial way's where that was measured on the same source. */
export function rowTable(measured: MeasuredRow[], sources: Source[]): string {
  const tutorial = measured.find(({ painter }) => painter === 'tutorial');
  const head = [
    '',
    'source',
    'renditions',
    'at a time',
    'pictures/min',
    'peak MB',
    'gap ms',
    'to tutorial',
    'its memory',
  ];
  const rows = measured.map(({ painter, source, set, atATime, figures }) => [
    painters[painter].title,
    sources.find(({ id }) => id === source)?.what ?? source,
    `${figures.files} ${set === 'jpeg' ? 'JPEG' : 'in all formats'}`,
    String(atATime),
    figures.perMinute.toFixed(1),
    figures.peakMb.toFixed(0),
    figures.gapMs.toFixed(0),
    ...toTutorial(source === tutorial?.source ? tutorial.figures : undefined, figures),
  ]);
  return aligned([head, ...rows], 3);
}

function toTutorial(tutorial: PaintingFigures | undefined, { perMinute, peakMb }: PaintingFigures): string[] {
  if (!tutorial) return ['', ''];
  return [`${(perMinute / tutorial.perMinute).toFixed(1)}x`, (peakMb / tutorial.peakMb).toFixed(2)];
}

export function boundTable(bounds: Bound[]): string {
  const rows = bounds.map((bound) => {
    const { what, value, limit, digits } = bound;
    const limitText = 'atLeast' in limit ? `>= ${limit.atLeast}` : `<= ${limit.atMost}`;
    return [what, value.toFixed(digits), limitText, isMissed(bound) ? 'MISSED' : 'met'];
  });
  return aligned([['', 'measured', 'bound', ''], ...rows], 1);
}

/** One line: every row, every bound, and the names of those missed. */
export function jsonLine(measured: MeasuredRow[], bounds: Bound[], more: Record<string, unknown>): string {
  const rows = measured.map(({ painter, source, set, atATime, figures }) => {
    const { perMinute, peakMb, gapMs } = figures;
    return {
      painter,
      source,
      set,
      atATime,
      perMinute: rounded(perMinute),
      peakMb: rounded(peakMb),
      gapMs: rounded(gapMs),
    };
  });
  return JSON.stringify({
    bench: 'pictures',
    ...more,
    rows,
    bounds: bounds.map(({ what, value, limit, digits }) => ({ what, value: Number(value.toFixed(digits)), ...limit })),
    missed: bounds.filter(isMissed).map(({ what }) => what),
  });
}

function rounded(value: number): number {
  return Number(value.toFixed(1));
}
