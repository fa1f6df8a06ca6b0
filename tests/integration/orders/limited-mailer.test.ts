// How many mails an address gets, counted in a real table.

import { makeLimitedMailer } from '../../../src/adapters/mail/limited-mailer';
import { makeTableMailCounts } from '../../../src/adapters/mail/table-mail-counts';
import { makeStorage, type Storage } from '../../../src/adapters/storage/storage';
import { type Mail, MailLimitReached } from '../../../src/shared/mail/mail';
import { type RunningAzurite, startAzurite } from '../../helpers/azurite';

let azurite: RunningAzurite;
let storage: Storage;
let now = Date.parse('2026-03-01T12:00:00Z');
let orders = 0;

beforeAll(async () => {
  azurite = await startAzurite();
  storage = makeStorage({ connectionString: azurite.connectionString });
});
afterAll(() => azurite.stop());

function aMailer(perHour: number) {
  const sent: Mail[] = [];
  const counts = makeTableMailCounts({ storage, perHour, now: () => new Date(now) });
  const mailer = makeLimitedMailer({
    mailer: { send: async (mail) => void sent.push(mail) },
    counts,
    unlimited: 'owner@example.com',
  });
  return { mailer, sent };
}

const aMail = (to: string): Mail => ({
  about: `ord_${++orders}`,
  event: 'confirmed',
  to,
  subject: 'Hello',
  text: 'you',
});

test('an address gets so many mails an hour, by whichever process they are sent', async () => {
  const [one, other] = [aMailer(3), aMailer(3)];
  for (const { mailer } of [one, other, one]) await mailer.send(aMail('ada@example.com'));
  for (const { mailer } of [one, other]) {
    await expect(mailer.send(aMail('ada@example.com'))).rejects.toThrow(MailLimitReached);
  }
  await one.mailer.send(aMail('bob@example.com'));
  now += 3_600_000;
  await other.mailer.send(aMail('ada@example.com'));
  expect([one.sent.length, other.sent.length]).toEqual([3, 2]);
});

test('a mail that is tried again is not counted again, and passes though the limit is reached', async () => {
  const { mailer, sent } = aMailer(1);
  const mail = aMail('again@example.com');
  for (let time = 0; time < 3; time++) await mailer.send(mail);
  expect(sent).toHaveLength(3);
});

test('of many mails at once no more than the limit are sent', async () => {
  const both = [aMailer(4), aMailer(4)];
  const sending = Array.from({ length: 12 }, (_, index) => both[index % 2]?.mailer.send(aMail('crowd@example.com')));
  const results = await Promise.allSettled(sending);
  const refused = results.flatMap((result) => (result.status === 'rejected' ? [result.reason] : []));
  expect(both.flatMap(({ sent }) => sent)).toHaveLength(4);
  expect(refused.map(({ name }) => name)).toEqual(Array(8).fill('MailLimitReached'));
});

test('spellings of one mailbox are one address', async () => {
  const { mailer } = aMailer(1);
  await mailer.send(aMail('eve@example.com'));
  await expect(mailer.send(aMail('Eve+1@Example.com'))).rejects.toThrow(MailLimitReached);
});

test('the owner is not limited', async () => {
  const { mailer, sent } = aMailer(1);
  for (let time = 0; time < 5; time++) await mailer.send(aMail('owner@example.com'));
  expect(sent).toHaveLength(5);
});

test('no address is stored', async () => {
  const client = await storage.table('mails');
  const rows: string[] = [];
  for await (const row of client.listEntities()) rows.push(JSON.stringify(row));
  expect(rows.length).toBeGreaterThan(0);
  expect(rows.join()).not.toMatch(/example|@/);
});
