// Reads the local host's log: which functions ran, for how long any function ran, and how many lines were logged.

export interface LogFigures {
  /** Executions by function name. */
  executions: Record<string, number>;
  lines: number;
  /** Seconds in which at least one function ran, billed as on Flex Consumption: each interval at least one second. */
  activeSeconds: number;
}

const line = /^\[(\S+)\] (.*)$/;
const executing = /^Executing 'Functions\.([^']+)' \(.*Id=([\w-]+)\)/;
const executed = /^Executed 'Functions\.([^']+)' \(.*Id=([\w-]+),/;
const LEAST_SECONDS = 1;

/** @param excluded functions whose time does not count, because they delay their response on purpose. */
export function readHostLog(log: string, excluded: string[] = []): LogFigures {
  const figures: LogFigures = { executions: {}, lines: 0, activeSeconds: 0 };
  const begun = new Map<string, number>();
  const intervals: Interval[] = [];
  for (const text of log.split('\n')) {
    const [, time = '', message = ''] = line.exec(text) ?? [];
    if (time === '') continue;
    figures.lines++;
    const at = Date.parse(time) / 1000;
    const [, name, id = ''] = executing.exec(message) ?? [];
    if (name !== undefined) {
      figures.executions[name] = (figures.executions[name] ?? 0) + 1;
      if (!excluded.includes(name)) begun.set(id, at);
      continue;
    }
    const from = begun.get(executed.exec(message)?.[2] ?? '');
    if (from !== undefined) intervals.push({ from, to: at });
  }
  figures.activeSeconds = billedSeconds(intervals);
  return figures;
}

export interface Interval {
  /** Seconds. */
  from: number;
  to: number;
}

/** The total length of the intervals. Those that touch or overlap count as one; each counts at least one second. */
export function billedSeconds(intervals: Interval[]): number {
  let total = 0;
  let end = Number.NEGATIVE_INFINITY;
  for (const { from, to } of intervals.toSorted((a, b) => a.from - b.from)) {
    const begins = Math.max(from, end);
    const ends = from > end ? Math.max(to, from + LEAST_SECONDS) : Math.max(to, end);
    total += ends - begins;
    end = ends;
  }
  return total;
}
