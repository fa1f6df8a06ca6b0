// Which story an instance is told, by the version it was started with.

import type { DurableContext, Orchestration } from '../../../../src/shared/durable/durable';
import { orchestratorByVersion } from '../../../../src/shared/durable/orchestrator-versions';

function telling(name: string) {
  return function* (): Orchestration<string> {
    return name;
  };
}

const told = orchestratorByVersion({ '1.2': telling('1.2'), '1.10': telling('1.10'), '2.0': telling('2.0') });
const tell = (version: string | undefined) => told({ df: { version } } as unknown as DurableContext).next().value;

it.each([
  [undefined, '1.2'],
  ['', '1.2'],
  ['1.0', '1.2'],
  ['1.2', '1.2'],
  ['1.9', '1.2'],
  ['1.10', '1.10'],
  ['1.10.1', '1.10'],
  ['2.0', '2.0'],
  ['3', '2.0'],
])('an instance of version %p is told the story %s', (version, story) => {
  expect(tell(version)).toBe(story);
});
