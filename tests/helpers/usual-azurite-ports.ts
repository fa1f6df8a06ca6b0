// Tests of the usual ports of the storage emulator share this machine with whoever has them. A local host that has them is fine, an
// Azurite that was started by hand is used by all hosts, so such a test skips itself.

import { ownerOf } from '../../localhost/emulators/azurite-owner';
import { isTaken } from '../../localhost/emulators/free-ports';

const usualPort = 10_000;

/** Whether a test that needs the usual ports may run; if not, the reason is printed. @param dataFolder any folder */
export async function usualPortsAreUsable(dataFolder: string): Promise<boolean> {
  if (!(await isTaken(usualPort))) return true;
  if ((await ownerOf(usualPort, dataFolder).catch(() => 'nobody')) === 'anotherFolder') return true;
  process.stderr.write(`Skipped, because port ${usualPort} belongs to an Azurite that no local host has started.\n`);
  return false;
}
