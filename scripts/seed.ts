// `npm run seed -- --url http://localhost:7071` loads the demo products and their stock into any running shop: on this machine, under
// Azure Functions Core Tools, or in Azure.

import { ApiProblem } from '../client/api-problem';
import { UsageError } from './deploy/options';
import { parseOptions, usage } from './seed/options';
import { seedShop } from './shop/demo-shop';
import { firstRequest } from './shop/first-request';
import { makeShop } from './shop/shop-client';

async function main(args: string[]): Promise<void> {
  const options = parseOptions(args, process.env);
  if (!options) return console.log(usage);
  const { url, key } = options;
  const { products, isNewCatalog, stocked } = await seedShop(makeShop(url, key)).catch((error: Error) => {
    throw explained(error, url);
  });
  console.log(isNewCatalog ? `The demo catalog is loaded.` : `The shop has a catalog already; it stays.`);
  console.log(stocked.length > 0 ? `Stock received: ${stocked.join(', ')}.` : 'No stock was missing.');
  console.log(`${url}/api/products shows ${products.length} products.\n`);
  console.log(firstRequest(url, products[0]));
}

function explained(error: Error, url: string): Error {
  const { cause } = error;
  if (error.message === 'fetch failed') {
    return new Error(
      `${url} does not answer${cause instanceof Error ? ` (${cause.message})` : ''}: is the shop running?`,
    );
  }
  if (error instanceof ApiProblem && error.status === 401)
    return new Error(`${url} asks for the owner's key: --key, or OWNER_KEY.`);
  return error;
}

main(process.argv.slice(2)).catch((error: Error) => {
  console.error(`${error.message}${error instanceof UsageError ? ' See "npm run seed -- --help".' : ''}`);
  process.exitCode = error instanceof UsageError ? 2 : 1;
});
