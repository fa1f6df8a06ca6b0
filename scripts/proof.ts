// `npm run proof [-- --port 7079]` runs a shop with a page that kills its host, cuts off its storage and breaks its payments,
// with the books beside it. Everything is in a temporary folder, which is removed at the end.

import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { forwardSignals } from './forward-signals';
import { startProofServer } from './proof/proof-server';
import { startSupervisor } from './proof/supervisor';
import { repositoryRoot } from './repository-root';

const usualPort = 7079;

async function main(args: string[]): Promise<number> {
  const { values } = parseArgs({ args, options: { port: { type: 'string', default: String(usualPort) } } });
  const folder = mkdtempSync(join(tmpdir(), 'cartwright-proof-'));
  console.log('Starting the shop, its storage and the page.');
  const interrupted = new Promise<void>((resolve) => forwardSignals(resolve));
  const supervisor = await startSupervisor(folder);
  try {
    const server = await startProofServer(supervisor, join(repositoryRoot(), 'dist/proof-page'), Number(values.port));
    console.log(`\n  Proof       ${server.origin}/proof\n  Storefront  ${supervisor.state().host.storefront}/\n`);
    console.log(`The host's log is ${join(folder, 'host.log')}. Press Ctrl-C to stop and remove everything.`);
    await interrupted;
    server.close();
  } finally {
    await supervisor.close();
  }
  rmSync(folder, { recursive: true, force: true });
  return 0;
}

main(process.argv.slice(2)).then(
  (code) => process.exit(code),
  (error: Error) => {
    console.error(`The proof page could not start: ${error.message}`);
    process.exit(1);
  },
);
