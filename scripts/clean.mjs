// The host loads every file that matches package.json "main": a build must not leave an old one behind.
import { rmSync } from 'node:fs';

rmSync('dist', { recursive: true, force: true });
