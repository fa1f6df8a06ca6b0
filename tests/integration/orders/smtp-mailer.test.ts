// Mail through a real SMTP server: what arrives, and that it arrives once whatever happens on the way.

import type { AddressInfo } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { type ParsedMail, simpleParser } from 'mailparser';
import { SMTPServer, type SMTPServerOptions } from 'smtp-server';
import { makeSmtpMailer } from '../../../src/adapters/mail/smtp-mailer';
import { claimLastsMs } from '../../../src/adapters/mail/table-mail-ledger';
import { makeStorage, type Storage } from '../../../src/adapters/storage/storage';
import { type RunningAzurite, startAzurite } from '../../helpers/azurite';

let azurite: RunningAzurite;
let storage: Storage;
let server: SMTPServer | undefined;
let received: ParsedMail[] = [];
const clock = { now: Date.parse('2026-03-01T12:00:00Z') };
let orders = 0;

beforeAll(async () => {
  azurite = await startAzurite();
  storage = makeStorage({ connectionString: azurite.connectionString });
});
afterAll(() => azurite.stop());
beforeEach(() => {
  received = [];
});
afterEach(() => stopServer());

/** Listens on a free port unless told; takes every mail unless told otherwise. */
async function startServer(options: SMTPServerOptions = {}, port = 0): Promise<number> {
  const started = new SMTPServer({
    authOptional: true,
    logger: false,
    async onData(stream, _session, done) {
      received.push(await simpleParser(stream));
      done();
    },
    ...options,
  });
  started.on('error', () => undefined);
  server = started;
  await new Promise<void>((resolve) => started.listen(port, '127.0.0.1', resolve));
  return (started.server.address() as AddressInfo).port;
}

async function stopServer(): Promise<void> {
  const stopping = server;
  server = undefined;
  if (stopping) await new Promise<void>((resolve) => stopping.close(() => resolve()));
}

function aMailer(port: number, credentials = '') {
  const url = `smtp://${credentials}127.0.0.1:${port}`;
  return makeSmtpMailer({
    storage,
    url,
    from: 'Cartwright Shop <shop@cartwright.example>',
    now: () => new Date(clock.now),
  });
}

function aMail(changes: Partial<{ event: string; html: string }> = {}) {
  const about = `ord_smtp${++orders}`;
  return {
    about,
    event: 'confirmed',
    to: 'ada@example.com',
    subject: 'Größe ✓',
    text: '.\nSchöne Grüße\n',
    ...changes,
  };
}

async function stateOf({ about, event }: { about: string; event: string }): Promise<unknown> {
  const rows = (await storage.table('mails')).listEntities({ queryOptions: { filter: `PartitionKey eq '${about}'` } });
  for await (const row of rows) if (row.rowKey === event) return row.state;
  return 'none';
}

it('sends what a mail program reads, as text and as HTML', async () => {
  const mail = aMail({ html: '<p>Schöne Grüße</p>' });
  await aMailer(await startServer()).send(mail);
  expect(received).toHaveLength(1);
  expect(received[0]).toMatchObject({ subject: mail.subject, text: mail.text, to: { text: mail.to } });
  expect(received[0]?.html).toContain('<p>Schöne Grüße</p>');
  expect(received[0]?.from?.text).toBe('"Cartwright Shop" <shop@cartwright.example>');
  expect(received[0]?.messageId).toBe(`<${mail.about}.confirmed@cartwright.example>`);
  expect(await stateOf(mail)).toBe('sent');
});

it('sends one mail for one event, and one for each event', async () => {
  const mailer = aMailer(await startServer());
  const mail = aMail();
  for (const event of ['confirmed', 'confirmed', 'shipped']) await mailer.send({ ...mail, event });
  expect(received).toHaveLength(2);
});

it('sends one mail when twenty ask for it at once; the others are told to ask again', async () => {
  const port = await startServer();
  const mail = aMail();
  const outcomes = await Promise.allSettled(Array.from({ length: 20 }, () => aMailer(port).send(mail)));
  const refusals = outcomes.flatMap((outcome) => (outcome.status === 'rejected' ? [String(outcome.reason)] : []));
  for (const refusal of refusals) expect(refusal).toContain('is being sent by another invocation');
  expect(received).toHaveLength(1);
  await aMailer(port).send(mail);
  expect(received).toHaveLength(1);
});

it('tries again when the server has said no for now, to the recipient or to the text', async () => {
  let refusals = 0;
  const busy = () => Object.assign(new Error('later, please'), { responseCode: 450 });
  const port = await startServer({
    onRcptTo: (_address, _session, done) => done(++refusals === 1 ? busy() : undefined),
    onData(stream, _session, done) {
      stream.resume().on('end', () => done(++refusals === 3 ? busy() : undefined));
    },
  });
  const mail = aMail();
  for (let time = 0; time < 2; time++) {
    await expect(aMailer(port).send(mail)).rejects.toMatchObject({ mayHaveArrived: false });
    expect(await stateOf(mail)).toBe('none');
  }
  await aMailer(port).send(mail);
  expect(await stateOf(mail)).toBe('sent');
});

it('tries again when the server is not there or hangs up before it has the text', async () => {
  const port = await startServer();
  await stopServer();
  const mail = aMail();
  await expect(aMailer(port).send(mail)).rejects.toMatchObject({ mayHaveArrived: false });
  await startServer({ onMailFrom: (_address, session) => hangUp(session.id) }, port);
  await expect(aMailer(port).send(mail)).rejects.toMatchObject({ mayHaveArrived: false });
  await stopServer();
  await startServer({}, port);
  await aMailer(port).send(mail);
  expect(received).toHaveLength(1);
});

it('does not send again when the server hung up over the text: it may have arrived', async () => {
  let texts = 0;
  const port = await startServer({
    onData(stream, session) {
      stream.resume().on('end', () => {
        texts++;
        hangUp(session.id);
      });
    },
  });
  const mail = aMail();
  await expect(aMailer(port).send(mail)).rejects.toMatchObject({ mayHaveArrived: true });
  expect(await stateOf(mail)).toBe('uncertain');
  await aMailer(port).send(mail);
  expect(texts).toBe(1);
});

it('does not send again when the process died between the sending and the record', async () => {
  const port = await startServer();
  const mail = aMail();
  await (await storage.table('mails')).createEntity({
    partitionKey: mail.about,
    rowKey: mail.event,
    state: 'claimed',
    at: new Date(clock.now).toISOString(),
  });
  await expect(aMailer(port).send(mail)).rejects.toThrow('is being sent by another invocation');
  clock.now += claimLastsMs;
  await aMailer(port).send(mail);
  expect(received).toHaveLength(0);
  expect(await stateOf(mail)).toBe('uncertain');
});

it('signs in where the address says so, and sends nothing when it may not', async () => {
  const logins: string[] = [];
  const port = await startServer({
    authOptional: false,
    allowInsecureAuth: true,
    onAuth({ username = '', password = '' }, _session, done) {
      logins.push(`${username} ${password}`);
      done(password === 'p@ss/word' ? null : new Error('no'), { user: username });
    },
  });
  const mail = aMail();
  await expect(aMailer(port, 'shop:wrong@').send(mail)).rejects.toMatchObject({ mayHaveArrived: false });
  await aMailer(port, 'shop:p%40ss%2Fword@').send(mail);
  expect(logins).toEqual(['shop wrong', 'shop p@ss/word']);
  expect(received).toHaveLength(1);
});

it('tells nothing to a server whose certificate nobody vouches for', async () => {
  const port = await startServer({ secure: true });
  const url = `smtps://shop:secret@127.0.0.1:${port}`;
  const mailer = makeSmtpMailer({ storage, url, from: 'shop@cartwright.example', now: () => new Date(clock.now) });
  await expect(mailer.send(aMail())).rejects.toMatchObject({ mayHaveArrived: false });
  await sleep(0);
  expect(received).toHaveLength(0);
});

/** Breaks a connection off. */
function hangUp(sessionId: string): void {
  for (const connection of server?.connections ?? []) {
    const { id, _socket } = connection as unknown as { id: string; _socket: { destroy(): void } };
    if (id === sessionId) _socket.destroy();
  }
}
