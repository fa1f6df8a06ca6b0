// Emulators get ports that nobody takes away between the look and the start.

import { createServer } from 'node:net';
import { freePorts } from '../../../../localhost/emulators/azurite-ports';
import { freePort } from '../../../../localhost/emulators/free-ports';

/** The lowest port that Linux gives to outgoing connections. */
const ephemeralFrom = 32_768;

describe('free ports', () => {
  it('are three in a row, below those that the system gives to outgoing connections', async () => {
    const { blob, queue, table } = await freePorts();
    expect([queue, table]).toEqual([blob + 1, blob + 2]);
    expect(table).toBeLessThan(ephemeralFrom);
  });

  it('can be listened on', async () => {
    const port = await freePort();
    const server = createServer();
    await new Promise<void>((resolve, reject) => {
      server.once('error', reject);
      server.listen(port, '127.0.0.1', resolve);
    });
    server.close();
  });
});
