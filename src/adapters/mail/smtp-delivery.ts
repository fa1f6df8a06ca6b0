// One mail over one connection to an SMTP server. It says of every failure whether the mail may have arrived nevertheless:
// only once its text was handed over and before the server has answered can that be.

import { Readable } from 'node:stream';
import type SMTPConnection from 'nodemailer/lib/smtp-connection';
import type { ComposedMail } from './compose-mail';

/** Less than a claim lasts in the ledger, all together. */
const timeLimits = { dnsTimeout: 10_000, connectionTimeout: 10_000, greetingTimeout: 10_000, socketTimeout: 20_000 };
const longestMs = 50_000;

export class MailNotSent extends Error {
  override readonly name = 'MailNotSent';

  constructor(
    readonly mayHaveArrived: boolean,
    cause: unknown,
  ) {
    super(`The mail ${mayHaveArrived ? 'may not have been' : 'was not'} taken: ${(cause as Error).message}`, { cause });
  }
}

export interface SmtpServer {
  options: SMTPConnection.Options;
  credentials?: SMTPConnection.Credentials;
}

/** @param url `smtp://[user:password@]host[:587]`, encrypted by STARTTLS unless the host is this machine, or `smtps://…[:465]`. */
export function smtpServer(url: string): SmtpServer {
  const { protocol, hostname, port, username, password } = new URL(url);
  const secure = protocol === 'smtps:';
  const isHere = /^(localhost|127\.0\.0\.1|\[::1\])$/.test(hostname);
  const place = { host: hostname.replace(/^\[|\]$/g, ''), port: Number(port) || (secure ? 465 : 587), secure };
  const options = { ...place, requireTLS: !secure && !isHere, ignoreTLS: !secure && isHere, ...timeLimits };
  if (username === '') return { options };
  return { options, credentials: { user: decodeURIComponent(username), pass: decodeURIComponent(password) } };
}

/** @throws MailNotSent */
export async function deliver(
  { options, credentials }: SmtpServer,
  { message, envelope }: ComposedMail,
): Promise<void> {
  // Loaded only here: who has no mail server need not pay for it at the start.
  const Connection = require('nodemailer/lib/smtp-connection') as typeof SMTPConnection;
  const connection = new Connection(options);
  let isHandedOver = false;
  // Read when the server has asked for the text, not before.
  const text = new Readable({
    read() {
      isHandedOver = true;
      this.push(message);
      this.push(null);
    },
  });
  let timer: NodeJS.Timeout | undefined;
  const broken = new Promise<never>((_resolve, reject) => {
    connection.on('error', reject);
    timer = setTimeout(() => reject(new Error('The mail server takes too long.')), longestMs);
  });
  const step = (act: (done: (error?: Error | null) => void) => void) =>
    Promise.race([broken, new Promise<void>((resolve, reject) => act((error) => (error ? reject(error) : resolve())))]);
  try {
    await step((done) => connection.connect(done));
    if (credentials) await step((done) => connection.login(credentials, done));
    await step((done) => connection.send(envelope, text, done));
    connection.quit();
  } catch (error) {
    connection.close();
    const isAnswered = error instanceof Error && 'responseCode' in error;
    throw new MailNotSent(isHandedOver && !isAnswered, error);
  } finally {
    clearTimeout(timer);
  }
}
