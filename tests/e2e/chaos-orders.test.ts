// Runs `npm run chaos:orders -- --quick`: orders of every kind while the host is killed and storage fails, then the audit.

import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { repositoryRoot } from '../../scripts/repository-root';
import { ownHostTest } from '../helpers/own-host-test';

ownHostTest(
  'twenty orders survive kills at random moments and at fault points, and a storage outage; all records agree',
  async () => {
    const script = join(repositoryRoot(), 'dist/bench/chaos-orders/chaos-orders.js');
    const child = spawn(process.execPath, [script, '--quick'], { stdio: ['ignore', 'pipe', 'pipe'] });
    let printed = '';
    for (const stream of [child.stdout, child.stderr]) {
      stream.setEncoding('utf8').on('data', (text: string) => {
        printed += text;
      });
    }
    const [code] = await once(child, 'close');
    const last = printed.trim().split('\n').at(-1) ?? '';
    expect({ code, printed }).toEqual({ code: 0, printed: expect.stringContaining('"violations":0') });
    // A random kill may coincide with one at a fault point.
    expect(JSON.parse(last).deaths).toBeGreaterThanOrEqual(7);
  },
  240_000,
);
