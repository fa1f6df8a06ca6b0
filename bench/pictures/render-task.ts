// What an engine is given for a source, as the app makes it.

import { readFile } from 'node:fs/promises';
import { inspect } from '../../src/pictures/inspection';
import type { RenderTask } from '../../src/pictures/rendering';
import { planRenditions } from '../../src/pictures/renditions';
import type { Source } from './sources';

/** @throws when the app would refuse the source. */
export async function renderTaskOf({ file }: Source): Promise<RenderTask> {
  const source = new Uint8Array(await readFile(file));
  const inspected = inspect(source);
  if (!inspected.ok) throw new Error(inspected.detail);
  const { upright, ...header } = inspected.value;
  return { ...header, source, plan: planRenditions(upright.width, upright.height) };
}
