import { applySettings, parseLocalSettings } from '../../../../localhost/config/local-settings';

describe('local.settings.json', () => {
  it('returns values as texts, connection strings and the options of the host', () => {
    const settings = parseLocalSettings({
      IsEncrypted: false,
      Values: { NAME: 'x', COUNT: 3, ON: true, UNSET: null },
      ConnectionStrings: { Db: 'Server=x' },
      Host: { LocalHttpPort: 7072, CORS: 'https://a.example/, https://b.example', CORSCredentials: true },
    });
    expect(settings).toEqual({
      values: { NAME: 'x', COUNT: '3', ON: 'true' },
      connectionStrings: { Db: 'Server=x' },
      port: 7072,
      cors: ['https://a.example', 'https://b.example'],
      corsCredentials: true,
    });
  });

  it('may be an empty object', () => {
    expect(parseLocalSettings({})).toEqual({ values: {}, connectionStrings: {}, corsCredentials: false });
  });

  it('does not override environment variables', () => {
    const environment: NodeJS.ProcessEnv = { NAME: 'from outside' };
    applySettings(
      { values: { NAME: 'x', OTHER: 'y' }, connectionStrings: { Db: 'z' }, corsCredentials: false },
      environment,
    );
    expect(environment).toEqual({ NAME: 'from outside', OTHER: 'y', 'ConnectionStrings:Db': 'z' });
  });

  it.each([
    [[], 'it must contain an object'],
    [{ IsEncrypted: true }, 'it is encrypted'],
    [{ Values: { A: { B: 'c' } } }, 'Values.A must be a string; nested values are not allowed'],
    [{ Values: ['A'] }, 'Values must be an object of strings'],
    [{ Host: { LocalHttpPort: 'web' } }, 'Host.LocalHttpPort must be a port number, not "web"'],
  ])('refuses %j', (root, reason) => {
    expect(() => parseLocalSettings(root)).toThrow(reason);
  });
});
