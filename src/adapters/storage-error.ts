// Storage answers by status code what is often no error at all: not there, not changed, changed by somebody else.

/** Whether an error of the storage clients carries this HTTP status. */
export function isStatus(error: unknown, status: number): boolean {
  return typeof error === 'object' && error !== null && 'statusCode' in error && error.statusCode === status;
}
