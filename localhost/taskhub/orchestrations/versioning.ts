// Decides which orchestration versions this host may run. The host's own version is `defaultVersion` in host.json.

import type { DurableTaskSettings } from '../../config/host-json';

export function mayRunVersion(version: string | null, settings: DurableTaskSettings): boolean {
  const order = compareVersions(version ?? '', settings.defaultVersion ?? '');
  switch (settings.versionMatchStrategy) {
    case 'None':
      return true;
    case 'Strict':
      return order === 0;
    case 'CurrentOrOlder':
      return order <= 0;
  }
}

/** No version is older than any version. Dotted numbers are compared part by part, anything else as text. */
export function compareVersions(a: string, b: string): number {
  if (a.trim() === '' || b.trim() === '') return Number(a.trim() !== '') - Number(b.trim() !== '');
  const left = parts(a);
  const right = parts(b);
  if (!left || !right) return a.toLowerCase() < b.toLowerCase() ? -1 : Number(a.toLowerCase() > b.toLowerCase());
  for (let i = 0; i < 4; i++) {
    const difference = (left[i] ?? -1) - (right[i] ?? -1);
    if (difference !== 0) return Math.sign(difference);
  }
  return 0;
}

function parts(version: string): number[] | undefined {
  return /^\d+(\.\d+){1,3}$/.test(version.trim()) ? version.trim().split('.').map(Number) : undefined;
}
