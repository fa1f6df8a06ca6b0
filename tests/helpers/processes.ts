// Checks that processes and services have ended, by command line and by port.

import { execFileSync } from 'node:child_process';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { connect } from 'node:net';

/** Command lines of running processes that contain the text. */
export function processesNaming(text: string): string[] {
  const lines = existsSync('/proc/self/cmdline') ? linuxCommandLines() : psCommandLines();
  return lines.filter((line) => line.includes(text));
}

function linuxCommandLines(): string[] {
  const pids = readdirSync('/proc').filter((name) => /^\d+$/.test(name));
  return pids.map((pid) => {
    try {
      return readFileSync(`/proc/${pid}/cmdline`, 'utf8').replaceAll('\0', ' ');
    } catch (error) {
      const { code } = error as NodeJS.ErrnoException;
      if (code === 'ENOENT' || code === 'ESRCH') return '';
      throw error;
    }
  });
}

function psCommandLines(): string[] {
  return execFileSync('ps', ['-A', '-o', 'args'], { encoding: 'utf8' }).split('\n');
}

/** True if something listens on the local port. */
export function isListening(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect({ port, host: '127.0.0.1' });
    socket.once('connect', () => {
      socket.destroy();
      resolve(true);
    });
    socket.once('error', () => resolve(false));
  });
}

/** The ports of the urls in a text, e.g. in a connection string. */
export function portsIn(text: string): number[] {
  return [...text.matchAll(/https?:\/\/[^/:;]+:(\d+)/g)].map((match) => Number(match[1]));
}
