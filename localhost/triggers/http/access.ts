// Decides who may call what. As with `func start`, everyone is an administrator, unless --enable-auth requires keys.

import type { IncomingMessage } from 'node:http';
import type { KeyStore } from './keys';
import type { AuthLevel } from './router';

export interface Access {
  allowsFunction(level: AuthLevel, functionName: string, request: IncomingMessage): boolean;
  allowsAdmin(request: IncomingMessage): boolean;
  /** For `/runtime/webhooks/<extension>`: needs the extension's system key or the master key. */
  allowsExtension(extension: string, request: IncomingMessage): boolean;
}

export const openAccess: Access = {
  allowsFunction: () => true,
  allowsAdmin: () => true,
  allowsExtension: () => true,
};

export function makeKeyAccess(keys: KeyStore): Access {
  return {
    allowsFunction: (level, name, request) => level === 'anonymous' || keys.allowsFunction(level, name, keyOf(request)),
    allowsAdmin: (request) => keys.isMaster(keyOf(request)),
    allowsExtension: (extension, request) => keys.allowsSystem(`${extension}_extension`, keyOf(request)),
  };
}

/** The header takes precedence over the query parameter. */
function keyOf(request: IncomingMessage): string | undefined {
  const header = request.headers['x-functions-key'];
  if (header !== undefined) return String(header);
  const url = request.url ?? '';
  const start = url.indexOf('?');
  return start < 0 ? undefined : (new URLSearchParams(url.slice(start + 1)).get('code') ?? undefined);
}
