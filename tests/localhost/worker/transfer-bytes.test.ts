// Bytes of a trigger on their way to the app.

import { transferBytes } from '../../../localhost/worker/transfer-bytes';

describe('bytes for an app', () => {
  it('are given away with their buffer when they are all that is in it', () => {
    const bytes = Buffer.alloc(10_000, 'content');
    for (let time = 0; time < 2; time++) {
      const { bytes: handed } = transferBytes({ bytes });
      expect(handed).toBe(bytes);
      // As the library does it, nothing is copied.
      const taken = Buffer.from(handed ?? '');
      expect(taken.equals(bytes)).toBe(true);
      expect(taken.buffer).toBe(bytes.buffer);
    }
  });

  it('keep to themselves when they share their buffer with others', () => {
    const bytes = Buffer.from(new ArrayBuffer(100), 10, 20);
    const { bytes: handed } = transferBytes({ bytes });
    expect(handed).toBe(bytes);
    expect(Buffer.from(handed ?? '').buffer).not.toBe(bytes.buffer);
  });

  it('may be none at all', () => {
    const nothing = { bytes: new Uint8Array(0) };
    expect(transferBytes(nothing)).toBe(nothing);
    const text = { string: 'text' };
    expect(transferBytes(text)).toBe(text);
  });
});
