// Parsing the url of an SMTP server.

import { smtpServer } from '../../../../src/adapters/mail/smtp-delivery';

it.each([
  ['smtp://mail.example', { host: 'mail.example', port: 587, secure: false, requireTLS: true, ignoreTLS: false }],
  ['smtp://mail.example:2525', { port: 2525, requireTLS: true }],
  ['smtps://mail.example', { port: 465, secure: true, requireTLS: false, ignoreTLS: false }],
  ['smtp://localhost:1025', { host: 'localhost', secure: false, requireTLS: false, ignoreTLS: true }],
  ['smtp://[::1]:1025', { host: '::1', requireTLS: false, ignoreTLS: true }],
  ['smtp://localhost.evil.example', { requireTLS: true, ignoreTLS: false }],
])('%s uses plain text only on this machine', (url, options) => {
  expect(smtpServer(url).options).toMatchObject(options);
  expect(smtpServer(url).credentials).toBeUndefined();
});

it('decodes user and password from the url', () => {
  expect(smtpServer('smtps://shop%40example.com:a%3Ab@mail.example').credentials).toEqual({
    user: 'shop@example.com',
    pass: 'a:b',
  });
});
