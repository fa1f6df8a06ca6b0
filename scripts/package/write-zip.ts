// Writes a reproducible zip: its bytes depend on the contents only. Entries are sorted, with one timestamp, no owner and no
// time zone.

import { createWriteStream } from 'node:fs';
import { pipeline } from 'node:stream/promises';
import { ZipFile } from 'yazl';

/** The earliest timestamp of the zip format, which has no time zone. */
const mtime = new Date(1980, 0, 1);
const readableFile = 0o100644;

/** @param files path in the zip, with `/` → contents. */
export async function writeZip(zip: string, files: Map<string, Buffer>): Promise<void> {
  const archive = new ZipFile();
  for (const [path, contents] of [...files].sort(([one], [other]) => (one < other ? -1 : 1))) {
    archive.addBuffer(contents, path, { mtime, mode: readableFile, compress: true, forceDosTimestamp: true });
  }
  archive.end();
  await pipeline(archive.outputStream, createWriteStream(zip));
}
