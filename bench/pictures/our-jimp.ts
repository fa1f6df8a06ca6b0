// The app's default engine, on jimp, which runs on every platform.

import { makeJimpEngine } from '../../src/engines/jimp/jimp-engine';
import { engineRenderer, formatsOf } from './engine-renderer';
import type { MakeRenderer } from './renderer';

export const ourJimp: MakeRenderer = async (set) => engineRenderer(makeJimpEngine(formatsOf(set)));
