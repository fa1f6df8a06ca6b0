// The manifest of a rendered picture, stored beside the renditions. It names their source, so that a repeated message finds
// its work done, and it is written last, so that it never describes an incomplete picture.

import { createHash } from 'node:crypto';
import type { PictureSource } from '../shared/contracts';
import type { PictureName, ReadyPicture, ReadyRendition } from './picture';
import type { Rendering } from './rendering';
import { pictureSources, renditionContentType, renditionsVersion, renditionUrl, srcset } from './renditions';

export interface Manifest extends PictureName {
  schemaVersion: 1;
  source: { etag: string; bytes: number; sha256: string };
  /** Of the source after EXIF rotation. */
  width: number;
  height: number;
  placeholder: string;
  renditions: ReadyRendition[];
  srcset: string;
  sources: PictureSource[];
  renditionsVersion: number;
  /** The rerender id of the request for these renditions; absent for the first ones. The name is part of stored manifests. */
  again?: string;
}

export interface RenderedSource {
  name: PictureName;
  etag: string;
  bytes: number;
  sha256: string;
  upright: { width: number; height: number };
  rerenderId?: string | undefined;
}

/** The manifest for a source and its renditions. */
export function makeManifest(source: RenderedSource, { files, placeholder }: Rendering): Manifest {
  const { sku, pictureId } = source.name;
  const renditions = files.map(({ name, format, width, height, bytes }): ReadyRendition => {
    const url = renditionUrl(pictureId, name, format);
    const contentType = renditionContentType(format);
    return { name, url, width, height, contentType, bytes: bytes.length, sha256: sha256(bytes) };
  });
  return {
    schemaVersion: 1,
    sku,
    pictureId,
    source: { etag: source.etag, bytes: source.bytes, sha256: source.sha256 },
    ...source.upright,
    placeholder,
    renditions,
    srcset: srcset(renditions),
    sources: pictureSources(renditions),
    renditionsVersion,
    ...(source.rerenderId !== undefined && { again: source.rerenderId }),
  };
}

/** What the shop shows of a rendered picture. */
export function readyPicture(manifest: Manifest): ReadyPicture {
  const { pictureId, width, height, placeholder, renditions, srcset, sources, renditionsVersion } = manifest;
  return { pictureId, width, height, placeholder, renditions, srcset, sources, renditionsVersion };
}

/** Hexadecimal SHA-256. */
export function sha256(bytes: Uint8Array): string {
  return createHash('sha256').update(bytes).digest('hex');
}
