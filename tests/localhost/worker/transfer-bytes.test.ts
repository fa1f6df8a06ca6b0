// Passing a trigger's bytes to the app without copying.

import { transferBytes } from '../../../localhost/worker/transfer-bytes';

describe('bytes for an app', () => {
  it('are passed with their buffer if they fill it', () => {
    const bytes = Buffer.alloc(10_000, 'content');
    for (let time = 0; time < 2; time++) {
      const { bytes: handed } = transferBytes({ bytes });
      expect(handed).toBe(bytes);
      // Like the library, without a copy.
      const taken = Buffer.from(handed ?? '');
      expect(taken.equals(bytes)).toBe(true);
      expect(taken.buffer).toBe(bytes.buffer);
    }
  });

  it('are left for the library to copy if their buffer has other data', () => {
    const bytes = Buffer.from(new ArrayBuffer(100), 10, 20);
    const { bytes: handed } = transferBytes({ bytes });
    expect(handed).toBe(bytes);
    expect(Buffer.from(handed ?? '').buffer).not.toBe(bytes.buffer);
  });

  it('may be empty', () => {
    const nothing = { bytes: new Uint8Array(0) };
    expect(transferBytes(nothing)).toBe(nothing);
    const text = { string: 'text' };
    expect(transferBytes(text)).toBe(text);
  });
});
