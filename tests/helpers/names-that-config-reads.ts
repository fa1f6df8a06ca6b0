// Finds the settings that src/config.ts reads by recording its environment lookups, so that no list has to be maintained.

import { readConfig } from '../../src/config';

/** Every name that readConfig looks up. */
export function namesThatConfigReads(): Set<string> {
  const names = new Set<string>();
  const environment = new Proxy<NodeJS.ProcessEnv>(
    {},
    {
      get(_, name) {
        names.add(String(name));
        return undefined;
      },
    },
  );
  try {
    readConfig(environment);
  } catch (error) {
    if (!String(error).includes('Settings to correct')) throw error;
  }
  return names;
}
