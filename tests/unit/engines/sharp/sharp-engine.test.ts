// The engine that needs a package which may not be there.

import { makeSharpEngine } from '../../../../src/engines/sharp/sharp-engine';

describe('the engine sharp', () => {
  it('says at once what to do when its package is missing', () => {
    const load = () => {
      throw new Error("Cannot find module 'sharp'");
    };
    expect(() => makeSharpEngine({ load })).toThrow(
      'PICTURE_ENGINE is sharp, but the package sharp cannot be loaded: install it, or choose jimp.',
    );
  });
});
