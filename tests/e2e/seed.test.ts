// `npm run seed` fills a running shop, and the README leads from a clone to the first order under Core Tools: its commands, from the
// seed on, are run here against the local host.

import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Order, Stock } from '../../client/api-types';
import { repositoryRoot } from '../../scripts/repository-root';
import { eventually } from '../../scripts/shop/eventually';
import { expectStatus, makeShop } from '../../scripts/shop/shop-client';
import { makeOwnHost } from '../helpers/own-host';
import { ownHostTest } from '../helpers/own-host-test';
import { runUntilEnd } from '../helpers/run-until-end';

const root = repositoryRoot();
const seed = (args: string[], environment: Record<string, string> = {}) =>
  runUntilEnd(join(root, 'dist/scripts/seed.js'), args, root, { ...process.env, ...environment });

ownHostTest('the commands of the README lead from an empty shop to an order', async () => {
  const own = makeOwnHost('seed');
  try {
    const { origin } = await own.start();
    const shop = makeShop(origin);
    expect(expectStatus(await shop.anyone('GET', '/products'), 200)).toMatchObject({ products: [] });
    const [seeding = '', ...requests] = commandsAfterStart().map((line) =>
      line.replaceAll('http://localhost:7071', origin),
    );
    const { lines, code } = await seed(words(seeding).slice(4));
    expect({ lines, code }).toMatchObject({ code: 0 });
    expect(lines).toContain('The demo catalog is loaded.');

    const jar: Jar = {};
    const answers = [];
    for (const request of requests) answers.push(await curl(request, jar));
    expect(answers.map(({ status }) => status)).toEqual([200, 202, 200]);
    const [, placed, listed] = answers.map(({ body }) => body as { orderId: string; orders: Order[] });
    expect(listed?.orders).toMatchObject([{ orderId: placed?.orderId }]);
    await eventually('the delivery', 30_000, async () => {
      const { body } = await curl(requests.at(-1) ?? '', jar);
      return (body as { orders: Order[] }).orders[0]?.state === 'delivered' ? true : undefined;
    });

    const stockOf = async () => expectStatus(await shop.owner<Stock>('GET', '/stock/enamel-mug'), 200);
    const before = await stockOf();
    expect(before).toMatchObject({ onHand: 119, sold: 1 });
    const again = await seed(['--url', origin]);
    expect(again.lines).toEqual(
      expect.arrayContaining(['The shop has a catalog already; it stays.', 'No stock was missing.']),
    );
    expect(await stockOf()).toEqual(before);
  } finally {
    await own.remove();
  }
});

ownHostTest("the owner's key is asked for, and taken from the flag or the environment", async () => {
  const own = makeOwnHost('seed-key');
  try {
    const { origin } = await own.start(['--enable-auth']);
    const { host } = JSON.parse(readFileSync(join(own.dataFolder, 'keys.json'), 'utf8')) as {
      host: { default: string };
    };
    const refused = await seed(['--url', origin]);
    expect(refused).toMatchObject({
      code: 1,
      lines: [expect.stringMatching(/asks for the owner's key: --key, or OWNER_KEY/)],
    });
    expect((await seed(['--url', origin], { OWNER_KEY: host.default })).code).toBe(0);
    expect((await seed(['--url', origin, '--key', host.default])).lines).toContain('No stock was missing.');
  } finally {
    await own.remove();
  }
});

ownHostTest('a shop that does not run is named in one line', async () => {
  const { lines, code } = await seed(['--url', 'http://127.0.0.1:9']);
  expect(code).toBe(1);
  expect(lines).toEqual([expect.stringMatching(/^http:\/\/127\.0\.0\.1:9 does not answer .*is the shop running\?$/)]);
});

/** The commands of the README's section on Core Tools, from the seed on. */
function commandsAfterStart(): string[] {
  const readme = readFileSync(join(root, 'README.md'), 'utf8');
  const section = readme.slice(readme.indexOf('### With Azure Functions Core Tools'));
  const commands = [...section.matchAll(/^```sh\n(.*?)^```$/gms)]
    .slice(0, 2)
    .flatMap(([, block = '']) => block.trim().split('\n'));
  const start = commands.indexOf('func start');
  expect(commands.slice(0, start)).toEqual([
    'npm ci',
    'npm run build',
    'cp local.settings.sample.json local.settings.json',
    expect.stringMatching(/^npx --no-install azurite /),
  ]);
  const rest = commands.slice(start + 1);
  expect(rest.map((line) => line.split(' ')[0])).toEqual(['npm', 'curl', 'curl', 'curl']);
  return rest;
}

/** The words of a shell command with single quotes. */
function words(command: string): string[] {
  return [...command.matchAll(/'([^']*)'|(\S+)/g)].map(([, quoted, plain]) => quoted ?? plain ?? '');
}

interface Jar {
  cookie?: string;
}

/** Sends what curl would send: not every machine has it. */
async function curl(command: string, jar: Jar): Promise<{ status: number; body: unknown }> {
  const [, ...args] = words(command);
  const headers: Record<string, string> = {};
  let [url, body]: [string, string | undefined] = ['', undefined];
  let [reads, writes] = [false, false];
  for (let at = 0; at < args.length; at++) {
    const flag = args[at] ?? '';
    if (!flag.startsWith('-')) {
      url = flag;
      continue;
    }
    const value = args[++at] ?? '';
    if (flag === '-H') headers[value.slice(0, value.indexOf(':'))] = value.slice(value.indexOf(':') + 1).trim();
    else if (flag === '-d') body = value;
    else if (flag === '-b') reads = true;
    else if (flag === '-c') writes = true;
    else throw new Error(`this test does not know curl's ${flag}`);
  }
  if (reads && jar.cookie) headers.cookie = jar.cookie;
  const response = await fetch(url, { headers, ...(body !== undefined && { method: 'POST', body }) });
  if (writes) jar.cookie = response.headers.getSetCookie().map((text) => text.split(';')[0])[0] ?? jar.cookie ?? '';
  return { status: response.status, body: await response.json() };
}
