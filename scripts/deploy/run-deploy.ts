// Runs the three steps of a deployment. Each of them is idempotent, so you can run it again at any time.

import type { Az } from './az';
import { deployCode, deployEvents, showAccount, showBlobKey } from './commands';
import type { DeployParts, Shop } from './deploy-parts';
import { readExisting } from './existing';
import { isNotLoggedIn, isTransient } from './failures';
import { locate } from './location';
import { makeResources, previewResources } from './make-resources';
import type { DeployOptions } from './options';
import { type Deployed, readAzdVariables } from './outputs';
import type { Account } from './plan-text';
import { type RetryOptions, retry } from './retry';

/** Five minutes with the default pause: the roles and keys of a first deployment take up to that long. */
const KEY_ATTEMPTS = 30;
const OTHER_ATTEMPTS = 10;

export class NotLoggedIn extends Error {
  override readonly name = 'NotLoggedIn';
}

/** The subscription to deploy to. @throws AzMissing, NotLoggedIn. */
export async function readAccount(options: DeployOptions, az: Az): Promise<Account> {
  try {
    return JSON.parse(await az(showAccount(options), { quiet: true })) as Account;
  } catch (error) {
    if (!isNotLoggedIn(error)) throw error;
    throw new NotLoggedIn('You are not logged in: run "az login" first.', { cause: error });
  }
}

/** Finds the shop in Azure, or where it will be. @throws UsageError if it cannot be where the options want it. */
export async function findShop(options: DeployOptions, { az, environment }: DeployParts): Promise<Shop> {
  const existing = options.azd ? { deployed: readAzdVariables(environment) } : await readExisting(options, az);
  return { ...locate(options, environment, existing), existing };
}

/** Shows what would change without changing anything. */
export async function preview(shop: Shop, parts: DeployParts): Promise<void> {
  const { az, print } = parts;
  if (shop.steps.includes('resources')) await previewResources(shop, parts);
  if (shop.steps.includes('code')) print('code: a new package replaces the deployed one');
  if (!shop.steps.includes('events')) return;
  const { deployed } = shop.existing;
  if (!deployed) print('events: a preview needs deployed resources and code');
  else await az(deployEvents(shop, deployed, 'what-if'), { shown: true });
}

/** Runs the chosen steps in order and returns the names of the deployed resources. */
export async function deploy(shop: Shop, parts: DeployParts): Promise<Deployed> {
  const { deployed: earlier } = shop.existing;
  const deployed = shop.steps.includes('resources') ? await makeResources(shop, parts) : earlier;
  if (!deployed) throw new Error(`There is no shop "${shop.environment}" yet: deploy its resources first.`);
  if (shop.steps.includes('code')) await putCode(shop, parts, deployed);
  if (shop.steps.includes('events')) await subscribe(shop, parts, deployed);
  return deployed;
}

async function putCode(shop: Shop, parts: DeployParts, deployed: Deployed): Promise<void> {
  parts.print('code');
  const zip = shop.zip ?? (await parts.packageApp());
  for (const command of deployCode(shop, deployed, zip)) {
    const put = async () => {
      await parts.az(command);
      return true;
    };
    await retry('deploying the package', retryOptions(shop, parts, OTHER_ATTEMPTS), put, isTransient.package);
  }
}

async function subscribe(shop: Shop, parts: DeployParts, deployed: Deployed): Promise<void> {
  parts.print('events');
  await awaitBlobKey(shop, parts, deployed);
  const handshake = async () => {
    await parts.az(deployEvents(shop, deployed, 'create'));
    return true;
  };
  await retry(
    'the handshake with Event Grid',
    retryOptions(shop, parts, OTHER_ATTEMPTS),
    handshake,
    isTransient.handshake,
  );
}

/**
 * Needed even where picture events come by queue: catalog files always use the webhook. Each attempt wakes the app, because
 * only a running instance creates the key, and an idle app has none.
 */
async function awaitBlobKey(shop: Shop, parts: DeployParts, deployed: Deployed): Promise<void> {
  const look = async () => {
    const woken = await parts.wake(deployed.origin);
    const key = (await parts.az(showBlobKey(shop, deployed), { quiet: true })).trim();
    if (key !== '' && key !== 'None') return key;
    parts.print(`    ${deployed.origin} responded: ${woken}`);
    return undefined;
  };
  await retry('the key blobs_extension', retryOptions(shop, parts, KEY_ATTEMPTS), look, isTransient.keys);
}

function retryOptions({ pauseMs }: Shop, { sleep, print }: DeployParts, most: number): RetryOptions {
  return { attempts: most, pauseMs, sleep, print };
}
