// Parses the command line of `localhost replay`.

import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { StartupError } from '../core/startup-error';
import { readInspectPort } from './cli-options';

export interface ReplayOptions {
  /** An instance id, or the path of a downloaded history. */
  target: string;
  scriptRoot: string;
  dataFolder: string;
  settingsFile: string;
  isSettingsFileRequired: boolean;
  /** The debugger's port; 0 = any free port. Absent = no debugger. */
  inspectPort?: number;
  /** How many events to replay. Default: all. */
  until?: number;
  /** The orchestration's version, which a downloaded history does not tell. */
  version?: string;
}

/** @param args the arguments after `replay`. @throws StartupError for an unknown or invalid flag. */
export function parseReplayOptions(args: string[]): ReplayOptions {
  const { values, positionals } = parse(args);
  const [target, ...more] = positionals;
  if (target === undefined || more.length > 0) {
    throw new StartupError(
      'Name one instance, or the file of a downloaded history: localhost replay INSTANCE. See `localhost --help`.',
    );
  }
  const inspectPort = readInspectPort(values.inspect);
  const until = values.until === undefined ? undefined : Number(values.until);
  if (until !== undefined && !(Number.isInteger(until) && until > 0)) {
    throw new StartupError(`--until must be the number of an event, not "${values.until}".`);
  }
  const scriptRoot = resolve(values['script-root'] ?? '.');
  return {
    target,
    scriptRoot,
    dataFolder: resolve(values.data ?? join(scriptRoot, '.localhost')),
    settingsFile: resolve(values.settings ?? join(scriptRoot, 'local.settings.json')),
    isSettingsFileRequired: values.settings !== undefined,
    ...(inspectPort !== undefined && { inspectPort }),
    ...(until !== undefined && { until }),
    ...(values['instance-version'] !== undefined && { version: values['instance-version'] }),
  };
}

function parse(args: string[]) {
  try {
    return parseArgs({
      args: args.map((arg) => (arg === '--inspect' ? `${arg}=` : arg)),
      allowPositionals: true,
      options: {
        'script-root': { type: 'string' },
        settings: { type: 'string' },
        data: { type: 'string' },
        inspect: { type: 'string' },
        until: { type: 'string' },
        'instance-version': { type: 'string' },
        verbose: { type: 'boolean' },
      },
    });
  } catch (cause) {
    throw new StartupError(`${(cause as Error).message.split('. ')[0]}. See \`localhost --help\`.`, { cause });
  }
}
