// Removes the last build: the host loads every file that matches "main" in package.json, stale ones included.
import { rmSync } from 'node:fs';

rmSync('dist', { recursive: true, force: true });
