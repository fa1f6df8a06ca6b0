// The id under which an app stores blob receipts, timer status and locks. It must stay the same from run to run.

import { hostname } from 'node:os';

const maxLength = 32;

/**
 * @param appFolder absolute path of the app.
 * @param configured the setting `AzureFunctionsWebHost__hostid`, which takes precedence.
 */
export function makeHostId(appFolder: string, configured: string | undefined, machine = hostname()): string {
  if (configured) return configured.toLowerCase();
  const name = machine.replace(/[^A-Za-z0-9]/g, '');
  const id = `${name}-${Math.abs(stableHash(appFolder))}`;
  return id.slice(0, maxLength).toLowerCase().replace(/-+$/, '');
}

/** The platform's own hash over UTF-16 code units, wrapping at 32 bits. */
function stableHash(text: string): number {
  let hash = 23;
  for (let i = 0; i < text.length; i++) hash = (Math.imul(hash, 31) + text.charCodeAt(i)) | 0;
  return hash;
}
