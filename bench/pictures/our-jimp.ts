// The app's engine that runs everywhere.

import { makeJimpEngine } from '../../src/adapters/jimp-engine';
import { enginePainter, formatsOf } from './engine-painter';
import type { MakePainter } from './painter';

export const ourJimp: MakePainter = async (set) => enginePainter(makeJimpEngine(formatsOf(set)));
