// How often the sweeps run that finish what a dead process has begun: an order that was paid for must not wait for long.

import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { repositoryRoot } from '../../../scripts/repository-root';

const functionsOf = (area: string) => readFileSync(join(repositoryRoot(), `src/functions/${area}.ts`), 'utf8');

test.each([
  ['orders', 'startStalledOrders', '0 * * * * *'],
  ['stock', 'healAvailability', '0 */5 * * * *'],
])('%s: %s runs at %s', (area, name, schedule) => {
  const [, found] = new RegExp(`app\\.timer\\('${name}', \\{\\s*schedule: '([^']+)'`).exec(functionsOf(area)) ?? [];
  expect(found).toBe(schedule);
});
