// The command line, in the words of Core Tools where they exist.

import { resolve } from 'node:path';
import { parseArgs } from 'node:util';
import type { HostOptions } from '../config/host-options';
import { isPort, parseOrigins } from '../config/local-settings';
import { StartupError } from '../core/startup-error';

export const usage = `Runs a function app (programming model v4) on this machine with Node alone.

  localhost start [options]

  -p, --port N          port of the host; 0 = any free one (default: LocalHttpPort of local.settings.json, else 7071)
  --script-root DIR     the app's folder (default: the current one)
  --settings FILE       another file in the form of local.settings.json
  --data DIR            task hub, keys, emulator files (default: .localhost in the app's folder)
  --enable-auth         ask for keys, as in Azure
  --cors ORIGINS        allowed origins, separated by commas
  --azurite-port N      first of the storage emulator's three ports; 0 = any free ones (default: 10000)
  --no-azurite          do not start the storage emulator
  --cosmos              start a Cosmos DB emulator, in memory only, for settings that are UseDevelopmentCosmos=true
                        or name port 8081 of this machine
  --cosmos-port N       its port (default: any free one); implies --cosmos
  --watch               start again when the app's built files or its settings change; data and emulators stay
  --inspect[=PORT]      let a debugger stop in the app's code (default: port 9229 of this machine; 0 = any free one)
  --verbose             everything down to debug, and the stack of an error at the start
`;

export interface CommandLine extends HostOptions {
  /** Start again when the app's files change. */
  watch: boolean;
  /** The debugger's port; 0 = any free one. Absent = no debugger. */
  inspectPort?: number;
}

/** The port that Node's own --inspect has. */
const defaultInspectPort = 9229;

/** @returns undefined when only help is asked for. @throws StartupError for a flag that is unknown or wrong. */
export function parseCommandLine(args: string[]): CommandLine | undefined {
  const { values, positionals } = parse(args);
  if (values.help || positionals[0] === 'help') return undefined;
  if (positionals.length !== 1 || positionals[0] !== 'start') {
    throw new StartupError(
      `Unknown command "${positionals.join(' ')}": say \`localhost start\`, or \`localhost --help\`.`,
    );
  }
  const port = readPort('--port', values.port);
  const azuritePort = readPort('--azurite-port', values['azurite-port']);
  const cosmosPort = readPort('--cosmos-port', values['cosmos-port']);
  const inspectPort = values.inspect === '' ? defaultInspectPort : readPort('--inspect', values.inspect);
  return {
    scriptRoot: resolve(values['script-root'] ?? '.'),
    enableAuth: values['enable-auth'] ?? false,
    azurite: !values['no-azurite'],
    cosmos: (values.cosmos ?? false) || cosmosPort !== undefined,
    verbose: values.verbose ?? false,
    watch: values.watch ?? false,
    ...(inspectPort !== undefined && { inspectPort }),
    ...(port !== undefined && { port }),
    ...(azuritePort !== undefined && { azuritePort }),
    ...(cosmosPort !== undefined && { cosmosPort }),
    ...(values.data !== undefined && { dataFolder: resolve(values.data) }),
    ...(values.settings !== undefined && { settingsFile: resolve(values.settings) }),
    ...(values.cors !== undefined && { cors: parseOrigins(values.cors) }),
  };
}

function parse(args: string[]) {
  try {
    return parseArgs({
      // Like Node's own flag it takes its port after "=" only.
      args: args.map((arg) => (arg === '--inspect' ? '--inspect=' : arg)),
      allowPositionals: true,
      options: {
        port: { type: 'string', short: 'p' },
        'script-root': { type: 'string' },
        settings: { type: 'string' },
        data: { type: 'string' },
        'enable-auth': { type: 'boolean' },
        cors: { type: 'string' },
        'azurite-port': { type: 'string' },
        'no-azurite': { type: 'boolean' },
        cosmos: { type: 'boolean' },
        'cosmos-port': { type: 'string' },
        watch: { type: 'boolean' },
        inspect: { type: 'string' },
        verbose: { type: 'boolean' },
        help: { type: 'boolean', short: 'h' },
      },
    });
  } catch (cause) {
    throw new StartupError(`${(cause as Error).message.split('. ')[0]}. See \`localhost --help\`.`, { cause });
  }
}

function readPort(flag: string, text: string | undefined): number | undefined {
  if (text === undefined) return undefined;
  const port = Number(text);
  if (text.trim() === '' || !isPort(port)) throw new StartupError(`${flag} must be a port number, it is "${text}".`);
  return port;
}
