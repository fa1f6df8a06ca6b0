// Loads an app only to replay an orchestrator of it: no server, no emulators, no triggers.

import { makeBindings } from '../bindings/bindings';
import { makeConnections } from '../bindings/connections';
import { makeSetting } from '../config/app-settings';
import { readHostJson } from '../config/host-json';
import { applySettings, readLocalSettings } from '../config/local-settings';
import type { Logs } from '../core/logs';
import { StartupError } from '../core/startup-error';
import { makeExecute } from '../execution/executor';
import { makeFunctionCatalog } from '../taskhub/function-catalog';
import type { ReplayDeps } from '../taskhub/inspection/replay-run';
import { startWorker } from '../worker/worker';

export interface ReplayApp {
  hubName: string;
  /** What replays an orchestrator. @throws StartupError when the app has none of that name. */
  replayer(orchestrator: string): ReplayDeps;
}

export interface ReplayAppOptions {
  scriptRoot: string;
  /** A file in the format of local.settings.json. @see HostOptions */
  settingsFile: string;
  /** Whether the file must exist. */
  isSettingsFileRequired: boolean;
  logs: Logs;
}

/** @throws StartupError when the app cannot be loaded. */
export async function loadReplayApp(options: ReplayAppOptions): Promise<ReplayApp> {
  const { scriptRoot, logs } = options;
  applySettings(readLocalSettings(options.settingsFile, options.isSettingsFileRequired), process.env);
  const hostJson = readHostJson(scriptRoot, process.env);
  const { functions, invoke } = await startWorker(scriptRoot, logs);
  const setting = makeSetting(process.env);
  const nothing = () => undefined;
  const sent = { queueSent: nothing, blobWritten: nothing, documentsWritten: nothing };
  const bindings = makeBindings({ hostJson, connections: makeConnections(setting), setting, ...sent });
  const execute = makeExecute({ invoke, bindings, durableClient: () => '', logs });
  const catalog = makeFunctionCatalog(functions);
  return {
    hubName: hostJson.durableTask.hubName,
    replayer(name) {
      const orchestrator = catalog.orchestrator(name);
      if (!orchestrator) throw new StartupError(catalog.missing('orchestrator', name));
      return { orchestrator, execute, settings: hostJson.durableTask };
    },
  };
}
