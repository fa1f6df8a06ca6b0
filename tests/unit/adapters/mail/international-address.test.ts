// A mail to an international address: the domain alone goes in its ASCII form; a local part beyond ASCII needs
// SMTPUTF8, which carries the whole address.

import { composeMail } from '../../../../src/adapters/mail/compose-mail';

const mail = { about: 'ord_1', event: 'confirmed', subject: 'Hello', text: 'Hello.' } as const;
const settings = { from: 'shop@example.com', date: new Date('2026-01-01T00:00:00Z') };

it.each([
  ['ada@bücher.example', 'ada@xn--bcher-kva.example'],
  ['müller@bücher.example', 'müller@bücher.example'],
])('a mail to %s goes to %s', async (to, recipient) => {
  const { envelope, message } = await composeMail({ ...mail, to }, settings);
  expect(envelope.to).toEqual([recipient]);
  expect(message.toString('utf8')).toContain(`To: ${recipient}\r\n`);
});
