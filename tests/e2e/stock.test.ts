// The stock entity with many concurrent orders and a host that is killed: no unit is reserved twice, created or lost.

import { randomInt } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import type { LocalHost } from '../../scripts/local-host';
import { eventually } from '../../scripts/shop/eventually';
import { makeOwnHost } from '../helpers/own-host';
import { ownHostTest } from '../helpers/own-host-test';
import { seededRandom } from '../helpers/seeded-random';

type Answer = { ok: true; value: { quantity: number } } | { ok: false; code: string };
interface Call {
  sku: string;
  operation: string;
  input: object;
}
interface Stock {
  onHand: number;
  sold: number;
  reservations: { orderId: string; quantity: number }[];
  movements: { kind: string; quantity: number }[];
}

const own = makeOwnHost('stock');
let host: LocalHost;
const start = async () => {
  host = await own.start(['--script-root', 'tests/e2e/fixtures/stock-app']);
};
beforeAll(start);
afterAll(() => own.remove());

const inAnHour = () => new Date(Date.now() + 3_600_000).toISOString();

async function receive(sku: string, units: number): Promise<void> {
  const input = { commandId: `delivery-${sku}`, adjustment: { delta: units, reason: 'delivery' } };
  await ask('askAtOnce', [{ id: `delivery-${sku}`, calls: [{ sku, operation: 'adjust', input }] }]);
  await answersOf((id) => id === `delivery-${sku}`, 1);
}

async function ask(orchestration: string, wishes: { id: string; calls: Call[] }[]): Promise<void> {
  const answer = await fetch(`${host.origin}/api/ask/${orchestration}`, {
    method: 'POST',
    body: JSON.stringify(wishes),
  });
  expect(answer.status).toBe(202);
}

/** The results by instance, once `count` of the instances have ended. */
function answersOf(wanted: (id: string) => boolean, count: number): Promise<Map<string, Answer[]>> {
  return eventually(`${count} orders to be answered`, 60_000, async () => {
    type Status = { instanceId: string; runtimeStatus: string; output: Answer[] };
    const all = (await (await fetch(`${host.origin}/api/answers`)).json()) as Status[];
    const ended = all.filter(({ instanceId, runtimeStatus }) => wanted(instanceId) && runtimeStatus === 'Completed');
    return ended.length === count
      ? new Map(ended.map(({ instanceId, output }) => [instanceId, output] as const))
      : undefined;
  });
}

async function stockOf(sku: string): Promise<Stock> {
  return ((await (await fetch(`${host.origin}/api/stock/${sku}`)).json()) as { stock: Stock }).stock;
}

const units = (entries: { quantity: number }[]) => entries.reduce((sum, { quantity }) => sum + quantity, 0);

ownHostTest(
  '2,000 reservations of 500 orders compete for the last 100 units: 100 succeed, the rest are refused as short',
  async () => {
    await receive('last-units', 100);
    const reserve = (orderId: string): Call => ({
      sku: 'last-units',
      operation: 'reserve',
      input: { orderId, quantity: 1, expiresAt: inAnHour() },
    });
    const orders = Array.from({ length: 500 }, (_, order) => ({
      id: `order-${order}`,
      calls: [1, 2, 3, 4].map((line) => reserve(`ord-${order}-${line}`)),
    }));
    await ask('askAtOnce', orders);

    const answers = [...(await answersOf((id) => id.startsWith('order-'), 500)).values()].flat();
    const refusals = answers.flatMap((answer) => (answer.ok ? [] : [answer.code]));
    expect(answers).toHaveLength(2_000);
    expect(refusals).toEqual(Array(1_900).fill('STOCK.SHORT'));
    const stock = await stockOf('last-units');
    expect(units(stock.reservations)).toBe(100);
    expect(stock).toMatchObject({ onHand: 100, sold: 0 });
  },
);

ownHostTest(
  'units are conserved over reservations, releases, sales and returns while the host is killed repeatedly',
  async () => {
    const seed = Number(process.env.E2E_STOCK_SEED ?? randomInt(2 ** 31));
    console.info(`stock.test.ts: E2E_STOCK_SEED=${seed} does the same again`);
    const random = seededRandom(seed);
    const skus = ['board', 'lamp', 'mug'];
    for (const sku of skus) await receive(sku, 60);
    const paths = [['reserve'], ['reserve', 'release'], ['reserve', 'commit'], ['reserve', 'commit', 'restock']];
    const orders = Array.from({ length: 150 }, (_, order) => {
      const sku = pick(skus, random);
      const path = pick(paths, random);
      const input = { orderId: `ord-${order}`, quantity: 1 + Math.floor(random() * 3), expiresAt: inAnHour() };
      const calls = path.map((operation): Call => ({ sku, operation, input }));
      return { id: `journey-${order}`, sku, calls, last: path.at(-1) ?? '' };
    });
    await ask('askInTurn', orders);
    for (let kill = 0; kill < 5; kill++) {
      await sleep(random() * 150);
      await killAndStart();
    }

    const answers = await answersOf((id) => id.startsWith('journey-'), orders.length);
    for (const sku of skus) {
      const done = orders
        .filter((order) => order.sku === sku)
        .map(({ id, last }) => ({ last, answers: secondOfEach(answers.get(id) ?? []) }))
        .filter(({ answers }) => answers.every(({ ok }) => ok))
        .map(({ last, answers }) => ({ last, quantity: quantityOf(answers[0]) }));
      const endedWith = (last: string) => units(done.filter((one) => one.last === last));
      const { onHand, sold, reservations } = await stockOf(sku);
      expect({ seed, sku, onHand: onHand + sold, sold, reserved: units(reservations) }).toEqual({
        seed,
        sku,
        onHand: 60,
        sold: endedWith('commit'),
        reserved: endedWith('reserve'),
      });
    }
  },
);

async function killAndStart(): Promise<void> {
  host.signal('SIGKILL');
  await host.ended;
  await start();
}

/** The second result counts: units that were short the first time may have been released before the repetition. */
function secondOfEach(answers: Answer[]): Answer[] {
  return answers.filter((_, index) => index % 2 === 1);
}

function quantityOf(answer: Answer | undefined): number {
  return answer?.ok ? answer.value.quantity : 0;
}

function pick<T>(from: readonly T[], random: () => number): T {
  const picked = from[Math.floor(random() * from.length)];
  if (picked === undefined) throw new Error('Nothing to pick from.');
  return picked;
}
