// The app's host, master, function and system keys, stored in a file in the data folder.
// They are generated once, so that urls with a key stay valid across restarts.

import { randomBytes } from 'node:crypto';
import { existsSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { StartupError } from '../../core/startup-error';
import type { AuthLevel } from './router';

interface KeyFile {
  /** `_master`: gives access to everything. */
  master: string;
  /** Host keys: give access to every function with auth level `function`. */
  host: Record<string, string>;
  functions: Record<string, Record<string, string>>;
  system: Record<string, string>;
}

export interface KeyStore {
  path: string;
  /** The system key of an extension, e.g. `durabletask_extension`. */
  systemKey(name: string): string;
  /** May a caller with this key (undefined = no key) call a function with this auth level? */
  allowsFunction(level: AuthLevel, functionName: string, key: string | undefined): boolean;
  allowsSystem(name: string, key: string | undefined): boolean;
  isMaster(key: string | undefined): boolean;
  hostKeys(): Record<string, string>;
  systemKeys(): Record<string, string>;
  functionKeys(functionName: string): Record<string, string>;
}

export const systemKeyNames = ['durabletask_extension', 'blobs_extension', 'eventgrid_extension'];

/**
 * @param functionNames each function gets a key named `default`.
 * @throws StartupError when the file exists but cannot be read.
 */
export function openKeyStore(path: string, functionNames: string[]): KeyStore {
  const keys = readKeys(path);
  const before = JSON.stringify(keys);
  for (const name of systemKeyNames) keys.system[name] ??= newKey();
  for (const name of functionNames) keys.functions[name.toLowerCase()] ??= { default: newKey() };
  if (JSON.stringify(keys) !== before || !existsSync(path)) writeKeys(path, keys);
  const isMaster = (key: string | undefined) => key === keys.master;
  const functionKeys = (name: string) => keys.functions[name.toLowerCase()] ?? {};
  return {
    path,
    isMaster,
    hostKeys: () => keys.host,
    systemKeys: () => keys.system,
    functionKeys,
    systemKey: (name) => keys.system[name] ?? '',
    allowsSystem: (name, key) => key !== undefined && (isMaster(key) || key === keys.system[name]),
    allowsFunction(level, functionName, key) {
      if (level === 'anonymous') return true;
      if (key === undefined) return false;
      if (isMaster(key)) return true;
      const accepted = [...Object.values(keys.host), ...Object.values(functionKeys(functionName))];
      return level === 'function' && accepted.includes(key);
    },
  };
}

function readKeys(path: string): KeyFile {
  if (!existsSync(path)) return { master: newKey(), host: { default: newKey() }, functions: {}, system: {} };
  try {
    return JSON.parse(readFileSync(path, 'utf8'));
  } catch (cause) {
    throw new StartupError(
      `Cannot read the keys in ${path}: ${(cause as Error).message}. Delete the file to get new keys.`,
      {
        cause,
      },
    );
  }
}

function writeKeys(path: string, keys: KeyFile): void {
  const draft = `${path}.new`;
  writeFileSync(draft, `${JSON.stringify(keys, null, 2)}\n`, { mode: 0o600 });
  renameSync(draft, path);
}

function newKey(): string {
  return `${randomBytes(40).toString('base64url')}==`;
}
