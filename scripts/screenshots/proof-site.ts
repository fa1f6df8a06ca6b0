// The proof page with orders under way, after its host was killed twice.

import { join } from 'node:path';
import { startProofServer } from '../proof/proof-server';
import { startSupervisor } from '../proof/supervisor';
import { repositoryRoot } from '../repository-root';
import { eventually } from '../shop/eventually';
import type { Site } from './shop-site';

const timeoutMs = 120_000;
const kills = 2;
const ordersBetween = 6;

export async function openProofSite(folder: string): Promise<Site> {
  const supervisor = await startSupervisor(folder);
  const server = await startProofServer(supervisor, join(repositoryRoot(), 'dist/proof-page'), 0);
  supervisor.setRate(60);
  for (let kill = 1; kill <= kills; kill++) {
    await eventually('orders between two kills', timeoutMs, async () => {
      const { host, orders } = supervisor.state();
      return (host.isUp && orders.ended >= kill * ordersBetween) || undefined;
    });
    await supervisor.kill();
  }
  await eventually('the shop after the last kill', timeoutMs, async () => supervisor.state().host.isUp || undefined);
  return {
    origin: server.origin,
    async close() {
      server.close();
      await supervisor.close();
    },
  };
}
