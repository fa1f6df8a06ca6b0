// Feeds one of the app's own engines as the app does: from the bytes, through the inspection of the header, by the plan.

import { inspect } from '../../src/pictures/inspection';
import type { PictureEngine } from '../../src/pictures/ports';
import { planRenditions, type RenditionFormat } from '../../src/pictures/renditions';
import type { Painter, RenditionSet } from './painter';

type ClosableEngine = PictureEngine & { close(): Promise<void> };

/** The formats of a set, as an engine is told; a whole set is what it makes anyway. */
export function formatsOf(set: RenditionSet): { formats?: RenditionFormat[] } {
  return set === 'jpeg' ? { formats: ['jpeg'] } : {};
}

export function enginePainter(engine: ClosableEngine): Painter {
  return {
    async paint(source) {
      const inspected = inspect(source);
      if (!inspected.ok) throw new Error(inspected.detail);
      const { upright, ...header } = inspected.value;
      const plan = planRenditions(upright.width, upright.height);
      // The engine takes its source away, as it may: the app reads one for each job.
      const rendered = await engine.render({ ...header, source: Uint8Array.from(source), plan });
      if (!rendered.ok) throw new Error(rendered.detail);
      return rendered.value.files.length;
    },
    close: () => engine.close(),
  };
}
