// Tells whose Azurite listens on a port. An Azurite that a host starts has two more accounts: one says that a host started it, the
// other has a name made of the host's data folder. They are there from the first moment, and need no client library and no file.

import { createHash } from 'node:crypto';
import { realpathSync } from 'node:fs';
import { get } from 'node:http';

/** Used for nothing else, so anything in Base64 will do. */
const noKey = 'bm9uZQ==';
const startedByHost = 'localhosthost';

/** `nobody`: it was not started by a local host, but by hand or by another tool. */
export type AzuriteOwner = 'thisFolder' | 'anotherFolder' | 'nobody';

/** The value of AZURITE_ACCOUNTS for the Azurite of a data folder. @param account the account that apps use, as `name:key` */
export function accountsOf(dataFolder: string, account: string): string {
  return [account, `${startedByHost}:${noKey}`, `${accountOf(dataFolder)}:${noKey}`].join(';');
}

export async function ownerOf(blobPort: number, dataFolder: string): Promise<AzuriteOwner> {
  if (await hasAccount(blobPort, accountOf(dataFolder))) return 'thisFolder';
  return (await hasAccount(blobPort, startedByHost)) ? 'anotherFolder' : 'nobody';
}

function accountOf(dataFolder: string): string {
  const digest = createHash('sha256').update(realpathSync(dataFolder)).digest('hex');
  return `localhost${digest.slice(0, 15)}`;
}

/** Azurite answers a wrong signature with 403, and any signature of an unknown account with 404. */
function hasAccount(port: number, account: string): Promise<boolean> {
  return new Promise((resolve, reject) => {
    const headers = { authorization: `SharedKey ${account}:${noKey}`, 'x-ms-version': '2021-10-04' };
    const path = `/${account}?comp=list`;
    const request = get({ port, host: '127.0.0.1', path, headers, agent: false, timeout: 2000 }, (response) => {
      response.resume();
      resolve(response.statusCode === 403);
    });
    request.once('timeout', () => request.destroy(new Error('no answer within 2 s')));
    request.once('error', reject);
  });
}
