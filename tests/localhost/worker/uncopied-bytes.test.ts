// Bytes of a trigger on their way to the app.

import { uncopiedBytes } from '../../../localhost/worker/uncopied-bytes';

describe('bytes for an app', () => {
  it('are given away with their buffer when they are all that is in it', () => {
    const bytes = Buffer.alloc(10_000, 'content');
    const { bytes: handed } = uncopiedBytes({ bytes });
    expect(handed).toBe(bytes.buffer);
    // As the library does it, nothing is copied.
    expect(Buffer.from(handed as ArrayBuffer).equals(bytes)).toBe(true);
    expect(Buffer.from(handed as ArrayBuffer).buffer).toBe(bytes.buffer);
  });

  it('keep to themselves when they share their buffer with others', () => {
    const bytes = Buffer.from(new ArrayBuffer(100), 10, 20);
    expect(uncopiedBytes({ bytes }).bytes).toBe(bytes);
  });

  it('may be none at all', () => {
    const nothing = { bytes: new Uint8Array(0) };
    expect(uncopiedBytes(nothing)).toBe(nothing);
    const text = { string: 'text' };
    expect(uncopiedBytes(text)).toBe(text);
  });
});
