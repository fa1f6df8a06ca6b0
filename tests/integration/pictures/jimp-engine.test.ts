// What only the jimp engine has to show: its time limit, its bounds of memory, and the canvas of a GIF.

import { coloursOf, drawnJpeg } from '../../helpers/test-pictures';
import { makeFlatGif } from '../../hostile/files/gif';
import { makeFlatJpeg } from '../../hostile/files/jpeg';
import { type ClosableEngine, jimpEngine, render, rendered } from './picture-engines';

describe('the engine jimp', () => {
  let engine: ClosableEngine;
  beforeAll(() => {
    engine = jimpEngine();
  });
  afterAll(() => engine.close());

  it('ends a rendering that takes too long, and goes on with the next', async () => {
    const hasty = jimpEngine({ timeoutMs: 50 });
    const photo = await drawnJpeg(1700, 1200);
    await expect(render(hasty, photo)).rejects.toThrow('A picture of 1700 × 1200 took longer than 50 ms.');
    await expect(render(hasty, photo)).rejects.toThrow('took longer');
    await hasty.close();
    expect((await render(engine, photo)).ok).toBe(true);
  });

  it('lays a small first frame of a GIF where it belongs, and leaves the rest of the canvas transparent', async () => {
    const frame = { left: 160, top: 120, width: 160, height: 120 };
    const { files } = await rendered(engine, makeFlatGif({ width: 320, height: 240, frames: [frame] }));
    const { topLeft, topRight, bottomLeft, bottomRight } = await coloursOf(files['large.webp']?.bytes ?? Buffer.of());
    expect([topLeft[3], topRight[3], bottomLeft[3], bottomRight[3]]).toEqual([0, 0, 0, 255]);
    for (const [at, value] of [220, 30, 30].entries()) {
      expect(Math.abs((bottomRight[at] ?? Number.NaN) - value)).toBeLessThan(14);
    }
  });

  it('refuses print colours of more pixels than it has memory for', async () => {
    const print = makeFlatJpeg({ width: 4000, height: 2100, colour: [200, 200, 200, 255], adobeTransform: 0 });
    expect(await render(engine, print)).toMatchObject({ ok: false, code: 'PICTURE.TOO_MANY_PIXELS' });
  });

  it('refuses a JPEG in several scans that needs more memory than there is', async () => {
    const tall = makeFlatJpeg({ width: 2000, height: 25_000, moreScans: 1 });
    expect(await render(engine, tall)).toEqual({
      ok: false,
      code: 'PICTURE.TOO_MANY_PIXELS',
      detail:
        '2000 × 25000 in several scans: it takes 626 MB to decode, and at most 370 are there; as a baseline JPEG it takes less.',
    });
  });
});
