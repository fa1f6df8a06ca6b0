// Parses the command line. Flags have the names that Core Tools uses, where Core Tools has them.

import { resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { parseClockOptions } from '../config/clock-options';
import { parseFlexOptions } from '../config/flex-options';
import type { HostOptions } from '../config/host-options';
import { isPort, parseOrigins } from '../config/local-settings';
import { StartupError } from '../core/startup-error';

export const usage = `Runs a function app (programming model v4) on this machine with Node alone.

  localhost start [options]
  localhost replay INSTANCE|FILE [--until N] [--inspect[=PORT]] [--script-root DIR] [--settings FILE] [--data DIR]
                        run an orchestrator again over the history of an instance in the task hub, or a downloaded one,
                        as far as event N, with a debugger; name the first difference
                        (--instance-version V: the version of a downloaded one)

  -p, --port N          port to listen on; 0 = any free port (default: LocalHttpPort in local.settings.json, else 7071)
  --script-root DIR     folder of the app (default: the current folder)
  --settings FILE       settings file to use instead of local.settings.json
  --data DIR            folder for the task hub, keys and emulator files (default: .localhost in the app's folder)
  --enable-auth         require keys, as Azure does
  --cors ORIGINS        allowed origins, separated by commas
  --cors-credentials    let pages of those origins send cookies
  --azurite-port N      first of the storage emulator's three ports; 0 = any free ports (default: 10000)
  --no-azurite          do not start the storage emulator
  --no-event-grid       send blob functions with source EventGrid no events: only the webhook does
  --cosmos              start an in-memory Cosmos DB emulator for settings that are UseDevelopmentCosmos=true
                        or point to port 8081 on this machine
  --cosmos-port N       port of that emulator (default: any free port); implies --cosmos
  --flex[=OPTIONS]      run durable functions apart from all others, as on Flex Consumption; OPTIONS: always-ready,
                        or cold:TIME and idle:TIME with a comma (default: cold:8s,idle:30s)
  --clock=MODE          jump: skip time whenever nothing is left to do; manual: only by POST /admin/clock;
                        after a comma: process (Date in the app follows), every-run, seed:N
  --watch               restart when the app's built files or settings change; keep data and emulators
  --inspect[=PORT]      open a debugger port on this machine (default: 9229; 0 = any free port)
  --verbose             log at debug level, and print the stack trace of a start-up error
`;

export interface CommandLine extends HostOptions {
  watch: boolean;
  /** The debugger's port; 0 = any free port. Absent = no debugger. */
  inspectPort?: number;
}

/** The default of Node's own --inspect. */
const defaultInspectPort = 9229;

/** @returns undefined when the user asked for help. @throws StartupError for an unknown or invalid flag. */
export function parseCommandLine(args: string[]): CommandLine | undefined {
  const { values, positionals } = parse(args);
  if (values.help || positionals[0] === 'help') return undefined;
  if (positionals.length !== 1 || positionals[0] !== 'start') {
    throw new StartupError(
      `Unknown command "${positionals.join(' ')}". Use \`localhost start\` or \`localhost replay\`, or see \`localhost --help\`.`,
    );
  }
  const port = readPort('--port', values.port);
  const azuritePort = readPort('--azurite-port', values['azurite-port']);
  const cosmosPort = readPort('--cosmos-port', values['cosmos-port']);
  const inspectPort = readInspectPort(values.inspect);
  const clock = values.clock === undefined ? undefined : parseClockOptions(values.clock);
  if (clock && values.flex !== undefined) throw new StartupError('--clock and --flex cannot be combined.');
  return {
    scriptRoot: resolve(values['script-root'] ?? '.'),
    enableAuth: values['enable-auth'] ?? false,
    azurite: !values['no-azurite'],
    eventGrid: !values['no-event-grid'],
    cosmos: (values.cosmos ?? false) || cosmosPort !== undefined,
    verbose: values.verbose ?? false,
    watch: values.watch ?? false,
    ...(values.flex !== undefined && { flex: parseFlexOptions(values.flex) }),
    ...(clock && { clock }),
    ...(inspectPort !== undefined && { inspectPort }),
    ...(port !== undefined && { port }),
    ...(azuritePort !== undefined && { azuritePort }),
    ...(cosmosPort !== undefined && { cosmosPort }),
    ...(values.data !== undefined && { dataFolder: resolve(values.data) }),
    ...(values.settings !== undefined && { settingsFile: resolve(values.settings) }),
    ...(values.cors !== undefined && { cors: parseOrigins(values.cors) }),
    ...(values['cors-credentials'] && { corsCredentials: true }),
  };
}

function parse(args: string[]) {
  try {
    return parseArgs({
      // Like Node's own --inspect, these flags take a value only after "=".
      args: args.map((arg) => (arg === '--inspect' || arg === '--flex' ? `${arg}=` : arg)),
      allowPositionals: true,
      options: {
        port: { type: 'string', short: 'p' },
        'script-root': { type: 'string' },
        settings: { type: 'string' },
        data: { type: 'string' },
        'enable-auth': { type: 'boolean' },
        cors: { type: 'string' },
        'cors-credentials': { type: 'boolean' },
        'azurite-port': { type: 'string' },
        'no-azurite': { type: 'boolean' },
        'no-event-grid': { type: 'boolean' },
        cosmos: { type: 'boolean' },
        'cosmos-port': { type: 'string' },
        flex: { type: 'string' },
        clock: { type: 'string' },
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

/** @param text the value of --inspect; '' = the default port. */
export function readInspectPort(text: string | undefined): number | undefined {
  return text === '' ? defaultInspectPort : readPort('--inspect', text);
}

function readPort(flag: string, text: string | undefined): number | undefined {
  if (text === undefined) return undefined;
  const port = Number(text);
  if (text.trim() === '' || !isPort(port)) throw new StartupError(`${flag} must be a port number, not "${text}".`);
  return port;
}
