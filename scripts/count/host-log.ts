// Reads the console of the local host: which functions ran, for how long something ran, how many lines were logged.

export interface LogFigures {
  /** How often each function ran. */
  executions: Record<string, number>;
  lines: number;
  /** Seconds in which at least one function ran, as Flex Consumption bills them: each stretch a second at least. */
  activeSeconds: number;
}

const line = /^\[(\S+)\] (.*)$/;
const executing = /^Executing 'Functions\.([^']+)' \(.*Id=([\w-]+)\)/;
const executed = /^Executed 'Functions\.([^']+)' \(.*Id=([\w-]+),/;
const LEAST_SECONDS = 1;

/** `held` names functions whose time is left out, since they wait for the caller's sake. */
export function readHostLog(log: string, held: string[] = []): LogFigures {
  const figures: LogFigures = { executions: {}, lines: 0, activeSeconds: 0 };
  const begun = new Map<string, number>();
  const stretches: Stretch[] = [];
  for (const text of log.split('\n')) {
    const [, time = '', message = ''] = line.exec(text) ?? [];
    if (time === '') continue;
    figures.lines++;
    const at = Date.parse(time) / 1000;
    const [, name, id = ''] = executing.exec(message) ?? [];
    if (name !== undefined) {
      figures.executions[name] = (figures.executions[name] ?? 0) + 1;
      if (!held.includes(name)) begun.set(id, at);
      continue;
    }
    const from = begun.get(executed.exec(message)?.[2] ?? '');
    if (from !== undefined) stretches.push({ from, to: at });
  }
  figures.activeSeconds = billedSeconds(stretches);
  return figures;
}

export interface Stretch {
  /** Seconds. */
  from: number;
  to: number;
}

/** The length of all stretches together, those that touch or overlap as one, each a second at least. */
export function billedSeconds(stretches: Stretch[]): number {
  let total = 0;
  let end = Number.NEGATIVE_INFINITY;
  for (const { from, to } of stretches.toSorted((a, b) => a.from - b.from)) {
    const begins = Math.max(from, end);
    const ends = from > end ? Math.max(to, from + LEAST_SECONDS) : Math.max(to, end);
    total += ends - begins;
    end = ends;
  }
  return total;
}
