// What only the jimp engine has to show: its time limit, and its bound for pictures in print colours.

import { drawn, drawnJpeg } from '../../helpers/test-pictures';
import { jimpEngine, render } from './picture-engines';

describe('the engine jimp', () => {
  it('ends a rendering that takes too long, and goes on with the next', async () => {
    const hasty = jimpEngine({ timeoutMs: 100 });
    const patient = jimpEngine();
    const photo = await drawnJpeg(2400, 1800);
    await expect(render(hasty, photo)).rejects.toThrow('A picture of 2400 × 1800 took longer than 100 ms.');
    await expect(render(hasty, photo)).rejects.toThrow('took longer');
    expect((await render(patient, photo)).ok).toBe(true);
    await Promise.all([hasty.close(), patient.close()]);
  });

  it('refuses print colours of more pixels than it has memory for', async () => {
    const engine = jimpEngine();
    const print = await drawn(4000, 2100).toColourspace('cmyk').jpeg().toBuffer();
    expect(await render(engine, print)).toMatchObject({ ok: false, code: 'PICTURE.TOO_MANY_PIXELS' });
    await engine.close();
  });
});
