// The proof page in a browser: a host that dies during orders and a storage that is away lose, pay and mail nothing twice.

import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type Browser, chromium, type Page } from 'playwright-core';
import { repositoryRoot } from '../../scripts/repository-root';
import { findChromium } from './find-chromium';

const found = findChromium();
const inBrowser = 'path' in found ? describe : describe.skip;
/** For events that the shop brings about; a busy machine takes its time. */
const waitMs = 90_000;
const axeSource = readFileSync(require.resolve('axe-core/axe.min.js'), 'utf8');

inBrowser('the proof page', () => {
  let child: ChildProcess;
  let address: string;
  let browser: Browser;

  beforeAll(async () => {
    const root = repositoryRoot();
    child = spawn(process.execPath, [join(root, 'dist/scripts/proof.js'), '--port', '0'], { cwd: root });
    address = await printedAddress(child);
    browser = await chromium.launch({
      executablePath: (found as { path: string }).path,
      args: ['--no-sandbox'],
    });
  });
  afterAll(async () => {
    await browser?.close();
    if (child.exitCode !== null) return;
    child.kill('SIGINT');
    expect(await once(child, 'exit')).toEqual([0, null]);
  });

  async function open(width: number): Promise<{ page: Page; errors: string[] }> {
    const page = await (await browser.newContext({ viewport: { width, height: 900 } })).newPage();
    const errors: string[] = [];
    page.on('pageerror', ({ message }) => errors.push(message));
    page.on('console', (said) => said.type() === 'error' && errors.push(said.text()));
    await page.goto(address);
    await sees(page, 'Host is up');
    return { page, errors };
  }

  it('the books hold when the host is killed and the storage is away during orders', async () => {
    const { page, errors } = await open(1280);
    await page.getByLabel('Payments of new orders').selectOption('The reply of each payment is lost');
    await page.getByLabel('Orders a minute').fill('120');
    await counts(page, 'placed', (placed) => placed >= 3);
    await page.getByRole('button', { name: 'Kill the host now' }).click();
    await counts(page, 'deaths', (deaths) => deaths === 1);
    await sees(page, 'Host is up');
    await page.getByRole('button', { name: 'Storage away for 10 s' }).click();
    await sees(page, 'Storage refuses everything');
    await sees(page, 'Storage answers');
    await page.getByLabel('Orders a minute').fill('0');
    await sees(page, /Survived: \d+ of \d+ orders came to their end/);
    const placed = Number(await page.getByTestId('placed').textContent());
    await counts(page, 'ended', (ended) => ended >= placed);
    await sees(page, 'The books are in balance.');
    expect(await page.getByText('✕ broken').count()).toBe(0);
    expect(await page.getByText('✓ holds').count()).toBe(4);
    expect(errors).toEqual([]);
  });

  it.each([390, 1280])('can be read by everybody at %d pixels', async (width) => {
    const { page, errors } = await open(width);
    expect(await page.evaluate('document.documentElement.scrollWidth - innerWidth')).toBeLessThanOrEqual(0);
    await page.evaluate(axeSource);
    const violations = await page.evaluate('axe.run().then(({ violations }) => violations.map(({ id }) => id))');
    expect(violations).toEqual([]);
    expect(errors).toEqual([]);
  });
});

function sees(page: Page, text: string | RegExp): Promise<void> {
  return page.getByText(text).first().waitFor({ state: 'visible', timeout: waitMs });
}

async function counts(page: Page, id: string, isEnough: (count: number) => boolean): Promise<void> {
  const deadline = Date.now() + waitMs;
  for (;;) {
    const count = Number(await page.getByTestId(id).textContent());
    if (isEnough(count)) return;
    if (Date.now() > deadline) throw new Error(`"${id}" is ${count}`);
    await page.waitForTimeout(100);
  }
}

function printedAddress(child: ChildProcess): Promise<string> {
  return new Promise((resolve, reject) => {
    let printed = '';
    const hear = (chunk: Buffer) => {
      printed += chunk.toString();
      const address = /Proof +(http\S+)/.exec(printed)?.[1];
      if (address) resolve(address);
    };
    child.stdout?.on('data', hear);
    child.stderr?.on('data', hear);
    child.once('exit', (code) => reject(new Error(`npm run proof ended with code ${code}:\n${printed}`)));
  });
}
