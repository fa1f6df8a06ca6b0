// Makes the renditions with ImageMagick's `convert`, one call per rendition, as a shell script would.

import { execFile, execFileSync, spawn } from 'node:child_process';
import { mkdtempSync, readFileSync } from 'node:fs';
import { rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import type { MakeRenderer } from './renderer';

/** Version 6 is called `convert` (on Debian `convert-im6.q16`), version 7 `magick`. */
const names = ['convert-im6.q16', 'magick', 'convert'];
const jpeg = ['-quality', '80'];
const webp = ['-quality', '80'];
const lookEveryMs = 5;

export interface ImageMagick {
  command: string;
  version: string;
}

/** @returns undefined when it is not installed. */
export function findImageMagick(): ImageMagick | undefined {
  for (const command of names) {
    try {
      const said = execFileSync(command, ['-version'], { encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] });
      const version = /^Version: (ImageMagick [\d.-]+)/m.exec(said)?.[1];
      if (version !== undefined) return { command, version };
    } catch {
      // Not installed under this name, or a different program that does not know the flag.
    }
  }
  return undefined;
}

export const imageMagick: MakeRenderer = async (set) => {
  const found = findImageMagick();
  if (!found) throw new Error('ImageMagick is not installed.');
  const folder = mkdtempSync(join(tmpdir(), 'bench-imagemagick-'));
  let peakMb = 0;
  const source = join(folder, 'source');
  const convert = async (args: string[]) => {
    peakMb = Math.max(peakMb, await run(found.command, [source, '-auto-orient', '-strip', ...args]));
  };
  return {
    // Each call is a new process.
    warmsUp: false,
    async render(bytes) {
      await writeFile(source, bytes);
      const sizes: [string, string[]][] = [
        ['large', ['-resize', '1600x>']],
        ['medium', ['-resize', '800x>']],
        ['small', ['-resize', '400x>']],
        ['thumb', ['-resize', '200x200^', '-gravity', 'center', '-extent', '200x200']],
      ];
      for (const [name, size] of sizes) {
        await convert([...size, '-background', 'white', '-flatten', ...jpeg, `jpeg:${join(folder, name)}.jpg`]);
        if (set === 'whole')
          await convert(['-background', 'none', ...size, ...webp, `webp:${join(folder, name)}.webp`]);
      }
      return set === 'whole' ? 8 : 4;
    },
    otherProcessesPeakMb: () => peakMb,
    close: () => rm(folder, { recursive: true, force: true }),
  };
};

/** @throws with ImageMagick's error message. */
export async function runImageMagick({ command }: ImageMagick, args: string[]): Promise<void> {
  await promisify(execFile)(command, args);
}

/** @returns its peak memory in MB, from Linux' /proc. */
function run(command: string, args: string[]): Promise<number> {
  return new Promise((resolve, reject) => {
    const child = spawn(command, args, { stdio: ['ignore', 'ignore', 'pipe'] });
    let peakMb = 0;
    let said = '';
    child.stderr.on('data', (chunk: Buffer) => {
      said += chunk.toString();
    });
    const timer = setInterval(() => {
      peakMb = Math.max(peakMb, peakOf(child.pid));
    }, lookEveryMs);
    child.once('error', reject);
    child.once('close', (code) => {
      clearInterval(timer);
      if (code === 0) resolve(peakMb);
      else reject(new Error(`${command} ended with code ${code}: ${said}`));
    });
  });
}

function peakOf(pid: number | undefined): number {
  try {
    return Number(/^VmHWM:\s+(\d+) kB/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1] ?? 0) / 1024;
  } catch {
    // It has ended, or this system has no /proc.
    return 0;
  }
}
