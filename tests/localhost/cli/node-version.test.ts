import { checkNodeVersion } from '../../../localhost/cli/node-version';

test.each(['22.13.0', '22.20.1', '23.0.0', '24.21.0'])('runs on Node %s', (version) => {
  expect(() => checkNodeVersion(version)).not.toThrow();
});

test.each(['18.20.4', '20.20.2', '22.12.9'])('reports the required version on Node %s', (version) => {
  expect(() => checkNodeVersion(version)).toThrow(`Node 22.13 or later is required; this is Node ${version}.`);
});
