// Runs both engines for tests as the app does: inspects the header, then renders.

import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import { type JimpEngineOptions, makeJimpEngine } from '../../../src/engines/jimp/jimp-engine';
import { makeSharpEngine } from '../../../src/engines/sharp/sharp-engine';
import { inspect } from '../../../src/pictures/inspection';
import type { PictureRefusal } from '../../../src/pictures/picture';
import type { PictureEngine } from '../../../src/pictures/ports';
import type { Rendering } from '../../../src/pictures/rendering';
import { planRenditions, type RenderedFile, renditionFile } from '../../../src/pictures/renditions';
import type { Result } from '../../../src/shared/result';

export type ClosableEngine = PictureEngine & { close(): Promise<void> };

/** Its worker is what the build made of src/engines/jimp/jimp-worker.ts. */
export function jimpEngine(options: JimpEngineOptions = {}): ClosableEngine {
  const workerFile = resolve('dist/src/engines/jimp/jimp-worker.js');
  if (!existsSync(workerFile)) throw new Error(`There is no ${workerFile}: npm run build makes it.`);
  return makeJimpEngine({ workerFile, ...options });
}

export const engines = [
  { name: 'jimp', make: () => jimpEngine(), formats: ['jpeg', 'webp'] },
  { name: 'sharp', make: () => makeSharpEngine(), formats: ['jpeg', 'webp', 'avif'] },
] as const;

/** Like the app: a file refused by its header never reaches the engine. */
export async function render(engine: PictureEngine, file: Uint8Array): Promise<Result<Rendering, PictureRefusal>> {
  const inspected = inspect(file);
  if (!inspected.ok) return inspected;
  const { upright, ...header } = inspected.value;
  const plan = planRenditions(upright.width, upright.height);
  return engine.render({ ...header, source: Uint8Array.from(file), plan });
}

export interface Rendered {
  placeholder: string;
  /** By file name, such as `thumb.jpg`. */
  files: Record<string, RenderedFile>;
}

/** @throws when the picture is refused. */
export async function rendered(engine: PictureEngine, file: Uint8Array): Promise<Rendered> {
  const result = await render(engine, file);
  if (!result.ok) throw new Error(result.detail);
  const { files, placeholder } = result.value;
  return { placeholder, files: Object.fromEntries(files.map((one) => [renditionFile(one.name, one.format), one])) };
}

export function fileNamed({ files }: Rendered, name: string): RenderedFile {
  const file = files[name];
  if (!file) throw new Error(`There is no ${name}.`);
  return file;
}
