// The app's optional engine on sharp.

import { makeSharpEngine } from '../../src/engines/sharp/sharp-engine';
import { engineRenderer, formatsOf } from './engine-renderer';
import type { MakeRenderer } from './renderer';

export const ourSharp: MakeRenderer = async (set) => engineRenderer(makeSharpEngine(formatsOf(set)));
