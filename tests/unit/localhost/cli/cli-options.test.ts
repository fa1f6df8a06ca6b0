import { resolve } from 'node:path';
import { parseCommandLine } from '../../../../localhost/cli/cli-options';

describe('the command line', () => {
  it('starts the app of the current folder', () => {
    expect(parseCommandLine(['start'])).toEqual({
      scriptRoot: process.cwd(),
      enableAuth: false,
      azurite: true,
      eventGrid: true,
      cosmos: false,
      verbose: false,
      watch: false,
    });
  });

  it('accepts every flag', () => {
    const flags =
      '--port 0 --azurite-port 11000 --script-root app --data d --settings s.json --cors https://a,https://b --cors-credentials';
    expect(
      parseCommandLine([
        ...['start', ...flags.split(' '), '--enable-auth', '--no-azurite', '--no-event-grid', '--verbose', '--watch'],
      ]),
    ).toEqual({
      scriptRoot: resolve('app'),
      dataFolder: resolve('d'),
      settingsFile: resolve('s.json'),
      port: 0,
      azuritePort: 11_000,
      cors: ['https://a', 'https://b'],
      corsCredentials: true,
      enableAuth: true,
      azurite: false,
      eventGrid: false,
      cosmos: false,
      verbose: true,
      watch: true,
    });
  });

  it('starts the Cosmos DB emulator by its flag or its port', () => {
    expect(parseCommandLine(['start', '--cosmos'])).toMatchObject({ cosmos: true });
    expect(parseCommandLine(['start', '--cosmos-port', '8081'])).toMatchObject({ cosmos: true, cosmosPort: 8081 });
  });

  it('opens the debugger on the default port or the given one', () => {
    expect(parseCommandLine(['start', '--inspect', '--port', '0'])).toMatchObject({ inspectPort: 9229, port: 0 });
    expect(parseCommandLine(['start', '--inspect=0'])).toMatchObject({ inspectPort: 0 });
    expect(() => parseCommandLine(['start', '--inspect=x'])).toThrow('--inspect must be a port number, not "x"');
  });

  it('runs durable functions apart, by default from cold', () => {
    const cold = { alwaysReady: false, coldStartMs: 8_000, idleMs: 30_000 };
    expect(parseCommandLine(['start', '--flex', '--verbose'])).toMatchObject({ flex: cold, verbose: true });
    expect(parseCommandLine(['start', '--flex=cold:2s'])).toMatchObject({ flex: { ...cold, coldStartMs: 2_000 } });
    expect(parseCommandLine(['start', '--flex=always-ready'])).toMatchObject({ flex: { ...cold, alwaysReady: true } });
    expect(() => parseCommandLine(['start', '--flex=warm'])).toThrow('--flex takes always-ready');
  });

  it('takes --clock, but not with --flex', () => {
    expect(parseCommandLine(['start', '--clock=jump,process'])).toMatchObject({
      clock: { automatic: true, process: true },
    });
    expect(parseCommandLine(['start'])).not.toHaveProperty('clock');
    expect(() => parseCommandLine(['start', '--clock=jump', '--flex'])).toThrow('cannot be combined');
  });

  it('shows the help instead of starting', () => {
    expect(parseCommandLine(['--help'])).toBeUndefined();
  });

  it.each([
    [[], 'Unknown command ""'],
    [['run'], 'Unknown command "run"'],
    [['start', '--colour'], "Unknown option '--colour'"],
    [['start', '--port', '70000'], '--port must be a port number, not "70000"'],
  ])('refuses %j', (args, reason) => {
    expect(() => parseCommandLine(args)).toThrow(reason);
  });
});
