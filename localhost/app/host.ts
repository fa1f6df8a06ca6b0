// Assembles the host: reads settings, takes the port, starts emulators and app. Each registers a cleanup, so that a
// stop, or a start that fails, leaves nothing running.

import { randomBytes } from 'node:crypto';
import { join, resolve } from 'node:path';
import { developmentCosmos } from '../config/cosmos-connection';
import { readHostJson } from '../config/host-json';
import type { HostOptions, RunningHost } from '../config/host-options';
import { applySettings, type LocalSettings, readLocalSettings } from '../config/local-settings';
import { applyTimeZone } from '../config/time-zone';
import { type CleanupStack, makeCleanupStack } from '../core/cleanup-stack';
import { lockDataFolder } from '../core/data-folder';
import { type Console, keepInOrder, makeConsole } from '../core/logs';
import { StartupError } from '../core/startup-error';
import { type Azurite, developmentStorage, prepareAzurite } from '../emulators/azurite';
import { type CosmosEmulator, pointsToCosmosEmulator, prepareCosmosEmulator } from '../emulators/cosmos-emulator';
import { hideSqliteWarning } from '../taskhub/tables/hide-sqlite-warning';
import { listen } from '../triggers/http/server';
import { makeAppHost } from './app-host';
import { type ClockControl, makeClockControl } from './clock-control';
import { makeSkippedTime } from './skipped-time';

const defaultPort = 7071;

/**
 * Starts the app in this process. A process can do this only once, because @azure/functions keeps its first host.
 * @throws StartupError for a user's mistake, after cleaning up what was already started.
 */
export async function startHost(options: HostOptions): Promise<RunningHost> {
  hideSqliteWarning();
  const cleanups = makeCleanupStack();
  try {
    return await start(options, cleanups);
  } catch (error) {
    await cleanups.runAll();
    throw error;
  }
}

async function start(options: HostOptions, cleanups: CleanupStack): Promise<RunningHost> {
  const { scriptRoot } = options;
  const settingsFile = options.settingsFile ?? join(scriptRoot, 'local.settings.json');
  const settings = readLocalSettings(settingsFile, options.settingsFile !== undefined);
  applySettings(settings, process.env);
  const hostJson = readHostJson(scriptRoot, process.env);
  const logLevel = options.verbose ? { ...hostJson.logLevel, default: 'debug' } : hostJson.logLevel;
  const console = makeConsole({
    logLevel,
    colours: options.colours ?? false,
    ...(options.out && { out: options.out }),
  });
  cleanups.add(() => console.flush());
  if (!options.out) keepInOrder(console);
  const warnings = [...hostJson.warnings, applyTimeZone(process.env) ?? []].flat();
  for (const warning of warnings) console.write('warning', 'Host.Startup', warning);

  const data = lockDataFolder(resolve(options.dataFolder ?? join(scriptRoot, '.localhost')));
  cleanups.add(() => data.release());
  const server = await listen(options.port ?? settings.port ?? defaultPort);
  cleanups.add(() => server.close());
  const origin = `http://localhost:${server.port}`;
  setPlatformVariables(process.env, server.port);

  let keepEmulators = () => false;
  const clock = clockOf(options, data.path, console);
  const azurite = await startAzurite(options, data.path, clock);
  if (azurite?.notice) console.print(azurite.notice);
  if (azurite && !azurite.external) cleanups.add(() => (keepEmulators() ? undefined : azurite.stop()));
  const cosmos = await startCosmos(options, data.path, console);
  if (cosmos) cleanups.add(() => (keepEmulators() ? undefined : cosmos.stop()));
  const host = await makeAppHost({
    scriptRoot,
    hostJson,
    console,
    server,
    dataFolder: data.path,
    enableAuth: options.enableAuth ?? false,
    eventGrid: options.eventGrid ?? true,
    storageReady: Promise.all([azurite?.ready(), cosmos?.ready()]).then(() => undefined),
    ...corsOptions(options, settings),
    ...(options.flex && { flex: options.flex }),
    ...(clock && { clock }),
    ...(azurite?.clock && { azuriteClock: azurite.clock }),
  });
  cleanups.add(() => host.stop());
  await host.start();
  console.write('information', 'Host.General', `Host lock lease acquired by instance ID '${instanceId()}'.`);
  console.print(`\nReady on ${origin} (Ctrl-C stops the host).`);
  return {
    origin,
    ...(azurite && { storageConnectionString: azurite.connectionString }),
    stop(how) {
      if (how) keepEmulators = how.keepEmulators;
      return cleanups.runAll();
    },
  };
}

/** Sets the variables that the platform sets. durable-functions builds its urls from WEBSITE_HOSTNAME. */
function setPlatformVariables(environment: NodeJS.ProcessEnv, port: number): void {
  environment.AZURE_FUNCTIONS_ENVIRONMENT ??= 'Development';
  environment.WEBSITE_HOSTNAME = `localhost:${port}`;
  environment.FUNCTIONS_WORKER_RUNTIME ??= 'node';
  if (environment.FUNCTIONS_WORKER_RUNTIME.toLowerCase() !== 'node') {
    throw new StartupError(
      `FUNCTIONS_WORKER_RUNTIME is "${environment.FUNCTIONS_WORKER_RUNTIME}": only Node apps run on the local host.`,
    );
  }
}

/** With `--clock`: the host's clock goes on where the last start on this data folder has left it. */
function clockOf({ clock }: HostOptions, dataFolder: string, console: Console): ClockControl | undefined {
  const skipped = makeSkippedTime(dataFolder);
  if (clock) return makeClockControl(clock, skipped, console);
  const days = skipped.read() / 86_400_000;
  if (days > 0) {
    const what = `An earlier start with --clock has skipped ${days.toFixed(1)} days in this data folder`;
    console.write('warning', 'Host.Startup', `${what}: what it holds may be due only then.`);
  }
  return undefined;
}

/** Starts the storage emulator, without waiting for it, if a setting needs it, and points those settings to it. */
async function startAzurite(
  options: HostOptions,
  dataFolder: string,
  clock: ClockControl | undefined,
): Promise<Azurite | undefined> {
  const names = Object.keys(process.env).filter((name) => process.env[name]?.trim() === developmentStorage);
  if (names.length === 0 || options.azurite === false) return undefined;
  const { azuritePort: port, scriptRoot: appFolder } = options;
  const azurite = await prepareAzurite({
    dataFolder,
    appFolder,
    ...(port !== undefined && { port }),
    ...(clock && { clock: clock.azurite }),
  });
  if (azurite.needsConnectionString) for (const name of names) process.env[name] = azurite.connectionString;
  return azurite;
}

/** With `--cosmos`: starts the Cosmos DB emulator, without waiting, and points the settings that need one to it. */
async function startCosmos(
  options: HostOptions,
  dataFolder: string,
  console: Console,
): Promise<CosmosEmulator | undefined> {
  if (!options.cosmos) return undefined;
  const names = Object.keys(process.env).filter((name) => pointsToCosmosEmulator(process.env[name] ?? ''));
  if (names.length === 0) {
    const what = `no setting is ${developmentCosmos} or points to port 8081 on this machine`;
    console.write('warning', 'Host.Startup', `--cosmos has no effect: ${what}.`);
    return undefined;
  }
  const { cosmosPort: port, scriptRoot: appFolder } = options;
  const emulator = await prepareCosmosEmulator({ dataFolder, appFolder, ...(port !== undefined && { port }) });
  for (const name of names) process.env[name] = emulator.connectionString;
  const notice = 'in memory only: its data is lost when the host stops';
  console.print(`Cosmos DB emulator on ${emulator.endpoint} (${notice}).`);
  return emulator;
}

function corsOptions(
  options: HostOptions,
  settings: LocalSettings,
): { cors?: { origins: string[]; credentials: boolean } } {
  const origins = options.cors ?? settings.cors;
  const credentials = options.corsCredentials ?? settings.corsCredentials;
  return origins ? { cors: { origins, credentials } } : {};
}

function instanceId(): string {
  return randomBytes(4).toString('hex').toUpperCase().padStart(32, '0');
}
