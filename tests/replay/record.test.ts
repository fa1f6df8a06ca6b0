// Recording: paths without a history are walked when RECORD_HISTORIES is set; otherwise it is only seen to that none is missing.

import { closeHubs } from '../localhost/taskhub/hub';
import { paths } from './paths';
import { isRecorded, record } from './recording';
import { loadShop } from './shop-on-hub';

const openShop = loadShop();
const missing = Object.entries(paths).filter(([name]) => !isRecorded(name));
const LONGEST_MS = 180_000;

afterEach(closeHubs);

if (process.env.RECORD_HISTORIES) {
  it.each(missing)(
    'records: %s',
    async (name, path) => {
      await record(name, openShop({ version: path.version ?? '1.0' }), path);
      expect(isRecorded(name)).toBe(true);
    },
    LONGEST_MS,
  );
}

it('no path is without a history', () => {
  expect(missing.map(([name]) => name).filter((name) => !isRecorded(name))).toEqual([]);
});
