// Formats the figures as two tables and as one line of JSON.

import { alignColumns } from './align-columns';
import type { MeasuredRow } from './measure';
import type { RenderingFigures } from './measured-process';
import { renderers } from './renderers';
import { type Bound, isMissed } from './rows';
import type { Source } from './sources';

/** Rate, memory and gap of each row, with the ratios to the tutorial's way if it was measured with the same source. */
export function rowTable(measured: MeasuredRow[], sources: Source[]): string {
  const tutorial = measured.find(({ renderer }) => renderer === 'tutorial');
  const head = [
    '',
    'source',
    'renditions',
    'at a time',
    'pictures/min',
    'peak MB',
    'gap ms',
    'vs. tutorial',
    'memory vs. it',
  ];
  const rows = measured.map(({ renderer, source, set, atATime, figures }) => [
    renderers[renderer].title,
    sources.find(({ id }) => id === source)?.what ?? source,
    `${figures.files} ${set === 'jpeg' ? 'JPEG' : 'in all formats'}`,
    String(atATime),
    figures.perMinute.toFixed(1),
    figures.peakMb.toFixed(0),
    figures.gapMs.toFixed(0),
    ...toTutorial(source === tutorial?.source ? tutorial.figures : undefined, figures),
  ]);
  return alignColumns([head, ...rows], 3);
}

function toTutorial(tutorial: RenderingFigures | undefined, { perMinute, peakMb }: RenderingFigures): string[] {
  if (!tutorial) return ['', ''];
  return [`${(perMinute / tutorial.perMinute).toFixed(1)}x`, (peakMb / tutorial.peakMb).toFixed(2)];
}

export function boundTable(bounds: Bound[]): string {
  const rows = bounds.map((bound) => {
    const { what, value, limit, digits } = bound;
    const limitText = 'atLeast' in limit ? `>= ${limit.atLeast}` : `<= ${limit.atMost}`;
    return [what, value.toFixed(digits), limitText, isMissed(bound) ? 'MISSED' : 'met'];
  });
  return alignColumns([['', 'measured', 'bound', ''], ...rows], 1);
}

/** One line: all rows, all bounds, and the names of the missed ones. */
export function jsonLine(measured: MeasuredRow[], bounds: Bound[], more: Record<string, unknown>): string {
  const rows = measured.map(({ renderer, source, set, atATime, figures }) => {
    const { perMinute, peakMb, gapMs } = figures;
    return {
      painter: renderer,
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
