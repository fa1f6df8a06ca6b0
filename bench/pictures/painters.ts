// All that compete, by name. Modules are loaded when one is made: none pays for the libraries of the others.

import type { MakePainter } from './painter';

export type PainterId = 'tutorial' | 'jimp' | 'sharp' | 'bareSharp' | 'imageMagick';

interface PainterEntry {
  title: string;
  make: MakePainter;
}

export const painters: Record<PainterId, PainterEntry> = {
  tutorial: {
    title: 'the tutorial way (jimp, main thread)',
    make: (set) => (require('./tutorial-way') as typeof import('./tutorial-way')).tutorialWay(set),
  },
  jimp: {
    title: 'our jimp engine',
    make: (set) => (require('./our-jimp') as typeof import('./our-jimp')).ourJimp(set),
  },
  sharp: {
    title: 'our sharp engine',
    make: (set) => (require('./our-sharp') as typeof import('./our-sharp')).ourSharp(set),
  },
  bareSharp: {
    title: 'bare sharp',
    make: (set) => (require('./bare-sharp') as typeof import('./bare-sharp')).bareSharp(set),
  },
  imageMagick: {
    title: 'ImageMagick',
    make: (set) => (require('./imagemagick') as typeof import('./imagemagick')).imageMagick(set),
  },
};
