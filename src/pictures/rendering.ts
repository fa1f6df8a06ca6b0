// What an engine is given to paint, and what it hands back.

import type { PictureHeader } from './headers/header-result';
import type { PlannedRendition, RenderedFile } from './renditions';

export interface RenderTask extends PictureHeader {
  /** Handed over: the caller cannot use it afterwards. */
  source: Uint8Array<ArrayBuffer>;
  plan: PlannedRendition[];
}

export interface Rendering {
  /** Every planned rendition in every format that the engine makes. */
  files: RenderedFile[];
  /** A ThumbHash in Base64. */
  placeholder: string;
}
