// Unpacks a zip into an empty folder, as Azure does.

import { createWriteStream, mkdirSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { openPromise } from 'yauzl';

/** Writes all entries below the folder, which is created if needed. */
export async function unpack(zip: string, folder: string): Promise<void> {
  const archive = await openPromise(zip);
  for await (const entry of archive.eachEntry()) {
    const path = join(folder, entry.fileName);
    mkdirSync(dirname(path), { recursive: true });
    await pipeline(await archive.openReadStreamPromise(entry), createWriteStream(path));
  }
}
