// The signers and examples of docs/webhooks.md do what the page says: what they print passes the app's own checks.

import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { repositoryRoot } from '../../../scripts/repository-root';
import { signReport } from '../../../src/orders/http/shipping-report';
import { newDelivery } from '../../../src/webhooks/delivery';
import { webhookHeaders } from '../../../src/webhooks/sign-webhook';
import { makeFakeOrderShop, webhookSecret } from '../../helpers/fake-order-shop';
import { call } from '../../helpers/http';

const page = readFileSync(join(repositoryRoot(), 'docs/webhooks.md'), 'utf8');

/** The code blocks of a language, in their order. */
function blocks(language: string): string[] {
  return [...page.matchAll(new RegExp(`^\`\`\`${language}\\n(.*?)^\`\`\``, 'gms'))].map(([, code = '']) => code);
}

const [report = '', event = ''] = blocks('json').map((text) => text.trimEnd());
const [signer = '', receiver = ''] = blocks('js');

const signers: [language: string, command: string, args: string[]][] = [
  ['JavaScript', process.execPath, ['-e', signer]],
  ['Python', 'python3', ['-c', blocks('python')[0] ?? '']],
  ['shell', 'sh', ['-c', blocks('sh')[0] ?? '']],
];

function isMissing(command: string): boolean {
  return spawnSync(command, ['--version']).error !== undefined;
}

function headersOf(output: string): Record<string, string> {
  return Object.fromEntries(
    output
      .trim()
      .split('\n')
      .map((line) => line.split(': ')),
  );
}

describe.each(signers)('the signer in %s', (language, command, args) => {
  const needed = language === 'shell' ? 'openssl' : command;
  const run = isMissing(needed) ? it.skip : it;
  if (isMissing(needed))
    process.stderr.write(`Skipped, because ${needed} is not installed: the signer in ${language}\n`);

  function signed(input: string, secret: string) {
    const env = { ...process.env, CARRIER_WEBHOOK_SECRET: secret };
    const { status, stdout, stderr } = spawnSync(command, args, { input, env, encoding: 'utf8' });
    expect([status, stderr]).toEqual([0, '']);
    return headersOf(stdout);
  }

  run('signs a report that the app accepts, byte by byte as it is sent', async () => {
    for (const body of [report, `${report}\n\n`, report.replace('JD0146', 'größer 100% \\\\')]) {
      const shop = makeFakeOrderShop();
      const headers = signed(body, webhookSecret);
      shop.clock.now = Number(headers['x-carrier-timestamp']) * 1000;
      expect(Math.abs(shop.clock.now - Date.now())).toBeLessThan(60_000);
      expect((await call(shop.handlers.shippingWebhook, { body, headers })).status).toBe(202);
      expect((await call(shop.handlers.shippingWebhook, { body: `${body} `, headers })).status).toBe(401);
    }
  });

  run('signs nothing that the app accepts with another secret', async () => {
    const shop = makeFakeOrderShop();
    const headers = signed(report, 'y'.repeat(32));
    shop.clock.now = Number(headers['x-carrier-timestamp']) * 1000;
    expect((await call(shop.handlers.shippingWebhook, { body: report, headers })).status).toBe(401);
  });

  it('has about ten lines', () => {
    expect(args[1]?.trim().split('\n').length).toBeLessThanOrEqual(10);
  });
});

test('the example of a signed report is right', () => {
  const [http = ''] = blocks('http');
  const secret = /With the secret `([^`]+)`/.exec(page)?.[1] ?? '';
  const headers = headersOf(http);
  expect(headers['x-carrier-signature']).toBe(signReport(report, headers['x-carrier-timestamp'] ?? '', secret));
  expect(page).toContain(`at ${headers['x-carrier-timestamp']} (2026-03-01T12:00:00Z)`);
  expect(Date.parse('2026-03-01T12:00:00Z') / 1000).toBe(Number(headers['x-carrier-timestamp']));
});

test('the example of an event is what an endpoint gets, and the receiver reads it', () => {
  const change = { state: 'refused', step: 'refuseOrder', at: '2026-03-01T12:00:00.000Z', reason: 'PAYMENT.DECLINED' };
  const { id, body } = newDelivery('https://erp.example/hooks', `ord_${'a'.repeat(26)}`, change, new Date());
  expect(event).toBe(body);
  const secret = `whsec_${Buffer.alloc(32, 5).toString('base64')}`;
  const read = new Function('require', `${receiver}; return readEvent;`)(require);
  const headers = webhookHeaders({ id, body }, [secret], new Date());
  expect(read(body, headers, secret)).toEqual(JSON.parse(event));
  expect(() => read(`${body} `, headers, secret)).toThrow();
});
