// Uploads whose event never came: found by their tickets, sent once, and never lost by a crash.

import { makeRegisterUpload } from '../../../src/pictures/register-upload';
import { makeSweepUploads } from '../../../src/pictures/sweep-uploads';
import { makeFakePictures } from '../../helpers/fake-pictures';

const start = Date.parse('2026-01-02T00:00:00.000Z');
const minute = 60_000;
const photo = Uint8Array.of(1);

function aSweep() {
  const fake = makeFakePictures();
  const clock = { ms: start };
  const now = () => new Date(clock.ms);
  const sweep = makeSweepUploads({ ...fake, now });
  let tickets = 0;
  const ticket = async () => {
    const name = { sku: 'oak', pictureId: `pic_${String(++tickets).padStart(26, '0')}` };
    await fake.tickets.open({ ...name, issuedAt: now() });
    await fake.records.change(name, () => ({ ...name, updatedAt: now().toISOString(), state: 'awaitingUpload' }));
    return name;
  };
  const uploaded = async () => {
    const name = await ticket();
    fake.upload(name, '"e1"', photo, now());
    return name;
  };
  const pass = (ms: number) => {
    clock.ms += ms;
  };
  return { fake, sweep, ticket, uploaded, pass, register: makeRegisterUpload({ ...fake, now }) };
}

const subjects = (fake: ReturnType<typeof makeFakePictures>) =>
  fake.sent.map(({ job }) => (job as unknown as { subject: string }).subject);

test('an upload without an event is sent as one, once', async () => {
  const { fake, sweep, uploaded, pass } = aSweep();
  const { pictureId } = await uploaded();
  pass(minute);
  expect(await sweep()).toEqual({ handled: [`uploads/oak/${pictureId}`], failed: [] });
  expect(subjects(fake)).toEqual([`/blobServices/default/containers/uploads/blobs/oak/${pictureId}`]);
  expect(fake.openTickets()).toEqual([]);
  pass(minute);
  expect(await sweep()).toEqual({ handled: [], failed: [] });
  expect(fake.sent).toHaveLength(1);
});

test('an upload whose event has come needs nothing', async () => {
  const { fake, sweep, uploaded, pass, register } = aSweep();
  await register(await uploaded());
  pass(minute);
  expect(await sweep()).toEqual({ handled: [], failed: [] });
  expect([fake.sent, fake.openTickets()]).toEqual([[], []]);
});

test('an upload of this moment is left to its event', async () => {
  const { fake, sweep, ticket, pass } = aSweep();
  const name = await ticket();
  pass(14 * minute);
  fake.upload(name, '"e1"', photo, new Date(start + 14 * minute));
  pass(5_000);
  await sweep();
  expect([fake.sent, fake.openTickets()]).toEqual([[], [name]]);
  pass(minute);
  await sweep();
  expect(fake.sent).toHaveLength(1);
});

test('a ticket waits for its upload until it can no longer be used', async () => {
  const { fake, sweep, ticket, pass } = aSweep();
  await ticket();
  for (let minutes = 0; minutes < 30; minutes += 5) {
    await sweep();
    expect(fake.openTickets()).toHaveLength(1);
    pass(5 * minute);
  }
  pass(1);
  await sweep();
  expect([fake.sent, fake.openTickets()]).toEqual([[], []]);
});

test('a picture that was deleted is not sent', async () => {
  const { fake, sweep, uploaded, pass } = aSweep();
  const name = await uploaded();
  await fake.records.change(name, () => ({ ...name, updatedAt: '', state: 'deleted' }));
  pass(minute);
  await sweep();
  expect([fake.sent, fake.openTickets()]).toEqual([[], []]);
});

test('what fails stays for the next run, and the others are sent', async () => {
  const { fake, sweep, uploaded, pass } = aSweep();
  const [first, second] = [await uploaded(), await uploaded()];
  const { writtenAt } = fake.sources;
  fake.sources.writtenAt = (name) =>
    name.pictureId === first.pictureId ? Promise.reject(new Error('away')) : writtenAt(name);
  pass(minute);
  expect(await sweep()).toEqual({
    handled: [`uploads/oak/${second.pictureId}`],
    failed: [{ what: `uploads/oak/${first.pictureId}`, error: new Error('away') }],
  });
  expect(fake.openTickets()).toEqual([first]);
  fake.sources.writtenAt = writtenAt;
  expect(await sweep()).toMatchObject({ handled: [`uploads/oak/${first.pictureId}`] });
});

test('a crash between sending and closing sends again; it never loses an upload', async () => {
  const { fake, sweep, uploaded, pass } = aSweep();
  await uploaded();
  pass(minute);
  const { close } = fake.tickets;
  fake.tickets.close = () => Promise.reject(new Error('crash'));
  await expect(sweep()).rejects.toThrow('crash');
  fake.tickets.close = close;
  await sweep();
  expect(fake.sent).toHaveLength(2);
  expect(fake.openTickets()).toEqual([]);
});

test('a run takes at most a thousand tickets, oldest first', async () => {
  const { fake, sweep, uploaded, pass } = aSweep();
  for (let at = 0; at < 1_003; at++) await uploaded();
  pass(minute);
  expect((await sweep()).handled).toHaveLength(1_000);
  expect(fake.openTickets().map(({ pictureId }) => Number(pictureId.slice(4)))).toEqual([1_001, 1_002, 1_003]);
  expect((await sweep()).handled).toHaveLength(3);
});
