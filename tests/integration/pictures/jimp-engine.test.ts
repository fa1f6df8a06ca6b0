// Tests of the jimp engine only: its time limit and its memory limits.

import { drawnJpeg } from '../../helpers/test-pictures';
import { makeFlatJpeg } from '../../hostile/files/jpeg';
import { type ClosableEngine, jimpEngine, render } from './picture-engines';

describe('the engine jimp', () => {
  let engine: ClosableEngine;
  beforeAll(() => {
    engine = jimpEngine();
  });
  afterAll(() => engine.close());

  it('aborts a rendering that takes too long, and continues with the next', async () => {
    const hasty = jimpEngine({ timeoutMs: 50 });
    const photo = await drawnJpeg(1700, 1200);
    await expect(render(hasty, photo)).rejects.toThrow('A picture of 1700 × 1200 took longer than 50 ms.');
    await expect(render(hasty, photo)).rejects.toThrow('took longer');
    await hasty.close();
    expect((await render(engine, photo)).ok).toBe(true);
  });

  it('takes a CMYK picture of 50 megapixels', async () => {
    const print = makeFlatJpeg({ width: 10_000, height: 5000, colour: [200, 200, 200, 255], adobeTransform: 0 });
    expect(await render(engine, print)).toMatchObject({ ok: true });
  });

  it('refuses a JPEG in several scans that needs more memory than there is', async () => {
    const tall = makeFlatJpeg({ width: 2000, height: 25_000, moreScans: 1 });
    expect(await render(engine, tall)).toEqual({
      ok: false,
      code: 'PICTURE.TOO_MANY_PIXELS',
      detail:
        '2000 × 25000 in several scans: it takes 580 MB to decode, and at most 300 MB are available; a baseline JPEG takes less.',
    });
  });
});
