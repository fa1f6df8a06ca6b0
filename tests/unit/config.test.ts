// Settings are checked once, at the start, and every fault is told by the setting's name and never by its value.

import { readConfig } from '../../src/config';

const secret = 'a-secret-of-more-than-thirty-two-characters';
const least = {
  AzureWebJobsStorage: 'UseDevelopmentStorage=true',
  SESSION_SECRET: secret,
  CARRIER_WEBHOOK_SECRET: secret,
  MAIL_FROM: 'shop@cartwright.example',
};

describe('settings about callers', () => {
  it('have defaults that suit a shop on Azure', () => {
    const { sessions, callers } = readConfig({ ...least, WEBSITE_HOSTNAME: 'shop.azurewebsites.net' });
    expect(sessions).toEqual({ secret, platformAuth: false, secureCookies: true });
    expect(callers).toEqual({ allowedOrigins: [], writesPerMinute: 300, guestWritesPerMinute: 1200 });
  });

  it('can be given each', () => {
    const previousSecret = `${secret} of last year`;
    const { sessions, callers } = readConfig({
      ...least,
      SESSION_SECRET_PREVIOUS: previousSecret,
      WEBSITE_AUTH_ENABLED: 'True',
      ALLOWED_ORIGINS: 'https://shop.example, http://localhost:5173',
      WRITES_PER_MINUTE: '60',
      GUEST_WRITES_PER_MINUTE: '0',
    });
    expect(sessions).toMatchObject({ previousSecret, platformAuth: true });
    const allowedOrigins = ['https://shop.example', 'http://localhost:5173'];
    expect(callers).toEqual({ allowedOrigins, writesPerMinute: 60, guestWritesPerMinute: 0 });
  });

  it('mean nothing when they are empty', () => {
    const { sessions, callers } = readConfig({ ...least, SESSION_SECRET_PREVIOUS: '', ALLOWED_ORIGINS: '' });
    expect(sessions).not.toHaveProperty('previousSecret');
    expect(callers.allowedOrigins).toEqual([]);
  });

  const faults: [string, string][] = [
    ['SESSION_SECRET', 'short'],
    ['SESSION_SECRET_PREVIOUS', 'short'],
    ['ALLOWED_ORIGINS', '*'],
    ['ALLOWED_ORIGINS', 'shop.example'],
    ['ALLOWED_ORIGINS', 'https://shop.example/'],
    ['ALLOWED_ORIGINS', 'https://shop.example;https://b.example'],
    ['WRITES_PER_MINUTE', ''],
    ['WRITES_PER_MINUTE', '-1'],
    ['WRITES_PER_MINUTE', '1.5'],
    ['GUEST_WRITES_PER_MINUTE', 'many'],
  ];

  it.each(faults)('%s is not accepted as %j', (name, value) => {
    expect(() => readConfig({ ...least, [name]: value })).toThrow(new RegExp(`^Settings to correct: ${name} must `));
  });
});

describe('settings about the store of carts', () => {
  const connection = 'AccountEndpoint=http://127.0.0.1:8081/;AccountKey=a2V5;';

  it('are those of entities unless told otherwise', () => {
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
    'ask for a connection string where carts are in Cosmos DB: %j is none',
    (text) => {
      const read = () => readConfig({ ...least, CART_STORE: 'cosmos', COSMOS: text });
      expect(read).toThrow(/^Settings to correct: COSMOS must be a connection string/);
    },
  );

  it('know two stores', () => {
    expect(() => readConfig({ ...least, CART_STORE: 'redis' })).toThrow(/^Settings to correct: CART_STORE /);
  });
});
