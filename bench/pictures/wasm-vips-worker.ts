// A thread of the wasm-vips renderer: makes each rendition from the next larger one, with settings that give files of our size.

import { parentPort, workerData } from 'node:worker_threads';
import { planRenditions } from '../../src/pictures/renditions';

interface VipsImage {
  width: number;
  height: number;
  autorot(): VipsImage;
  copyMemory(): VipsImage;
  thumbnailImage(width: number, options: object): VipsImage;
  jpegsaveBuffer(options: object): Uint8Array;
  webpsaveBuffer(options: object): Uint8Array;
  delete(): void;
}
interface Vips {
  Image: {
    newFromBuffer(file: Uint8Array): VipsImage;
    thumbnailBuffer(file: Uint8Array, width: number, options: object): VipsImage;
  };
}

const jpeg = { Q: 78, quant_table: 3, optimize_coding: true, keep: 0 };
const webp = { Q: 80, keep: 0 };

const { library, set } = workerData as { library: string; set: string };
/** Without the codecs that are modules of their own: a thread waits for them for ever. */
const opened = (require(library) as (options: object) => Promise<Vips>)({ dynamicLibraries: [] });

parentPort?.on('message', async (source: Uint8Array) => {
  parentPort?.postMessage(render(await opened, source));
});

function render(vips: Vips, source: Uint8Array): number {
  const head = vips.Image.newFromBuffer(source);
  const plan = planRenditions(head.width, head.height);
  const made: VipsImage[] = [head];
  let files = 0;
  let last: VipsImage | undefined;
  for (const { width, height, square } of plan) {
    const options = { height, ...(square ? { crop: 'centre' } : { size: 'force' }) };
    const lazy: VipsImage = last
      ? last.thumbnailImage(width, options)
      : vips.Image.thumbnailBuffer(source, width, options);
    const image = lazy.copyMemory();
    made.push(lazy, image);
    last = image;
    image.jpegsaveBuffer(jpeg);
    if (set === 'whole') image.webpsaveBuffer(webp);
    files += set === 'whole' ? 2 : 1;
  }
  for (const image of made) image.delete();
  return files;
}
