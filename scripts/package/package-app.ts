// Packages the app for Azure as a zip that runs without node_modules or a build, and as a folder with the same files.

import { createHash } from 'node:crypto';
import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { repositoryRoot } from '../repository-root';
import { builtPageFiles } from './built-page-files';
import { bundleApp, mainFile } from './bundle-app';
import { nativeSharp } from './native-sharp';
import { writeZip } from './write-zip';

export interface PackageOptions {
  /** Includes the native picture engine for Linux x64 (PICTURE_ENGINE=sharp). */
  withSharp?: boolean;
  /** Where `package/`, `package-maps/` and `cartwright.zip` are written; default: the repository's dist. */
  outputFolder?: string;
}

export interface Package {
  /** Absolute path of the zip. */
  zip: string;
  /** Absolute path of the folder with the same files. */
  folder: string;
  /** Size of the zip. */
  bytes: number;
  /** Hash of the zip in hexadecimal; the same sources and packages give the same hash. */
  sha256: string;
  /** Uncompressed sizes. */
  files: { path: string; bytes: number }[];
}

/** @throws Error when a file that the app loads at run time would be missing. */
export async function packageApp(options: PackageOptions = {}): Promise<Package> {
  const root = repositoryRoot();
  const output = options.outputFolder ?? join(root, 'dist');
  const { files, maps } = await bundleApp(root);
  files.set('host.json', readFileSync(join(root, 'host.json')));
  for (const [path, contents] of builtPageFiles(root)) files.set(path, contents);
  files.set('package.json', Buffer.from(manifest(root)));
  if (options.withSharp) for (const [path, contents] of nativeSharp(root)) files.set(path, contents);
  const folder = join(output, 'package');
  writeFolder(folder, files);
  writeFolder(join(output, 'package-maps'), maps);
  const zip = join(output, 'cartwright.zip');
  await writeZip(zip, files);
  const bytes = readFileSync(zip);
  return {
    zip,
    folder,
    bytes: bytes.length,
    sha256: createHash('sha256').update(bytes).digest('hex'),
    files: [...files].map(([path, contents]) => ({ path, bytes: contents.length })),
  };
}

function manifest(root: string): string {
  const { name, version, license, engines } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));
  return `${JSON.stringify({ name, version, private: true, license, type: 'commonjs', main: mainFile, engines }, null, 2)}\n`;
}

function writeFolder(folder: string, files: Map<string, Buffer>): void {
  rmSync(folder, { recursive: true, force: true });
  for (const [path, contents] of files) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), contents);
  }
}
