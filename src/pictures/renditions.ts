// Which renditions a picture gets, in which order and from what: decoding and shrinking the source is the dear part,
// so each rendition is made from the next larger one, and nothing is ever enlarged.

import type { RenditionName } from '../shared/contracts';

export interface PlannedRendition {
  name: RenditionName;
  /** What it is made from: the source, or a rendition that comes earlier in the plan. */
  from: 'source' | RenditionName;
  /** Whether the largest centred square is cut out first. */
  square: boolean;
  width: number;
  height: number;
}

export interface RenderedFile {
  name: RenditionName;
  width: number;
  height: number;
  bytes: Uint8Array;
}

export const renditionContentType = 'image/jpeg';

const thumbSide = 200;
const widths = [
  ['large', 1600],
  ['medium', 800],
  ['small', 400],
] as const;

/**
 * The plan for an upright picture of this size, to be carried out in order: `large`, `medium` and `small` keep its
 * proportions at most 1600, 800 and 400 pixels wide; `thumb` is a centred square of at most 200 pixels.
 */
export function planRenditions(width: number, height: number): PlannedRendition[] {
  const plan: PlannedRendition[] = [];
  for (const [name, limit] of widths) {
    const size = fitWidth(width, height, limit);
    plan.push({ name, from: plan.at(-1)?.name ?? 'source', square: false, ...size });
  }
  const side = Math.min(thumbSide, width, height);
  const smallestThatCovers = plan.findLast((planned) => Math.min(planned.width, planned.height) >= side);
  plan.push({ name: 'thumb', from: smallestThatCovers?.name ?? 'source', square: true, width: side, height: side });
  return plan;
}

function fitWidth(width: number, height: number, limit: number) {
  if (width <= limit) return { width, height };
  return { width: limit, height: Math.max(1, Math.round((height * limit) / width)) };
}

/** The name of a rendition's file, e.g. `thumb.jpg`. */
export function renditionFile(name: RenditionName): string {
  return `${name}.jpg`;
}

/** Whether a file name is that of a rendition: nothing else is ever given out. */
export function isRenditionFile(file: string): boolean {
  return /^(thumb|small|medium|large)\.jpg$/.test(file);
}

/** Where a rendition is shown, as a path on this app. */
export function renditionUrl(pictureId: string, name: RenditionName): string {
  return `/api/media/${pictureId}/${renditionFile(name)}`;
}

/** The `srcset` of an `<img>`: each width once, smallest first, without the square thumb. */
export function srcset(renditions: readonly { name: RenditionName; url: string; width: number }[]): string {
  const byWidth = new Map<number, string>();
  for (const { name, url, width } of renditions) if (name !== 'thumb') byWidth.set(width, url);
  return [...byWidth]
    .sort(([a], [b]) => a - b)
    .map(([width, url]) => `${url} ${width}w`)
    .join(', ');
}
