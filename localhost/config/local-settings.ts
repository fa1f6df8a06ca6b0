// Reads local.settings.json as Core Tools does: `Values` become environment variables, `Host` configures the host.

import { existsSync, readFileSync } from 'node:fs';
import { StartupError } from '../core/startup-error';
import { isObject } from './host-json-overrides';
import { parseRelaxedJson } from './relaxed-json';

export interface LocalSettings {
  values: Record<string, string>;
  connectionStrings: Record<string, string>;
  port?: number;
  /** Allowed origins, `['*']` for all; absent = CORS is off. */
  cors?: string[];
  corsCredentials: boolean;
}

/**
 * @param required true when the user named the file explicitly.
 * @throws StartupError when a required file is missing, or the file cannot be read.
 */
export function readLocalSettings(path: string, required: boolean): LocalSettings {
  if (!existsSync(path)) {
    if (required) throw new StartupError(`The settings file ${path} does not exist.`);
    return { values: {}, connectionStrings: {}, corsCredentials: false };
  }
  try {
    return parseLocalSettings(parseRelaxedJson(readFileSync(path, 'utf8')));
  } catch (cause) {
    throw new StartupError(`Cannot read ${path}: ${(cause as Error).message}`, { cause });
  }
}

/** @throws an error that names the invalid property. */
export function parseLocalSettings(root: unknown): LocalSettings {
  if (!isObject(root) || Array.isArray(root)) throw new Error('it must contain an object.');
  if (root.IsEncrypted === true) throw new Error('it is encrypted; run `func settings decrypt` first.');
  const host = isObject(root.Host) ? root.Host : {};
  const port = host.LocalHttpPort === undefined ? undefined : Number(host.LocalHttpPort);
  if (port !== undefined && !isPort(port)) {
    throw new Error(`Host.LocalHttpPort must be a port number, not ${JSON.stringify(host.LocalHttpPort)}.`);
  }
  const cors = typeof host.CORS === 'string' ? parseOrigins(host.CORS) : [];
  return {
    values: strings('Values', root.Values),
    connectionStrings: strings('ConnectionStrings', root.ConnectionStrings),
    ...(port !== undefined && { port }),
    ...(cors.length > 0 && { cors }),
    corsCredentials: host.CORSCredentials === true,
  };
}

/** `"https://a,https://b"` or `"*"`. */
export function parseOrigins(text: string): string[] {
  return text
    .split(',')
    .map((origin) => origin.trim().replace(/\/$/, ''))
    .filter((origin) => origin !== '');
}

export function isPort(value: number): boolean {
  return Number.isInteger(value) && value >= 0 && value <= 65_535;
}

/** Adds the settings to `environment`. Variables that are already set take precedence, as in Core Tools. */
export function applySettings(settings: LocalSettings, environment: NodeJS.ProcessEnv): void {
  for (const [name, value] of Object.entries(settings.values)) environment[name] ??= value;
  for (const [name, value] of Object.entries(settings.connectionStrings)) {
    environment[`ConnectionStrings:${name}`] ??= value;
  }
}

function strings(section: string, found: unknown): Record<string, string> {
  if (found === undefined || found === null) return {};
  if (!isObject(found) || Array.isArray(found)) throw new Error(`${section} must be an object of strings.`);
  const entries = Object.entries(found).filter(([, value]) => value !== null);
  const nested = entries.find(([, value]) => typeof value === 'object');
  if (nested) throw new Error(`${section}.${nested[0]} must be a string; nested values are not allowed.`);
  return Object.fromEntries(entries.map(([name, value]) => [name, String(value)]));
}
