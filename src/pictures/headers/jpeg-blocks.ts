// Follows the coefficients of a JPEG's blocks without computing any (ITU T.81, annexes F and G).

import { type JpegBits, type JpegCodes, JpegDataDamaged } from './jpeg-bits';

export interface ScanKind {
  isProgressive: boolean;
  /** First and last coefficient along the zigzag. */
  first: number;
  last: number;
  /** Whether an earlier scan had the upper bits of these coefficients. */
  isRefinement: boolean;
  /** How many of their lowest bits are left for later scans; none when absent. */
  lowest?: number;
}

/** Follows one block. `known` has a bit for each coefficient of the block that is not zero, in two words from `at` on. */
export type FollowBlock = (tables: { dc?: JpegCodes; ac?: JpegCodes }, known: Uint32Array, at: number) => void;

export interface BlockFollower {
  follow: FollowBlock;
  /** At a restart marker, runs of empty blocks end. */
  restart(): void;
}

export function makeBlockFollower(bits: JpegBits, kind: ScanKind): BlockFollower {
  let emptyBlocks = 0;
  const restart = () => {
    emptyBlocks = 0;
  };
  const { first, last, isRefinement, isProgressive } = kind;

  const sequential: FollowBlock = ({ dc, ac }) => {
    bits.bits(sizeOf(bits.symbol(needed(dc))));
    followRuns(needed(ac), 1, 63, () => undefined);
  };

  /** Runs of zeros, each with a value behind it, up to a mark for the end of the block. Returns that mark's run. */
  function followRuns(ac: JpegCodes, from: number, to: number, onValue: (at: number) => void): number {
    for (let at = from; at <= to; at++) {
      const symbol = bits.symbol(ac);
      const [run, size] = [symbol >> 4, symbol & 15];
      at += run;
      if (size === 0 && run < 15) return run;
      if (at > to) throw new JpegDataDamaged('a block has too many coefficients.');
      if (size === 0) continue;
      bits.bits(size);
      onValue(at);
    }
    return -1;
  }

  const firstDc: FollowBlock = ({ dc }) => {
    bits.bits(sizeOf(bits.symbol(needed(dc))));
  };
  const moreDc: FollowBlock = () => {
    bits.bits(1);
  };

  const firstAc: FollowBlock = ({ ac }, known, block) => {
    if (emptyBlocks > 0) {
      emptyBlocks--;
      return;
    }
    const run = followRuns(needed(ac), first, last, (at) => setKnown(known, block, at));
    if (run >= 0) emptyBlocks = (1 << run) - 1 + bits.bits(run);
  };

  const moreAc: FollowBlock = ({ ac }, known, block) => {
    let at = first;
    if (emptyBlocks === 0) at = refine(needed(ac), known, block);
    if (emptyBlocks === 0) return;
    for (; at <= last; at++) if (isKnown(known, block, at)) bits.bits(1);
    emptyBlocks--;
  };

  /** Returns how far it came when the block ends early. */
  function refine(ac: JpegCodes, known: Uint32Array, block: number): number {
    for (let at = first; at <= last; at++) {
      const symbol = bits.symbol(ac);
      const size = symbol & 15;
      let run = symbol >> 4;
      if (size > 1) throw new JpegDataDamaged('it uses an undefined code.');
      if (size === 0 && run < 15) {
        emptyBlocks = (1 << run) + bits.bits(run);
        return at;
      }
      if (size === 1) bits.bits(1);
      for (; at <= last; at++) {
        if (isKnown(known, block, at)) bits.bits(1);
        else if (--run < 0) break;
      }
      if (size === 1 && at <= last) setKnown(known, block, at);
    }
    return last + 1;
  }

  if (!isProgressive) return { follow: sequential, restart };
  if (first === 0) return { follow: isRefinement ? moreDc : firstDc, restart };
  return { follow: isRefinement ? moreAc : firstAc, restart };
}

function needed(codes: JpegCodes | undefined): JpegCodes {
  if (!codes) throw new JpegDataDamaged('a table of codes is missing.');
  return codes;
}

function sizeOf(symbol: number): number {
  if (symbol > 15) throw new JpegDataDamaged('it uses an undefined code.');
  return symbol;
}

function isKnown(known: Uint32Array, block: number, at: number): boolean {
  return (((known[block + (at >> 5)] ?? 0) >>> (at & 31)) & 1) === 1;
}

function setKnown(known: Uint32Array, block: number, at: number): void {
  known[block + (at >> 5)] = (known[block + (at >> 5)] ?? 0) | (1 << (at & 31));
}
