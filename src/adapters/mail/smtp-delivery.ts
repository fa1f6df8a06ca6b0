// Sends one mail over one SMTP connection. Every failure states whether the mail may have arrived all the same, which is
// possible only after its text was sent and before the server has responded.

import { Readable } from 'node:stream';
import type SMTPConnection from 'nodemailer/lib/smtp-connection';
import type { ComposedMail } from './compose-mail';

/** Together less than `claimLastsMs` of the mail ledger. */
const timeLimits = { dnsTimeout: 10_000, connectionTimeout: 10_000, greetingTimeout: 10_000, socketTimeout: 20_000 };
const maxDeliveryMs = 50_000;

export class MailNotSent extends Error {
  override readonly name = 'MailNotSent';

  constructor(
    readonly mayHaveArrived: boolean,
    cause: unknown,
  ) {
    super(`The mail ${mayHaveArrived ? 'may not have been' : 'was not'} accepted: ${(cause as Error).message}`, {
      cause,
    });
  }
}

export interface SmtpServer {
  options: SMTPConnection.Options;
  credentials?: SMTPConnection.Credentials;
}

/** @param url `smtp://[user:password@]host[:587]`, encrypted with STARTTLS unless the host is this machine, or `smtps://…[:465]`. */
export function smtpServer(url: string): SmtpServer {
  const { protocol, hostname, port, username, password } = new URL(url);
  const secure = protocol === 'smtps:';
  const isLoopback = /^(localhost|127\.0\.0\.1|\[::1\])$/.test(hostname);
  const place = { host: hostname.replace(/^\[|\]$/g, ''), port: Number(port) || (secure ? 465 : 587), secure };
  const options = { ...place, requireTLS: !secure && !isLoopback, ignoreTLS: !secure && isLoopback, ...timeLimits };
  if (username === '') return { options };
  return { options, credentials: { user: decodeURIComponent(username), pass: decodeURIComponent(password) } };
}

/** @throws MailNotSent */
export async function deliver(
  { options, credentials }: SmtpServer,
  { message, envelope }: ComposedMail,
): Promise<void> {
  // Loaded on demand: a shop without a mail server does not pay for it at start-up.
  const Connection = require('nodemailer/lib/smtp-connection') as typeof SMTPConnection;
  const connection = new Connection(options);
  let isTextSent = false;
  // It is read only when the server has asked for the text.
  const text = new Readable({
    read() {
      isTextSent = true;
      this.push(message);
      this.push(null);
    },
  });
  let timer: NodeJS.Timeout | undefined;
  const failed = new Promise<never>((_resolve, reject) => {
    connection.on('error', reject);
    timer = setTimeout(() => reject(new Error('The mail server did not respond in time.')), maxDeliveryMs);
  });
  const step = (act: (done: (error?: Error | null) => void) => void) =>
    Promise.race([failed, new Promise<void>((resolve, reject) => act((error) => (error ? reject(error) : resolve())))]);
  try {
    await step((done) => connection.connect(done));
    if (credentials) await step((done) => connection.login(credentials, done));
    await step((done) => connection.send(envelope, text, done));
    connection.quit();
  } catch (error) {
    connection.close();
    const isAnswered = error instanceof Error && 'responseCode' in error;
    throw new MailNotSent(isTextSent && !isAnswered, error);
  } finally {
    clearTimeout(timer);
  }
}
