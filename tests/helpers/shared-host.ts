// Passes the local host from Jest's global set-up to its tear-down, which share a process but no modules.

import type { LocalHost } from '../../scripts/local-host';
import type { OwnHost } from './own-host';

interface SharedHost {
  own: OwnHost;
  host: LocalHost;
}

const slot = globalThis as { cartwrightSharedHost?: SharedHost };

export const sharedHost = {
  set(shared: SharedHost): void {
    slot.cartwrightSharedHost = shared;
  },
  get: (): SharedHost | undefined => slot.cartwrightSharedHost,
};
