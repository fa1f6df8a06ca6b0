// The picture handlers over in-memory dependencies, with one product, and contexts that record log lines.

import { InvocationContext } from '@azure/functions';
import { makePictureHandlers } from '../../src/pictures/handlers';
import { pictureJob } from '../../src/pictures/picture-job';
import { makeRegisterUpload } from '../../src/pictures/register-upload';
import type { RenderOutcome } from '../../src/pictures/render-picture';
import { makeFakePictures } from './fake-pictures';

export const pictureId = `pic_${'0'.repeat(26)}`;
export const name = { sku: 'oak', pictureId };
export const now = '2026-01-02T00:00:00.000Z';
export const job = pictureJob(name, '"e1"');
const product = { sku: 'oak', name: 'Oak board', price: { amount: 1, currency: 'EUR' }, warehouse: 'north' };

/** The shop's view of a ready picture. */
export const shown = {
  width: 30,
  height: 40,
  placeholder: 'hash',
  renditions: [
    { name: 'thumb', url: '/t', width: 2, height: 2, contentType: 'image/jpeg', bytes: 1, sha256: 'f' } as const,
  ],
  srcset: '/s 30w',
  sources: [],
};

export function aStudio() {
  const fake = makeFakePictures();
  const rendered: unknown[] = [];
  let outcome: () => Promise<RenderOutcome> = async () => ({ kind: 'repeated' });
  const clock = () => new Date(now);
  const handlers = makePictureHandlers({
    ...fake,
    products: { find: async (skus) => (skus.includes('oak') ? [product] : []) },
    permits: {
      issue: async ({ sku, pictureId }) => ({
        uploadUrl: `https://storage.example/uploads/${sku}/${pictureId}?sig=s`,
        expiresAt: new Date('2026-01-02T00:15:00Z'),
      }),
    },
    registerUpload: makeRegisterUpload({ ...fake, now: clock }),
    render: async (job) => {
      rendered.push(job);
      return outcome();
    },
    now: clock,
  });
  const renderEndsWith = (end: () => Promise<RenderOutcome>) => {
    outcome = end;
  };
  return { fake, handlers, rendered, renderEndsWith };
}

/** A context with trigger metadata, and the lines logged through it. */
export function aContext(triggerMetadata: Record<string, unknown> = {}) {
  const lines: string[] = [];
  const context = new InvocationContext({
    functionName: 'test',
    invocationId: 'invocation',
    logHandler: (level, ...parts) => lines.push(`${level} ${parts.join(' ')}`),
    triggerMetadata: triggerMetadata as never,
  });
  return { context, lines };
}
