// Writes the console in the format of Core Tools: host lines, `Executing` / `Executed` pairs and the app's own lines.
// Lines are buffered and written once per turn of the event loop: a write per line would halve the request rate.

import { writeSync } from 'node:fs';
import { clock } from './host-clock';

export type LogLevel = 'trace' | 'debug' | 'information' | 'warning' | 'error' | 'critical' | 'none';

export interface Logs {
  /** Logs a line if `logging.logLevel` in host.json allows its level for the category, e.g. `Host.Startup`. */
  write(level: LogLevel, category: string, message: string): void;
}

export interface Console extends Logs {
  /** Prints text without a timestamp and without a filter: the function list, the ready line. */
  print(text: string): void;
  /** Writes out the buffered lines. Call it before the process ends. */
  flush(): void;
}

export interface ConsoleOptions {
  /** `logging.logLevel` of host.json: minimum level by category or category prefix; `default` for the rest. */
  logLevel: Record<string, string>;
  colours: boolean;
  /** Default: standard output. */
  out?(text: string): void;
}

const severity: Record<string, number> = {
  trace: 0,
  debug: 1,
  information: 2,
  warning: 3,
  error: 4,
  critical: 5,
  none: 6,
};

const colour: Partial<Record<LogLevel, string>> = {
  trace: '\u001b[90m',
  debug: '\u001b[90m',
  warning: '\u001b[33m',
  error: '\u001b[31m',
  critical: '\u001b[31m',
};

export function makeConsole(options: ConsoleOptions): Console {
  const out = options.out ?? writeToStandardOutput;
  const minimumSeverity = makeMinimumSeverity(options.logLevel);
  const now = makeTimestamp();
  let buffered = '';
  const flush = () => {
    const text = buffered;
    buffered = '';
    if (text !== '') out(text);
  };
  const print = (text: string) => {
    if (buffered === '') setImmediate(flush);
    buffered += `${text}\n`;
  };
  return {
    print,
    flush,
    write(level, category, message) {
      if ((severity[level] ?? 2) < minimumSeverity(category)) return;
      const start = options.colours ? colour[level] : undefined;
      const text = start ? `${start}${message}\u001b[0m` : message;
      print(`[${now()}] ${text}`);
    },
  };
}

/** The current time as ISO 8601 text, cached per millisecond because many lines share one. */
function makeTimestamp(): () => string {
  let at = 0;
  let text = '';
  return () => {
    const now = clock.now();
    if (now !== at) text = new Date(now).toISOString();
    at = now;
    return text;
  };
}

/** Flushes the buffer before the app itself prints (`console.log`), so that lines stay in order. */
export function keepInOrder(console: Console): void {
  for (const stream of [process.stdout, process.stderr]) {
    const write = stream.write.bind(stream) as (...parameters: unknown[]) => boolean;
    stream.write = (...parameters: unknown[]) => {
      console.flush();
      return write(...parameters);
    };
  }
}

/**
 * The longest configured prefix of a category applies. Prefixes end at a dot: `Host` covers `Host.Startup`, not
 * `Hosting`.
 */
function makeMinimumSeverity(logLevel: Record<string, string>): (category: string) => number {
  const known = new Map<string, number>();
  const configured = new Map(
    Object.entries(logLevel).map(([category, level]) => [category.toLowerCase(), severity[level.toLowerCase()] ?? 2]),
  );
  const lookUp = (category: string) => {
    for (let name = category.toLowerCase(); name !== ''; name = name.slice(0, Math.max(name.lastIndexOf('.'), 0))) {
      const level = configured.get(name);
      if (level !== undefined) return level;
    }
    return configured.get('default') ?? 2;
  };
  return (category) => {
    let level = known.get(category);
    if (level === undefined) {
      level = lookUp(category);
      known.set(category, level);
    }
    return level;
  };
}

const pause = new Int32Array(new SharedArrayBuffer(4));

/** Writes synchronously, so that no line is lost when the process exits. Retries while the pipe is full. */
function writeToStandardOutput(text: string): void {
  let rest = Buffer.from(text);
  while (rest.length > 0) {
    try {
      rest = rest.subarray(writeSync(1, rest));
    } catch (error) {
      const { code } = error as NodeJS.ErrnoException;
      if (code === 'EPIPE') return;
      if (code !== 'EAGAIN') throw error;
      Atomics.wait(pause, 0, 0, 1);
    }
  }
}
