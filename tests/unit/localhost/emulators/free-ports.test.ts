// Emulators get ports that no outgoing connection can take between the check and the start.

import { createServer } from 'node:net';
import { freePorts } from '../../../../localhost/emulators/azurite-ports';
import { freePort } from '../../../../localhost/emulators/free-ports';

/** The lowest ephemeral port on Linux. */
const ephemeralFrom = 32_768;

describe('free ports', () => {
  it('are three consecutive ports below the ephemeral range', async () => {
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
