// The HTTP functions of the API that the app registers, as the host sees them: all of src/functions is loaded with the sample settings.

import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { app } from '@azure/functions';
import { repositoryRoot } from '../../scripts/repository-root';

export interface RegisteredFunction {
  name: string;
  methods: string[];
  /** Below `/api`. */
  path: string;
  authLevel: string;
}

/** Call it once in a test file: the app's composition is a module. */
export function registeredFunctions(): RegisteredFunction[] {
  const root = repositoryRoot();
  const sample = JSON.parse(readFileSync(join(root, 'local.settings.sample.json'), 'utf8')) as {
    Values: Record<string, string>;
  };
  Object.assign(process.env, sample.Values, { AZURE_FUNCTIONS_ENVIRONMENT: 'Development' });
  const found: RegisteredFunction[] = [];
  const http = jest.spyOn(app, 'http').mockImplementation((name, { methods = [], route = name, authLevel = '' }) => {
    if (!route.startsWith('api/')) return;
    found.push({ name, methods: [...methods], path: route.slice('api'.length), authLevel });
  });
  // Outside a host, the library warns about each of the other registrations.
  const warn = jest.spyOn(console, 'warn').mockImplementation(() => undefined);
  for (const file of globSync('src/functions/*.ts', { cwd: root })) jest.requireActual(join(root, file));
  for (const spy of [http, warn]) spy.mockRestore();
  return found;
}
