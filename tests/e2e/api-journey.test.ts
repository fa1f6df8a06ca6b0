// The journey of a shop front in docs/api.md: a running shop gives every answer that the page shows.

import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { repositoryRoot } from '../../scripts/repository-root';
import { loadDemoShop } from '../../scripts/shop/demo-shop';
import { mailsAbout } from '../../scripts/shop/outbox';
import { makeShop } from '../../scripts/shop/shop-client';
import { httpExamplesIn, runHttpExample } from '../helpers/http-examples';
import type { Kept } from '../helpers/is-as-shown';
import { makeOwnHost } from '../helpers/own-host';
import { ownHostTest } from '../helpers/own-host-test';

const examples = httpExamplesIn(readFileSync(join(repositoryRoot(), 'docs/api.md'), 'utf8'));
const own = makeOwnHost('api-journey');
afterAll(() => own.remove());

ownHostTest('every request of the journey gets the answer that the page shows', async () => {
  const { origin } = await own.start();
  await loadDemoShop(makeShop(origin));
  const kept: Kept = new Map();
  for (const example of examples) {
    if (example.target.includes('{access}')) kept.set('access', await accessOf(kept.get('order') ?? ''));
    await runHttpExample(example, origin, kept);
  }
  expect(examples.length).toBeGreaterThan(20);
});

/** As the customer has it: from the link in a mail. */
async function accessOf(orderId: string): Promise<string> {
  const [mail] = await mailsAbout(own.storage(), orderId, 1);
  return new URL(/See your order: (\S+)/.exec(mail?.text ?? '')?.[1] ?? '').searchParams.get('access') ?? '';
}
