// Storage clients throw for what is often not an error: missing, not changed, changed by another writer.

/** Whether an error of the storage clients carries this HTTP status. */
export function isStatus(error: unknown, status: number): boolean {
  return typeof error === 'object' && error !== null && 'statusCode' in error && error.statusCode === status;
}

/** The result of `read`; undefined when storage responds with 404. */
export async function unlessMissing<T>(read: () => Promise<T>): Promise<T | undefined> {
  try {
    return await read();
  } catch (error) {
    if (isStatus(error, 404)) return undefined;
    throw error;
  }
}
