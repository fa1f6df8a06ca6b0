// Which renditions a picture gets, in which order and from what: decoding and shrinking the source is the dear part,
// so each rendition is made from the next larger one, and nothing is ever enlarged.

import type { PictureSource, Rendition, RenditionName } from '../shared/contracts';

/** Goes up when a picture made anew would get other sizes or formats: those of a lower one are outdated. */
export const renditionsVersion = 2;

export interface PlannedRendition {
  name: RenditionName;
  /** What it is made from: the source, or a rendition that comes earlier in the plan. */
  from: 'source' | RenditionName;
  /** Whether the largest centred square is cut out first. */
  square: boolean;
  width: number;
  height: number;
}

/** JPEG is what every browser shows; the others are for those that know them. */
export type RenditionFormat = 'jpeg' | 'webp' | 'avif';

export interface RenderedFile {
  name: RenditionName;
  format: RenditionFormat;
  width: number;
  height: number;
  bytes: Uint8Array;
}

/** The most compact first; JPEG is what is left when a browser knows none of them. */
const preferredFormats = ['avif', 'webp'] as const;

/** The most pixels across; of `thumb`, a square, the most on each side. Public: renditions.test.ts says what a change needs. */
export const renditionSizes = { large: 1600, medium: 800, small: 400, thumb: 200 } as const;
/** More than this a WebP cannot hold. */
const highest = 16_383;
const inProportion = ['large', 'medium', 'small'] as const;

/**
 * The plan for an upright picture of this size, to be carried out in order: `large`, `medium` and `small` keep its
 * proportions (and are at most 16383 pixels high); `thumb` is a centred square. None is larger than `renditionSizes` says.
 */
export function planRenditions(width: number, height: number): PlannedRendition[] {
  const plan: PlannedRendition[] = [];
  for (const name of inProportion) {
    const size = fitWidth(width, height, renditionSizes[name]);
    plan.push({ name, from: plan.at(-1)?.name ?? 'source', square: false, ...size });
  }
  const side = Math.min(renditionSizes.thumb, width, height);
  const smallestThatCovers = plan.findLast((planned) => Math.min(planned.width, planned.height) >= side);
  plan.push({ name: 'thumb', from: smallestThatCovers?.name ?? 'source', square: true, width: side, height: side });
  return plan;
}

function fitWidth(width: number, height: number, limit: number) {
  const scale = Math.min(1, limit / width, highest / height);
  return { width: Math.max(1, Math.round(width * scale)), height: Math.max(1, Math.round(height * scale)) };
}

export function renditionContentType(format: RenditionFormat): string {
  return `image/${format}`;
}

/** The name of a rendition's file, e.g. `thumb.jpg`. */
export function renditionFile(name: RenditionName, format: RenditionFormat): string {
  return `${name}.${format === 'jpeg' ? 'jpg' : format}`;
}

/** Whether a file name is that of a rendition: nothing else is ever given out. */
export function isRenditionFile(file: string): boolean {
  return /^(thumb|small|medium|large)\.(jpg|webp|avif)$/.test(file);
}

/** Where a rendition is shown, as a path on this app. */
export function renditionUrl(pictureId: string, name: RenditionName, format: RenditionFormat): string {
  return `/api/media/${pictureId}/${renditionFile(name, format)}`;
}

/** The `srcset` of an `<img>`: the JPEGs, each width once, smallest first, without the square thumb. */
export function srcset(renditions: readonly Rendition[]): string {
  return srcsetIn('jpeg', renditions);
}

/** What stands before the `<img>`: the `srcset` of each format that browsers should prefer, as far as there is one. */
export function pictureSources(renditions: readonly Rendition[]): PictureSource[] {
  return preferredFormats
    .map((format) => ({ contentType: renditionContentType(format), srcset: srcsetIn(format, renditions) }))
    .filter((source) => source.srcset !== '');
}

function srcsetIn(format: RenditionFormat, renditions: readonly Rendition[]): string {
  const byWidth = new Map<number, string>();
  for (const { name, url, width, contentType } of renditions) {
    if (name !== 'thumb' && contentType === renditionContentType(format)) byWidth.set(width, url);
  }
  return [...byWidth]
    .sort(([a], [b]) => a - b)
    .map(([width, url]) => `${url} ${width}w`)
    .join(', ');
}
