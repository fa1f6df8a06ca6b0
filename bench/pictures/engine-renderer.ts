// Runs one of the app's engines as the app does: inspects the header, plans the renditions, renders them.

import { inspect } from '../../src/pictures/inspection';
import type { PictureEngine } from '../../src/pictures/ports';
import { planRenditions, type RenditionFormat } from '../../src/pictures/renditions';
import type { Renderer, RenditionSet } from './renderer';

type ClosableEngine = PictureEngine & { close(): Promise<void> };

/** The engine's `formats` option for a set; an engine makes the whole set by default. */
export function formatsOf(set: RenditionSet): { formats?: RenditionFormat[] } {
  return set === 'jpeg' ? { formats: ['jpeg'] } : {};
}

export function engineRenderer(engine: ClosableEngine): Renderer {
  return {
    async render(source) {
      const inspected = inspect(source);
      if (!inspected.ok) throw new Error(inspected.detail);
      const { upright, ...header } = inspected.value;
      const plan = planRenditions(upright.width, upright.height);
      // A copy, because the engine may transfer its source; the app reads the source anew for each job.
      const rendered = await engine.render({ ...header, source: new Uint8Array(source), plan });
      if (!rendered.ok) throw new Error(rendered.detail);
      return rendered.value.files.length;
    },
    close: () => engine.close(),
  };
}
