// The jimp engine of an earlier version, to compare with; BASELINE names a folder with a built checkout of it.

import { existsSync } from 'node:fs';
import { join, resolve } from 'node:path';
import type { JimpEngine, JimpEngineOptions } from '../../src/engines/jimp/jimp-engine';
import { engineRenderer, formatsOf } from './engine-renderer';
import type { MakeRenderer } from './renderer';

/** Where the engine is, and where it was before engines had a folder of their own. */
const places = ['dist/src/engines/jimp/jimp-engine.js', 'dist/src/adapters/jimp-engine.js'];

type MakeEngine = (options: JimpEngineOptions) => JimpEngine;

/** @throws Error that says what is missing. */
export function makeBaseEngine(options: JimpEngineOptions = {}): JimpEngine {
  const folder = resolve(process.env.BASELINE ?? '');
  const file = places.map((place) => join(folder, place)).find((place) => existsSync(place));
  if (file === undefined) throw new Error(`BASELINE: ${folder} is not a built checkout: run \`npm run build\` there.`);
  return (require(file) as { makeJimpEngine: MakeEngine }).makeJimpEngine(options);
}

export const baseJimp: MakeRenderer = async (set) => engineRenderer(makeBaseEngine(formatsOf(set)));
