import { compareVersions } from '../../../../../localhost/taskhub/orchestrations/versioning';

describe('versions', () => {
  it.each<[string, string, number]>([
    ['', '', 0],
    ['', '1.0', -1],
    ['1.0', '', 1],
    ['1.9', '1.10', -1],
    ['2.0', '1.10', 1],
    ['1.0', '1.0.0', -1],
    ['1.0', '1.0', 0],
    ['beta', 'Alpha', 1],
    ['same', 'SAME', 0],
  ])('%j against %j is %i', (a, b, order) => {
    expect(compareVersions(a, b)).toBe(order);
  });
});
