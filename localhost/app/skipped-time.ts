// Remembers in the data folder how much time was skipped, because what is stored there has times of the host's clock: the
// next start goes on from there.

import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { StartupError } from '../core/startup-error';

export interface SkippedTime {
  /** 0 if no time was skipped. */
  read(): number;
  write(aheadMs: number): void;
}

/** @param dataFolder must exist */
export function makeSkippedTime(dataFolder: string): SkippedTime {
  const file = join(dataFolder, 'clock.json');
  return {
    read() {
      let text: string;
      try {
        text = readFileSync(file, 'utf8');
      } catch (error) {
        if ((error as NodeJS.ErrnoException).code === 'ENOENT') return 0;
        throw error;
      }
      const aheadMs = Number(/"aheadMs":(\d+)/.exec(text)?.[1]);
      if (!Number.isNaN(aheadMs)) return aheadMs;
      throw new StartupError(`The file ${file} is damaged. Remove it to start in real time.`);
    },
    write: (aheadMs) => writeFileSync(file, `${JSON.stringify({ aheadMs })}\n`),
  };
}
