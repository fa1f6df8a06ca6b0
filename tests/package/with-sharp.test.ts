// The zip with the native picture engine runs it without node_modules; this can be tested on Linux x64 only.

import { execFileSync } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { packageApp } from '../../scripts/package/package-app';
import { unpack } from '../../scripts/package/unpack';
import { repositoryRoot } from '../../scripts/repository-root';

const name = 'the package with sharp decodes and encodes with it, from its own folder';
const skip = test.skip;

if (existsSync(join(repositoryRoot(), 'node_modules/@img/sharp-linux-x64'))) {
  test(name, runsSharp);
} else {
  process.stderr.write(`Skipped, because sharp for Linux x64 is not installed on this system: ${name}\n`);
  skip(name, runsSharp);
}

async function runsSharp(): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), 'cartwright-sharp-'));
  try {
    const { zip, files } = await packageApp({ withSharp: true, outputFolder: folder });
    expect(files.map(({ path }) => path)).toContain('node_modules/sharp/package.json');
    const app = join(folder, 'app');
    await unpack(zip, app);
    expect(execFileSync(process.execPath, ['-e', usesSharp], { cwd: app, encoding: 'utf8' })).toBe('jpeg 40x30');
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

const usesSharp = `
  const sharp = require('sharp');
  const red = { width: 80, height: 60, channels: 3, background: '#f00' };
  sharp({ create: red }).png().toBuffer()
    .then((png) => sharp(png).resize(40).jpeg().toBuffer())
    .then((jpeg) => sharp(jpeg).metadata())
    .then(({ format, width, height }) => process.stdout.write(format + ' ' + width + 'x' + height));
`;
