// The host's side of Azurite's clock: sets it, and follows when which message becomes visible. See azurite-preload.ts.

import type { ChildProcess } from 'node:child_process';
import { join } from 'node:path';
import type { MessageChange } from './message-changes';

export interface AzuriteClockOptions {
  /** How far the clock is ahead at the start. */
  aheadMs: number;
  /** Blobs and tables follow the clock as well, because `Date` in the app does. Otherwise only queues do. */
  everywhere: boolean;
  changed(change: MessageChange): void;
}

/** For the preloaded code, as JSON in the environment. */
export interface AzuriteClockSetting {
  aheadMs: number;
  everywhere: boolean;
  queuePort: number;
}

export interface AzuriteClockCommand {
  id: number;
  aheadMs: number;
}

export type AzuriteClockReport = { done: number } | { change: MessageChange };

export interface AzuriteClock {
  /**
   * Resolves when Azurite shows that time, and every earlier change was reported.
   * @throws when Azurite has ended.
   */
  set(aheadMs: number): Promise<void>;
}

/** What Azurite is started with. */
export function azuriteClockStart({ aheadMs, everywhere }: AzuriteClockOptions, queuePort: number) {
  const setting: AzuriteClockSetting = { aheadMs, everywhere, queuePort };
  return {
    preload: join(__dirname, 'azurite-preload.js'),
    environment: { LOCALHOST_CLOCK: JSON.stringify(setting) },
  };
}

export function followAzuriteClock(child: ChildProcess, changed: AzuriteClockOptions['changed']): AzuriteClock {
  const waiting = new Map<number, { resolve(): void; reject(error: Error): void }>();
  let commands = 0;
  child.on('message', (report: AzuriteClockReport) => {
    if ('change' in report) return changed(report.change);
    waiting.get(report.done)?.resolve();
    waiting.delete(report.done);
  });
  child.on('disconnect', () => {
    for (const { reject } of waiting.values()) reject(new Error('Azurite has ended, so its clock cannot be set.'));
    waiting.clear();
  });
  child.channel?.unref();
  return {
    set(aheadMs) {
      commands += 1;
      const command: AzuriteClockCommand = { id: commands, aheadMs };
      return new Promise((resolve, reject) => {
        waiting.set(command.id, { resolve, reject });
        child.send(command, (error) => {
          if (error && waiting.delete(command.id)) reject(error);
        });
      });
    },
  };
}
