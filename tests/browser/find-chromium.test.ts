// A machine without a browser says so; CI fails.

import { findChromium, lineWhenMissing } from './find-chromium';

test('a missing browser is a loud line, and a failure in continuous integration', () => {
  const none = findChromium({ PATH: '/nowhere' });
  expect(lineWhenMissing(none, {})).toMatch(/^NOT TESTED IN A BROWSER: .*apt-get install -y chromium/);
  expect(() => lineWhenMissing(none, { CI: 'true' })).toThrow('NOT TESTED IN A BROWSER');
});

test('a browser can be named', () => {
  expect(findChromium({ CHROMIUM_PATH: process.execPath })).toEqual({ path: process.execPath });
  expect(findChromium({ CHROMIUM_PATH: '/nowhere/chromium' })).toMatchObject({
    missing: expect.stringContaining('/nowhere'),
  });
});
