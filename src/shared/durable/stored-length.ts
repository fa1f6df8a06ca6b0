// How large an entity's state is in the task hub's tables. A larger one becomes a blob: written, read and deleted with each
// operation on the entity.

/**
 * The longest text that the task hub keeps in a table: 60 KiB of UTF-16 (`MaxTablePropertySizeInBytes` in Azure/durabletask,
 * AzureTableTrackingStore.cs).
 */
export const maxInlineChars = 30_720;

/** The characters that a state takes: its JSON is stored as a string within the JSON of the entity's scheduler. */
export function storedLength(state: unknown): number {
  return JSON.stringify(JSON.stringify(state) ?? null).length;
}
