// Input and output of a picture engine.

import type { PictureHeader } from './headers/header-result';
import type { PlannedRendition, RenderedFile } from './renditions';

export interface RenderTask extends PictureHeader {
  /** Transferred to the engine: the caller cannot use it afterwards. */
  source: Uint8Array<ArrayBuffer>;
  plan: PlannedRendition[];
}

export interface Rendering {
  /** Every planned rendition, in every format of the engine. */
  files: RenderedFile[];
  /** A ThumbHash in Base64. */
  placeholder: string;
}
