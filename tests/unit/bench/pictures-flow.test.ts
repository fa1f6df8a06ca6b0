// The bounds of the picture bench's flow through the whole app.

import { type FlowFigures, flowBounds, flowJson } from '../../../bench/pictures/flow/flow-bounds';
import { isMissed } from '../../../bench/pictures/rows';

const good: FlowFigures = {
  pictures: 500,
  ready: 500,
  renderings: 500,
  messagesLeft: 0,
  perMinute: 80,
  enginePerMinute: 100,
  uploadSeconds: 12,
  cpu: { app: 1, storage: 0.1, uploader: 0.02 },
};

const missed = (changes: Partial<FlowFigures>) =>
  flowBounds({ ...good, ...changes })
    .filter(isMissed)
    .map(({ what }) => what);

it('counts a bound as met when it is just met', () => {
  expect(missed({})).toEqual([]);
});

it.each<[string, Partial<FlowFigures>, string]>([
  ['one picture that is not ready', { ready: 499 }, 'pictures that did not end ready'],
  ['one that was tried twice', { renderings: 501 }, 'renderings more than pictures'],
  ['a message that is left', { messagesLeft: 1 }, 'messages left in queues, poison queues among them'],
  ['throughput more than a fifth lower', { perMinute: 79.9 }, 'throughput to that of the engine alone'],
  [
    'throughput of an engine that was not measured',
    { enginePerMinute: Number.NaN },
    'throughput to that of the engine alone',
  ],
])('sees %s', (_what, changes, bound) => {
  expect(missed(changes)).toEqual([bound]);
});

it('says in one line what was measured and what is missed', () => {
  const line = flowJson('3-megapixel JPEG', { ...good, ready: 498 });
  expect(line).not.toContain('\n');
  expect(JSON.parse(line)).toMatchObject({
    bench: 'pictures-flow',
    source: '3-megapixel JPEG',
    perMinute: 80,
    missed: ['pictures that did not end ready'],
  });
});
