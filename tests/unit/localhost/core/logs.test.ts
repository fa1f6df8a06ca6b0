import { makeConsole } from '../../../../localhost/core/logs';

const consoleWith = (logLevel: Record<string, string>, colours = false) => {
  const texts: string[] = [];
  const console = makeConsole({ logLevel, colours, out: (text) => texts.push(text) });
  const lines = () => {
    console.flush();
    return texts.join('').replace(/\[\d{4}-\d\d-\d\dT[\d:.]+Z\]/g, '[time]');
  };
  return { console, lines };
};

describe('the console', () => {
  it('starts a line with its time and omits levels below information', () => {
    const { console, lines } = consoleWith({});
    console.write('debug', 'Host.Startup', 'hidden');
    console.write('information', 'Host.Startup', 'shown');
    expect(lines()).toBe('[time] shown\n');
  });

  it('uses the level of the longest matching category, by whole words', () => {
    const { console, lines } = consoleWith({ default: 'Error', Function: 'Warning', 'Function.pay.User': 'Debug' });
    console.write('information', 'Host.Startup', 'host');
    console.write('warning', 'Function.other', 'function');
    console.write('warning', 'Functions', 'another word');
    console.write('debug', 'Function.pay.User', 'user');
    console.write('debug', 'Function.pay', 'function of its own');
    expect(lines()).toBe('[time] function\n[time] user\n');
  });

  it('colours warnings and errors only if colours are enabled', () => {
    const plain = consoleWith({});
    plain.console.write('error', 'Host', 'bad');
    expect(plain.lines()).toBe('[time] bad\n');
    const coloured = consoleWith({}, true);
    coloured.console.write('error', 'Host', 'bad');
    expect(coloured.lines()).toBe('[time] \u001b[31mbad\u001b[0m\n');
  });

  it('writes the lines of one turn of the event loop together', async () => {
    const writes: string[] = [];
    const console = makeConsole({ logLevel: {}, colours: false, out: (text) => writes.push(text) });
    console.print('a');
    console.print('b');
    await new Promise((resolve) => setImmediate(resolve));
    expect(writes).toEqual(['a\nb\n']);
  });
});
