// Classifies failed Azure CLI calls: transient, or in need of somebody's attention.

import { AzFailed } from './az';

/** The app's new identity cannot write packages yet: role assignments take minutes to propagate. */
const packageRefused =
  /\b403\b|Forbidden|do not have the required permissions|AuthorizationPermissionMismatch|BlobUploadFailed|\b50[234]\b/;
/** Event Grid sends a validation request to the app, which may still be starting. */
const handshakeFailed = /webhook|handshake|url validation/i;
const notLoggedIn = /az login/i;
const notThere = /\b\w*NotFound\b|could not be found|was not found/i;

function stderrOf(error: unknown): string {
  return error instanceof AzFailed ? error.stderr : '';
}

export const isTransient = {
  package: (error: unknown): boolean => packageRefused.test(stderrOf(error)),
  handshake: (error: unknown): boolean => handshakeFailed.test(stderrOf(error)),
  /** The app restarts after a code deployment, and its keys cannot be listed meanwhile. */
  keys: (error: unknown): boolean => error instanceof AzFailed,
};

export function isNotLoggedIn(error: unknown): boolean {
  return notLoggedIn.test(stderrOf(error));
}

/** The deployment, the resource group or the budget does not exist. */
export function isNotThere(error: unknown): boolean {
  return notThere.test(stderrOf(error));
}
