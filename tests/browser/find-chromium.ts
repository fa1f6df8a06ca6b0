// Finds the browser of the browser tests: Chromium as Debian installs it, Chrome as CI machines have it, or CHROMIUM_PATH.

import { existsSync } from 'node:fs';
import { delimiter, join } from 'node:path';

export type Browser = { path: string } | { missing: string };

const names = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable'];

/** @returns the path of the browser, or a message that says what is missing and how to get it. */
export function findChromium(environment: NodeJS.ProcessEnv = process.env): Browser {
  const { CHROMIUM_PATH: given, PATH = '' } = environment;
  if (given)
    return existsSync(given) ? { path: given } : { missing: `CHROMIUM_PATH names ${given}, which is not there.` };
  const folders = PATH.split(delimiter);
  const path = names.flatMap((name) => folders.map((folder) => join(folder, name))).find((file) => existsSync(file));
  return path === undefined
    ? { missing: 'no Chromium is on the PATH; `apt-get install -y chromium` installs it.' }
    : { path };
}

/**
 * @returns the warning that the shop is not tried in a browser, or undefined if it is.
 * @throws Error with that warning in continuous integration, where it must be.
 */
export function lineWhenMissing(browser: Browser, environment: NodeJS.ProcessEnv = process.env): string | undefined {
  if ('path' in browser) return undefined;
  const line = `NOT TESTED IN A BROWSER: ${browser.missing}`;
  if (environment.CI === 'true') throw new Error(line);
  return line;
}
