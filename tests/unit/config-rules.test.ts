// A production that means it: what takes no money, ships nothing or reaches nobody does not start, unless it is meant as a toy.

import { readConfig } from '../../src/config';

const secret = 'a-secret-of-more-than-thirty-two-characters';
const production = {
  WEBSITE_HOSTNAME: 'func-shop.azurewebsites.net',
  AzureWebJobsStorage__accountName: 'stshop',
  SESSION_SECRET: secret,
  CARRIER_WEBHOOK_SECRET: secret,
  PAYMENT_PROVIDER: 'stripe',
  STRIPE_SECRET_KEY: 'sk_live_1',
  STRIPE_WEBHOOK_SECRET: 'whsec_1',
  CARRIER_PROVIDER: 'manual',
  MAIL_TRANSPORT: 'smtp',
  SMTP_URL: 'smtps://shop:secret@mail.oakandelm.eu',
  MAIL_FROM: 'Oak and Elm <shop@oakandelm.eu>',
};
const development = { AZURE_FUNCTIONS_ENVIRONMENT: 'Development', WEBSITE_HOSTNAME: 'localhost:7071' };

const toys: [string, string][] = [
  ['PAYMENT_PROVIDER', 'sandbox'],
  ['STRIPE_SECRET_KEY', 'sk_test_1'],
  ['STRIPE_SECRET_KEY', 'rk_test_1'],
  ['STRIPE_API_BASE', 'http://localhost:12111'],
  ['CARRIER_PROVIDER', 'sandbox'],
  ['MAIL_TRANSPORT', 'outbox'],
  ['MAIL_FROM', 'Cartwright Shop <shop@cartwright.example>'],
  ['MAIL_FROM', 'shop@example.com'],
  ['MAIL_FROM', 'Shop <shop@mail.EXAMPLE.org>'],
  ['MAIL_FROM', 'shop@shop.test'],
  ['MAIL_OWNER', 'owner@example.net'],
  ['SMTP_URL', 'smtps://shop:secret@mail.example'],
  ['SHOP_URL', 'https://www.example.com'],
  ['FRONT_END_ORIGINS', 'https://oakandelm.eu,https://shop.example'],
];

describe('a shop in production', () => {
  it('starts when it is meant', () => {
    expect(() => readConfig(production)).not.toThrow();
    const also = { SHOP_URL: 'https://oakandelm.eu', MAIL_OWNER: 'ada@oakandelm.eu' };
    expect(() => readConfig({ ...production, ...also, FRONT_END_ORIGINS: 'https://oakandelm.eu' })).not.toThrow();
  });

  it.each(toys)('is refused with %s=%s, by name and without the value', (name, value) => {
    const read = () => readConfig({ ...production, [name]: value });
    expect(read).toThrow(new RegExp(`^Settings to correct: ${name} must `));
    expect(read).toThrow(/unless ALLOW_SANDBOX is true/);
    if (value !== 'sandbox' && value !== 'outbox') expect(read).not.toThrow(value);
  });

  it.each(toys)('may have %s=%s when it is declared a toy', (name, value) => {
    expect(() => readConfig({ ...production, [name]: value, ALLOW_SANDBOX: 'true' })).not.toThrow();
  });

  it('reports all at once', () => {
    const settings = { ...production, PAYMENT_PROVIDER: 'sandbox', MAIL_TRANSPORT: 'outbox', MAIL_FROM: 'a@b.example' };
    expect(() => readConfig(settings)).toThrow(/PAYMENT_PROVIDER .*; MAIL_TRANSPORT .*; MAIL_FROM /);
  });

  it.each(['shop@example.shop', 'shop@testshop.de', 'shop@example-shop.com', 'shop@invalid.shop.eu'])(
    'may have an address that only looks like an example: %s',
    (address) => {
      expect(() => readConfig({ ...production, MAIL_FROM: address })).not.toThrow();
    },
  );
});

describe('a local host', () => {
  it.each(toys)('may have %s=%s', (name, value) => {
    expect(() => readConfig({ ...production, ...development, [name]: value })).not.toThrow();
  });

  it.each([
    ['the environment Development in Azure', { ...development, WEBSITE_HOSTNAME: 'func-shop.azurewebsites.net' }],
    ['a host that does not say Development', { WEBSITE_HOSTNAME: 'localhost:7071' }],
    ['a name that only begins like it', { ...development, WEBSITE_HOSTNAME: 'localhost.shop.eu' }],
  ])('is not %s', (_case, environment) => {
    const settings = { ...production, ...environment, CARRIER_PROVIDER: 'sandbox' };
    expect(() => readConfig(settings)).toThrow(/^Settings to correct: CARRIER_PROVIDER /);
  });
});
