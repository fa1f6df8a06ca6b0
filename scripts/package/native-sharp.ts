// Collects the files of the optional native picture engine, which cannot be bundled.

import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join, relative } from 'node:path';

/** What `require('sharp')` loads on Linux x64, where Azure runs the app. */
const packages = [
  'sharp',
  'detect-libc',
  'semver',
  '@img/colour',
  '@img/sharp-linux-x64',
  '@img/sharp-libvips-linux-x64',
];
const notRun = /\.(d\.[cm]?ts|mjs|md|h|map|cc)$|\/(src|install|bin|include|pkgconfig)\//i;

/**
 * @returns path in the package → contents.
 * @throws Error when a package is not installed.
 */
export function nativeSharp(root: string): Map<string, Buffer> {
  const files = new Map<string, Buffer>();
  for (const name of packages) {
    const folder = join(root, 'node_modules', name);
    if (!existsSync(folder))
      throw new Error(`${name} is not installed: run "npm ci" on Linux x64 to get sharp for it.`);
    for (const entry of readdirSync(folder, { recursive: true, withFileTypes: true })) {
      const path = join(entry.parentPath, entry.name);
      if (!entry.isFile() || notRun.test(relative(folder, path))) continue;
      files.set(relative(root, path).replaceAll('\\', '/'), readFileSync(path));
    }
  }
  return files;
}
