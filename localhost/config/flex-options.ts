// The value of `--flex`: how the durable side behaves on Flex Consumption, where it runs apart from everything else.

import { StartupError } from '../core/startup-error';

export interface FlexOptions {
  /** One instance of the durable side always runs. Otherwise it starts when a message waits, and ends when idle. */
  alwaysReady: boolean;
  /** From the first message that waits until the durable side reads it. */
  coldStartMs: number;
  /** Without any work for this long, the durable side ends. */
  idleMs: number;
}

const defaults: FlexOptions = { alwaysReady: false, coldStartMs: 8_000, idleMs: 30_000 };

const unitMs: Record<string, number> = { ms: 1, s: 1_000, m: 60_000, h: 3_600_000 };

/**
 * Reads `always-ready`, or `cold:8s` and `idle:30s`, separated by commas; '' for the defaults.
 * @throws StartupError for anything else.
 */
export function parseFlexOptions(text: string): FlexOptions {
  const parts = text.split(',').filter((part) => part !== '');
  if (parts.join() === 'always-ready') return { ...defaults, alwaysReady: true };
  const options = { ...defaults };
  for (const part of parts) {
    const [, name, amount = '', unit = ''] = /^(cold|idle):(\d{1,6})(ms|s|m|h)$/.exec(part) ?? [];
    const ms = Number(amount) * (unitMs[unit] ?? 0);
    if (name === 'cold') options.coldStartMs = ms;
    else if (name === 'idle') options.idleMs = ms;
    else throw new StartupError(`--flex takes always-ready, or cold:8s and idle:30s with a comma, not "${text}".`);
  }
  return options;
}
