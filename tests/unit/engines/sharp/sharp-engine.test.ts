// The sharp engine, whose package is optional.

import { makeSharpEngine } from '../../../../src/engines/sharp/sharp-engine';

describe('the engine sharp', () => {
  it('throws immediately with instructions if its package is missing', () => {
    const load = () => {
      throw new Error("Cannot find module 'sharp'");
    };
    expect(() => makeSharpEngine({ load })).toThrow(
      'PICTURE_ENGINE is sharp, but the package sharp cannot be loaded: install it, or choose jimp.',
    );
  });
});
