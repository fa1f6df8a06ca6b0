// How much data an interlaced PNG may hold: what its header tells, since the decoder itself sets no bound.

import { holdsTooMuchData } from '../../../src/adapters/png-data';
import { makePng } from '../../helpers/jpeg';
import { interlacedPng } from '../../helpers/png-bytes';

describe('a PNG', () => {
  it('that is interlaced may hold its picture', () => {
    expect(holdsTooMuchData(interlacedPng())).toBe(false);
  });

  it('that is interlaced may not hold a hundred thousand times its picture', () => {
    expect(holdsTooMuchData(interlacedPng(20_000_000))).toBe(true);
  });

  it('that is not interlaced is left to the decoder', async () => {
    expect(holdsTooMuchData(await makePng({ width: 9, height: 7 }))).toBe(false);
  });

  it('that is cut off anywhere is left to the decoder, which tells why it cannot be decoded', () => {
    const file = interlacedPng();
    for (let length = 30; length < file.length; length++) {
      expect(holdsTooMuchData(file.subarray(0, length))).toBe(false);
    }
  });
});
