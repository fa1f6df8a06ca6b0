// The app's engine on sharp.

import { makeSharpEngine } from '../../src/engines/sharp/sharp-engine';
import { enginePainter, formatsOf } from './engine-painter';
import type { MakePainter } from './painter';

export const ourSharp: MakePainter = async (set) => enginePainter(makeSharpEngine(formatsOf(set)));
