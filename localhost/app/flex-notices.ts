// What the host says at start-up about `--flex`: how durable functions run, and what would not run on Flex Consumption.

import type { FlexOptions } from '../config/flex-options';
import { resolveSettings } from '../config/resolve-settings';
import type { Runtime } from './runtime';

export function flexNotices(flex: FlexOptions, { functions, setting, flexStatus }: Runtime): string[] {
  const scanned = functions
    .filter(({ trigger }) => trigger.type.toLowerCase() === 'blobtrigger')
    .filter(({ trigger }) => resolveSettings(String(trigger.source ?? ''), setting).toLowerCase() !== 'eventgrid')
    .map(({ name }) => `--flex: on Flex Consumption the blob trigger of '${name}' needs source 'EventGrid'.`);
  if (!flexStatus) return ['--flex has no effect: the app has no durable functions.', ...scanned];
  const starts = `an instance of their own, which starts in ${flex.coldStartMs} ms and ends after ${flex.idleMs} ms`;
  const where = flex.alwaysReady ? 'an instance of their own, which is always ready' : `${starts} without work`;
  return [`--flex: durable functions run in ${where}. GET /admin/host/flex counts who waits.`, ...scanned];
}
