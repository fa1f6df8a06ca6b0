// The demo's photo, drawn once a build and by a process of its own: inside Jest's sandbox twelve million pixels take
// fifteen times as long.

import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { readFile, rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { repositoryRoot } from '../../scripts/repository-root';

const script = `
  const { makeDemoPhoto } = require(process.argv[1]);
  makeDemoPhoto().then((photo) => process.stdout.write(photo));
`;

/** A JPEG of 12 megapixels that lies on its side. Needs the build in dist/, and keeps the photo there until the next one. */
export async function drawnPhoto(): Promise<Buffer> {
  const kept = join(repositoryRoot(), 'dist/demo-photo.jpg');
  if (existsSync(kept)) return readFile(kept);
  const photo = await draw();
  // Others may draw at the same time, and read only what is whole.
  await writeFile(`${kept}.${process.pid}`, photo);
  await rename(`${kept}.${process.pid}`, kept);
  return photo;
}

async function draw(): Promise<Buffer> {
  const module = join(repositoryRoot(), 'dist/scripts/demo-photo.js');
  const options = { encoding: 'buffer', maxBuffer: 20_000_000 } as const;
  const { stdout } = await promisify(execFile)(process.execPath, ['-e', script, module], options);
  return stdout;
}
