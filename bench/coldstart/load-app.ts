// `node load-app.js FOLDER` loads an app as the Node worker does, up to the last registered function, and prints how long
// that took. Its own dependencies are loaded before the clock starts.

import { loadApp } from '../../localhost/worker/app';
import { installCoreModule, makeCoreModule } from '../../localhost/worker/core-module';
import { makeFunctionRegistry, type RegisteredFunction } from '../../localhost/worker/function-registry';
import { makeHooks } from '../../localhost/worker/hooks';

export interface LoadedApp {
  /** From the first file to the last registered function. */
  ms: number;
  cpuMs: number;
  /** Code files that were loaded. */
  files: string[];
  functions: { name: string; bindings: object[] }[];
}

async function main(appFolder: string): Promise<LoadedApp> {
  const [registry, hooks] = [makeFunctionRegistry(), makeHooks()];
  const core = makeCoreModule({ registry, hooks, log: () => undefined });
  installCoreModule(core);
  const known = new Set(Object.keys(require.cache));
  const [cpu, began] = [process.cpuUsage(), performance.now()];
  const { functions } = await loadApp(appFolder, { core, registry, hooks });
  const ms = performance.now() - began;
  const { user, system } = process.cpuUsage(cpu);
  const files = Object.keys(require.cache).filter((file) => !known.has(file));
  return { ms, cpuMs: (user + system) / 1000, files, functions: functions.map(described) };
}

/** Drops the names of bindings, most of which are generated at each start. */
function described({ name, bindings }: RegisteredFunction): LoadedApp['functions'][number] {
  return { name, bindings: Object.values(bindings).map(({ name: _drawn, ...binding }) => binding) };
}

main(process.argv[2] ?? '.').then(
  (loaded) => {
    process.stdout.write(`${JSON.stringify(loaded)}\n`, () => process.exit());
  },
  (error: Error) => {
    process.stderr.write(`${error.stack}\n`);
    process.exit(1);
  },
);
