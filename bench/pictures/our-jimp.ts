// The app's engine that runs everywhere.

import { makeJimpEngine } from '../../src/engines/jimp/jimp-engine';
import { enginePainter, formatsOf } from './engine-painter';
import type { MakePainter } from './painter';

export const ourJimp: MakePainter = async (set) => enginePainter(makeJimpEngine(formatsOf(set)));
