// The value of `--clock`: whether and how the host skips time.

import { StartupError } from '../core/startup-error';

export interface ClockOptions {
  /** Jump whenever nothing is left to do. Otherwise time is skipped only by POST /admin/clock. */
  automatic: boolean;
  /** `Date` in the app shows the host's time. */
  process: boolean;
  /** Stop at every time of a schedule, instead of the last one that a jump passes. */
  everyRun: boolean;
  /** Decides the order of what is due at the same time. */
  seed?: number;
}

/** @throws StartupError for a text that is not `jump` or `manual` with options after commas. */
export function parseClockOptions(text: string): ClockOptions {
  const [mode, ...parts] = text.split(',');
  if (mode !== 'jump' && mode !== 'manual') throw unknown(text);
  const options: ClockOptions = { automatic: mode === 'jump', process: false, everyRun: false };
  for (const part of parts) {
    const seed = /^seed:(\d{1,9})$/.exec(part)?.[1];
    if (part === 'process') options.process = true;
    else if (part === 'every-run') options.everyRun = true;
    else if (seed !== undefined) options.seed = Number(seed);
    else throw unknown(text);
  }
  return options;
}

function unknown(text: string): StartupError {
  return new StartupError(
    `--clock takes jump or manual, and process, every-run or seed:N after commas, not "${text}". Example: --clock=jump,process`,
  );
}

/** @returns the milliseconds of an ISO 8601 duration such as `P2D` or `PT1H30M`; undefined for any other text. */
export function parseIsoDuration(text: string): number | undefined {
  const match = /^P(?=.)(?:(\d+)W)?(?:(\d+)D)?(?:T(?=.)(?:(\d+)H)?(?:(\d+)M)?(?:(\d+(?:\.\d+)?)S)?)?$/.exec(text);
  if (!match) return undefined;
  const [weeks, days, hours, minutes, seconds] = match.slice(1).map((amount) => Number(amount ?? 0));
  return (
    (((Number(weeks) * 7 + Number(days)) * 24 + Number(hours)) * 60 + Number(minutes)) * 60_000 + Number(seconds) * 1000
  );
}
