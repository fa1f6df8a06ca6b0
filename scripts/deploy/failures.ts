// What a failed call of the Azure CLI means: something that passes by itself, or something that people must see to.

import { AzFailed } from './az';

/** The app's new identity may not write packages yet: role assignments take minutes to be known everywhere. */
const packageRefused = /\b403\b|Forbidden|AuthorizationPermissionMismatch|BlobUploadFailed|\b50[234]\b/;
/** Event Grid asks the app to prove that it wants the events, and the app is just starting. */
const handshakeFailed = /webhook|handshake|url validation/i;
const notLoggedIn = /az login/i;
const notThere = /DeploymentNotFound|ResourceGroupNotFound|could not be found/i;

function saysOf(error: unknown): string {
  return error instanceof AzFailed ? error.said : '';
}

export const passes = {
  package: (error: unknown): boolean => packageRefused.test(saysOf(error)),
  handshake: (error: unknown): boolean => handshakeFailed.test(saysOf(error)),
  /** The app restarts after a deployment of code, and cannot tell its keys meanwhile. */
  keys: (error: unknown): boolean => error instanceof AzFailed,
};

export function isNotLoggedIn(error: unknown): boolean {
  return notLoggedIn.test(saysOf(error));
}

/** The deployment or the resource group does not exist. */
export function isNotThere(error: unknown): boolean {
  return notThere.test(saysOf(error));
}
