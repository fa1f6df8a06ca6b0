// Settings are validated once, at startup; errors name the setting but never its value.

import { readConfig } from '../../src/config';

const secret = 'a-secret-of-more-than-thirty-two-characters';
const least = {
  AZURE_FUNCTIONS_ENVIRONMENT: 'Development',
  AzureWebJobsStorage: 'UseDevelopmentStorage=true',
  SESSION_SECRET: secret,
  CARRIER_WEBHOOK_SECRET: secret,
  MAIL_FROM: 'shop@cartwright.example',
};

/** Where Azure runs the app. */
const inAzure = { ...least, AZURE_FUNCTIONS_ENVIRONMENT: 'Production', WEBSITE_HOSTNAME: 'shop.azurewebsites.net' };

describe('settings about callers', () => {
  it('have defaults for a shop on Azure', () => {
    const { sessions, callers } = readConfig({ ...inAzure, ALLOW_SANDBOX: 'true' });
    expect(sessions).toEqual({ secret, platformAuth: false, secureCookies: true });
    expect(callers).toEqual({
      frontEndOrigins: [],
      writesPerMinute: 300,
      guestWritesPerMinute: 1200,
      newGuestsPerMinute: 60,
      checkoutsPerMinute: 5,
      guestCheckoutsPerMinute: 10,
    });
  });

  it('can be given each', () => {
    const previousSecret = `${secret} of last year`;
    const { sessions, callers } = readConfig({
      ...least,
      SESSION_SECRET_PREVIOUS: previousSecret,
      WEBSITE_AUTH_ENABLED: 'True',
      FRONT_END_ORIGINS: 'https://shop.example, http://localhost:5173',
      WRITES_PER_MINUTE: '60',
      GUEST_WRITES_PER_MINUTE: '0',
      NEW_GUESTS_PER_MINUTE: '7',
      CHECKOUTS_PER_MINUTE: '3',
      GUEST_CHECKOUTS_PER_MINUTE: '9',
    });
    expect(sessions).toMatchObject({ previousSecret, platformAuth: true });
    const frontEndOrigins = ['https://shop.example', 'http://localhost:5173'];
    expect(callers).toEqual({
      frontEndOrigins,
      writesPerMinute: 60,
      guestWritesPerMinute: 0,
      newGuestsPerMinute: 7,
      checkoutsPerMinute: 3,
      guestCheckoutsPerMinute: 9,
    });
  });

  it('are ignored if empty', () => {
    const { sessions, callers } = readConfig({ ...least, SESSION_SECRET_PREVIOUS: '', FRONT_END_ORIGINS: '' });
    expect(sessions).not.toHaveProperty('previousSecret');
    expect(callers.frontEndOrigins).toEqual([]);
  });

  const faults: [string, string][] = [
    ['SESSION_SECRET', 'short'],
    ['SESSION_SECRET_PREVIOUS', 'short'],
    ['FRONT_END_ORIGINS', '*'],
    ['FRONT_END_ORIGINS', 'shop.example'],
    ['FRONT_END_ORIGINS', 'https://shop.example/'],
    ['FRONT_END_ORIGINS', 'https://shop.example;https://b.example'],
    ['WRITES_PER_MINUTE', ''],
    ['WRITES_PER_MINUTE', '-1'],
    ['WRITES_PER_MINUTE', '1.5'],
    ['GUEST_WRITES_PER_MINUTE', 'many'],
    ['CHECKOUTS_PER_MINUTE', '5/min'],
    ['MAILS_PER_HOUR', '501'],
    ['ALLOW_SANDBOX', 'perhaps'],
  ];

  it.each(faults)('%s is not accepted as %j', (name, value) => {
    expect(() => readConfig({ ...least, [name]: value })).toThrow(new RegExp(`^Settings to correct: ${name} must `));
  });
});

describe('the setting for stuck orders', () => {
  it('is an hour by default', () => {
    expect(readConfig(least).orders.stuckAfterMs).toBe(3_600_000);
    expect(readConfig({ ...least, STUCK_AFTER: 'P1D' }).orders.stuckAfterMs).toBe(86_400_000);
  });

  it('is a duration', () => {
    expect(() => readConfig({ ...least, STUCK_AFTER: '60' })).toThrow(
      /^Settings to correct: STUCK_AFTER must be an ISO/,
    );
  });
});

describe('the setting that tells which deliveries are overdue', () => {
  it('is two weeks unless told', () => {
    expect(readConfig(least).orders.deliveryOverdueAfterMs).toBe(14 * 86_400_000);
    expect(readConfig({ ...least, DELIVERY_OVERDUE_AFTER: 'P3D' }).orders.deliveryOverdueAfterMs).toBe(3 * 86_400_000);
  });
});

describe('the time in which a customer can confirm a payment', () => {
  it('is half an hour unless told; with none, nobody is asked', () => {
    expect(readConfig(least).orders.paymentActionTimeoutMs).toBe(1_800_000);
    expect(readConfig({ ...least, PAYMENT_ACTION_TIMEOUT: 'PT0S' }).orders.paymentActionTimeoutMs).toBe(0);
    expect(() => readConfig({ ...least, PAYMENT_ACTION_TIMEOUT: '30' })).toThrow(/PAYMENT_ACTION_TIMEOUT must be/);
  });
});

describe('an approval that may take longer than a payment is held', () => {
  const held = {
    ...least,
    PAYMENT_PROVIDER: 'stripe',
    STRIPE_SECRET_KEY: 'sk_test_1',
    STRIPE_WEBHOOK_SECRET: 'whsec_1',
    APPROVAL_THRESHOLD: '1',
  };

  it.each([
    ['P6D', 'PT1S'],
    ['P7D', 'PT0S'],
    ['P5D', 'P1DT1S'],
  ])('is refused: %s and %s for the confirmation', (APPROVAL_TIMEOUT, PAYMENT_ACTION_TIMEOUT) => {
    const read = () => readConfig({ ...held, APPROVAL_TIMEOUT, PAYMENT_ACTION_TIMEOUT });
    expect(read).toThrow(
      /^Settings to correct: APPROVAL_TIMEOUT must be at most P6D together with PAYMENT_ACTION_TIME/,
    );
  });

  it.each([
    ['within the time', { ...held, APPROVAL_TIMEOUT: 'P5DT23H30M' }],
    ['where no order needs approval', { ...held, APPROVAL_TIMEOUT: 'P30D', APPROVAL_THRESHOLD: '0' }],
    ['at the sandbox, which holds payments for ever', { ...least, APPROVAL_TIMEOUT: 'P30D', APPROVAL_THRESHOLD: '1' }],
  ])('is none %s', (_why, environment) => {
    expect(() => readConfig(environment)).not.toThrow();
  });
});

describe('settings about the store of carts', () => {
  const connection = 'AccountEndpoint=http://127.0.0.1:8081/;AccountKey=a2V5;';

  it('default to entities', () => {
    expect(readConfig({ ...least, COSMOS: 'UseDevelopmentCosmos=true' }).cartStore).toEqual({ kind: 'entity' });
  });

  it('name an account of Cosmos DB by connection string, or by endpoint and identity, which goes first', () => {
    const cosmos = { ...least, CART_STORE: 'cosmos', COSMOS: connection };
    const place = { kind: 'cosmos', database: 'shop', container: 'carts' };
    expect(readConfig(cosmos).cartStore).toEqual({ ...place, account: { connectionString: connection } });
    const accountEndpoint = 'https://shop.documents.azure.com:443/';
    expect(readConfig({ ...cosmos, COSMOS__accountEndpoint: accountEndpoint }).cartStore).toEqual({
      ...place,
      account: { accountEndpoint },
    });
    expect(readConfig({ ...cosmos, COSMOS_DATABASE: 'd', COSMOS_CONTAINER: 'c' }).cartStore).toMatchObject({
      database: 'd',
      container: 'c',
    });
  });

  it.each(['', 'UseDevelopmentCosmos=true', 'AccountEndpoint=shop;AccountKey=a2V5'])(
    'require a connection string if carts are in Cosmos DB: %j is not one',
    (text) => {
      const read = () => readConfig({ ...least, CART_STORE: 'cosmos', COSMOS: text });
      expect(read).toThrow(/^Settings to correct: COSMOS must be a connection string/);
    },
  );

  it('allow two stores', () => {
    expect(() => readConfig({ ...least, CART_STORE: 'redis' })).toThrow(/^Settings to correct: CART_STORE /);
  });
});

describe('the former name of the setting for front ends', () => {
  it('is refused with a value, so that nobody wonders why it has no effect', () => {
    expect(() => readConfig({ ...least, ALLOWED_ORIGINS: 'https://shop.test' })).toThrow(/FRONT_END_ORIGINS/);
    expect(() => readConfig({ ...least, ALLOWED_ORIGINS: '' })).not.toThrow();
  });
});

describe('the setting for the carrier', () => {
  it('is manual by default, and may be the sandbox on a local host', () => {
    expect(readConfig(least).carrier.provider).toBe('manual');
    expect(readConfig({ ...least, CARRIER_PROVIDER: 'sandbox' }).carrier.provider).toBe('sandbox');
    expect(() => readConfig({ ...least, CARRIER_PROVIDER: 'pigeon' })).toThrow(/CARRIER_PROVIDER /);
  });
});

describe('settings about payments and mails', () => {
  const stripe = {
    ...least,
    PAYMENT_PROVIDER: 'stripe',
    STRIPE_SECRET_KEY: 'sk_test_1',
    STRIPE_WEBHOOK_SECRET: 'whsec_1',
  };
  const smtp = { ...least, MAIL_TRANSPORT: 'smtp', SMTP_URL: 'smtps://shop:a%40b@mail.example:465' };

  it('default to the sandbox and the outbox', () => {
    const { payments, mail } = readConfig({ ...least, STRIPE_SECRET_KEY: '', STRIPE_API_BASE: '', SMTP_URL: '' });
    expect(payments).toEqual({ provider: 'sandbox' });
    expect(mail).toEqual({ from: least.MAIL_FROM, perHour: 20, transport: 'outbox' });
  });

  it('can be given each', () => {
    const apiBase = 'http://localhost:12111';
    const secrets = { provider: 'stripe', secretKey: 'sk_test_1', publishableKey: '', webhookSecret: 'whsec_1' };
    expect(readConfig(stripe).payments).toEqual(secrets);
    expect(readConfig({ ...stripe, STRIPE_API_BASE: apiBase }).payments).toEqual({ ...secrets, apiBase });
    expect(readConfig(smtp).mail).toEqual({
      from: least.MAIL_FROM,
      perHour: 20,
      transport: 'smtp',
      url: smtp.SMTP_URL,
    });
  });

  const faults: [string, NodeJS.ProcessEnv, string][] = [
    ['STRIPE_SECRET_KEY', stripe, ''],
    ['STRIPE_SECRET_KEY', stripe, 'pk_test_1'],
    ['STRIPE_WEBHOOK_SECRET', stripe, ''],
    ['STRIPE_API_BASE', stripe, 'ftp://localhost'],
    ['SMTP_URL', smtp, ''],
    ['SMTP_URL', smtp, 'smtp.example.org'],
    ['SMTP_URL', smtp, 'smtp://a@b@smtp.example.org'],
    ['PAYMENT_PROVIDER', least, 'paypal'],
    ['MAIL_TRANSPORT', least, 'pigeon'],
  ];

  it.each(faults)('%s is not accepted', (name, others, value) => {
    const read = () => readConfig({ ...others, [name]: value });
    expect(read).toThrow(new RegExp(`^Settings to correct: ${name} `));
    if (value) expect(read).not.toThrow(value);
  });
});

describe('settings of webhooks', () => {
  const [present, previous] = [1, 2].map((fill) => `whsec_${Buffer.alloc(32, fill).toString('base64')}`);
  const toy = { ...inAzure, ALLOW_SANDBOX: 'true' };

  it('are off by default', () => {
    const off = { endpoints: [], retryAfterMs: 5_000 };
    expect(readConfig(toy).webhooks).toEqual({ ...off, allowsPrivate: false });
    expect(readConfig({ ...least, WEBHOOK_ENDPOINTS: ' ' }).webhooks).toEqual({ ...off, allowsPrivate: true });
  });

  it('name endpoints with one or two secrets each', () => {
    const text = `https://erp.example/hooks ${present} ${previous},\n https://mail.example:8443/in?x=1  ${previous}`;
    expect(readConfig({ ...toy, WEBHOOK_ENDPOINTS: text, WEBHOOK_RETRY_AFTER: 'PT1M' }).webhooks).toEqual({
      endpoints: [
        { url: 'https://erp.example/hooks', secrets: [present, previous] },
        { url: 'https://mail.example:8443/in?x=1', secrets: [previous] },
      ],
      retryAfterMs: 60_000,
      allowsPrivate: false,
    });
  });

  it.each([
    ['without a secret', 'https://erp.example/hooks'],
    ['with three secrets', `https://erp.example/hooks ${present} ${previous} ${present}`],
    ['with a weak secret', 'https://erp.example/hooks whsec_c2VjcmV0'],
    ['that is no url', `erp.example ${present}`],
    ['with a password in its url', `https://me:pass@erp.example/ ${present}`],
    ['of another protocol', `ftp://erp.example/ ${present}`],
    ['that is named twice', `https://erp.example/ ${present}, https://erp.example/ ${previous}`],
  ])('refuse an endpoint %s', (_what, text) => {
    const read = () => readConfig({ ...least, WEBHOOK_ENDPOINTS: text });
    expect(read).toThrow(/^Settings to correct: WEBHOOK_ENDPOINTS must /);
    expect(read).not.toThrow(/c2VjcmV0|pass@|AQEB/);
  });

  it.each(['http://erp.example/', 'https://127.0.0.1/', 'https://[::ffff:10.0.0.4]/', 'https://169.254.169.254/x'])(
    'allow %s on a local host only',
    (url) => {
      const WEBHOOK_ENDPOINTS = `${url} ${present}`;
      expect(readConfig({ ...least, WEBHOOK_ENDPOINTS }).webhooks.endpoints).toMatchObject([{ url }]);
      expect(() => readConfig({ ...toy, WEBHOOK_ENDPOINTS })).toThrow(
        'Settings to correct: WEBHOOK_ENDPOINTS must be https urls with public addresses, outside of a local host.',
      );
    },
  );
});

describe('the setting for fault points', () => {
  it('is off by default, and for the local host only', () => {
    expect(readConfig({ ...least, FAULT_POINTS: '' })).not.toHaveProperty('faultPoints');
    expect(readConfig({ ...least, FAULT_POINTS: '/tmp/points' }).faultPoints).toBe('/tmp/points');
    const toy = { ...inAzure, FAULT_POINTS: '/tmp/points', ALLOW_SANDBOX: 'true' };
    expect(() => readConfig(toy)).toThrow(/^Settings to correct: FAULT_POINTS kills the process/);
  });
});
