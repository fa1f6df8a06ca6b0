// Which renditions a picture gets, in which order and from what. Decoding and shrinking the source is the expensive part,
// so each rendition is made from the next larger one. Nothing is enlarged.

import type { PictureSource, Rendition, RenditionName } from '../shared/contracts';

/** Increase it when sizes or formats change: renditions with a lower version are outdated. */
export const renditionsVersion = 2;

export interface PlannedRendition {
  name: RenditionName;
  /** What it is made from: the source, or a rendition that comes earlier in the plan. */
  from: 'source' | RenditionName;
  /** Whether the largest centred square is cropped first. */
  square: boolean;
  width: number;
  height: number;
}

/** Every browser shows JPEG; the other formats are for browsers that support them. */
export type RenditionFormat = 'jpeg' | 'webp' | 'avif';

export interface RenderedFile {
  name: RenditionName;
  format: RenditionFormat;
  width: number;
  height: number;
  bytes: Uint8Array;
}

/** Smallest files first; JPEG is the fallback for browsers that support none of them. */
const preferredFormats = ['avif', 'webp'] as const;

/**
 * The maximum width in pixels; for `thumb`, a square, the maximum of each side. The sizes are public: renditions.test.ts says
 * what else has to follow when one is changed.
 */
export const renditionSizes = { large: 1600, medium: 800, small: 400, thumb: 200 } as const;
/** The largest side of a WebP. */
const maxHeight = 16_383;
const scaled = ['large', 'medium', 'small'] as const;

/**
 * The plan for an upright picture of this size, to be rendered in order: `large`, `medium` and `small` keep the aspect ratio
 * (and are at most 16383 pixels high); `thumb` is a centred square. None is larger than `renditionSizes` says.
 */
export function planRenditions(width: number, height: number): PlannedRendition[] {
  const plan: PlannedRendition[] = [];
  for (const name of scaled) {
    const size = fitWidth(width, height, renditionSizes[name]);
    plan.push({ name, from: plan.at(-1)?.name ?? 'source', square: false, ...size });
  }
  const side = Math.min(renditionSizes.thumb, width, height);
  const smallestCovering = plan.findLast((planned) => Math.min(planned.width, planned.height) >= side);
  plan.push({ name: 'thumb', from: smallestCovering?.name ?? 'source', square: true, width: side, height: side });
  return plan;
}

function fitWidth(width: number, height: number, limit: number) {
  const scale = Math.min(1, limit / width, maxHeight / height);
  return { width: Math.max(1, Math.round(width * scale)), height: Math.max(1, Math.round(height * scale)) };
}

export function renditionContentType(format: RenditionFormat): string {
  return `image/${format}`;
}

/** The name of a rendition's file, e.g. `thumb.jpg`. */
export function renditionFile(name: RenditionName, format: RenditionFormat): string {
  return `${name}.${format === 'jpeg' ? 'jpg' : format}`;
}

/** Whether a file name is that of a rendition: no other file is served. */
export function isRenditionFile(file: string): boolean {
  return /^(thumb|small|medium|large)\.(jpg|webp|avif)$/.test(file);
}

/** The url of a rendition, as a path on this app. */
export function renditionUrl(pictureId: string, name: RenditionName, format: RenditionFormat): string {
  return `/api/media/${pictureId}/${renditionFile(name, format)}`;
}

/** The `srcset` of an `<img>`: the JPEGs, each width once, narrowest first, without the square thumb. */
export function srcset(renditions: readonly Rendition[]): string {
  return srcsetIn('jpeg', renditions);
}

/** The `<source>` elements before the `<img>`: the `srcset` of each preferred format that the picture has. */
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
