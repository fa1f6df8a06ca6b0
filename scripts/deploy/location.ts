// Chooses the region of a deployment. A resource group cannot move, so another region than its own is refused here: Azure's
// own message does not say which of the two is meant.

import type { Existing } from './existing';
import { type DeployOptions, type Located, UsageError } from './options';

const defaultLocation = 'northeurope';

/** The flag, else AZURE_LOCATION, else the group's own region. @throws UsageError if that is not the group's. */
export function locate(options: DeployOptions, environment: NodeJS.ProcessEnv, existing: Existing): Located {
  const wanted = options.location || environment.AZURE_LOCATION;
  const { groupLocation, recordLocation } = existing;
  if (wanted && groupLocation && plain(wanted) !== plain(groupLocation)) {
    throw new UsageError(
      `The resource group rg-${options.environment} is in ${groupLocation} and cannot move to ${wanted}: leave out --location and AZURE_LOCATION, or delete the group.`,
    );
  }
  const location = plain(wanted || groupLocation || defaultLocation);
  return { ...options, location, recordLocation: recordLocation ?? location };
}

/** `North Europe` is `northeurope`. */
function plain(location: string): string {
  return location.replaceAll(/\s/g, '').toLowerCase();
}
