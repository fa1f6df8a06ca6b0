// The outbox mailer on Azurite: one valid .eml file per event.

import { simpleParser } from 'mailparser';
import { mailsAbout } from '../../../scripts/shop/outbox';
import { makeOutboxMailer } from '../../../src/adapters/mail/outbox-mailer';
import { makeStorage, type Storage } from '../../../src/adapters/storage/storage';
import { type RunningAzurite, startAzurite } from '../../helpers/azurite';
import { orderId } from '../../helpers/order-builders';

let azurite: RunningAzurite;
let storage: Storage;

beforeAll(async () => {
  azurite = await startAzurite();
  storage = makeStorage({ connectionString: azurite.connectionString });
});
afterAll(() => azurite.stop());

const mail = {
  about: orderId,
  event: 'confirmed',
  to: 'ada@example.com',
  subject: 'Ihre Bestellung: Größe ✓',
  text: 'Schöne Grüße\n',
};

function aMailer() {
  return makeOutboxMailer({
    storage,
    from: 'Cartwright Shop <shop@cartwright.example>',
    now: () => new Date('2026-03-01T12:00:00Z'),
  });
}

async function outbox(): Promise<Record<string, Buffer>> {
  const container = await storage.container('outbox');
  const found: Record<string, Buffer> = {};
  for await (const { name } of container.listBlobsFlat()) {
    found[name] = await container.getBlobClient(name).downloadToBuffer();
  }
  return found;
}

it('writes a mail that a mail parser can read', async () => {
  await aMailer().send(mail);
  const parsed = await simpleParser((await outbox())[`${orderId}/confirmed.eml`] ?? '');
  expect(parsed.from?.text).toBe('"Cartwright Shop" <shop@cartwright.example>');
  expect(parsed).toMatchObject({ subject: mail.subject, text: mail.text, to: { text: 'ada@example.com' } });
  expect(parsed.date).toEqual(new Date('2026-03-01T12:00:00Z'));
});

it('writes one mail per event of an order, and keeps the first', async () => {
  await aMailer().send({ ...mail, event: 'shipped', text: 'first\n' });
  await Promise.all(['second', 'third'].map((text) => aMailer().send({ ...mail, event: 'shipped', text })));
  const mails = await outbox();
  expect(Object.keys(mails).filter((name) => name.includes('shipped'))).toEqual([`${orderId}/shipped.eml`]);
  expect((await simpleParser(mails[`${orderId}/shipped.eml`] ?? '')).text).toBe('first\n');
});

it('writes a mail for each event of each order', async () => {
  await aMailer().send({ ...mail, event: 'delivered' });
  await aMailer().send({ ...mail, about: 'ord_other', event: 'delivered' });
  expect(Object.keys(await outbox())).toEqual(
    expect.arrayContaining([`${orderId}/delivered.eml`, 'ord_other/delivered.eml']),
  );
});

it('tells which of the mails of one second was sent first', async () => {
  const about = `${orderId}-in-order`;
  for (const [millisecond, event] of ['shipped', 'confirmed', 'delivered'].entries()) {
    const now = () => new Date(Date.UTC(2026, 2, 1, 12, 0, 0, millisecond));
    await makeOutboxMailer({ storage, from: 'shop@cartwright.example', now }).send({
      ...mail,
      about,
      event,
      subject: event,
    });
  }
  const mails = await mailsAbout(azurite.connectionString, about, 3);
  expect(mails.map(({ subject }) => subject)).toEqual(['shipped', 'confirmed', 'delivered']);
});
