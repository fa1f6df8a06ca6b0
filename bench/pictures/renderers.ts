// All renderers by name. Each loads its modules only when it is created, so that none pays for the libraries of the others.

import type { MakeRenderer } from './renderer';

export type RendererId = 'tutorial' | 'jimp' | 'base' | 'wasmVips' | 'sharp' | 'bareSharp' | 'imageMagick';

interface RendererEntry {
  title: string;
  make: MakeRenderer;
}

export const renderers: Record<RendererId, RendererEntry> = {
  tutorial: {
    title: 'the tutorial way (jimp, main thread)',
    make: (set) => (require('./tutorial-way') as typeof import('./tutorial-way')).tutorialWay(set),
  },
  jimp: {
    title: 'our jimp engine',
    make: (set) => (require('./our-jimp') as typeof import('./our-jimp')).ourJimp(set),
  },
  base: {
    title: 'the earlier jimp engine',
    make: (set) => (require('./base-engine') as typeof import('./base-engine')).baseJimp(set),
  },
  wasmVips: {
    title: 'wasm-vips',
    make: (set) => (require('./wasm-vips') as typeof import('./wasm-vips')).wasmVips(set),
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
