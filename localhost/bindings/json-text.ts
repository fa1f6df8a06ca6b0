// Recognizes JSON in text by its first and last characters, as the genuine host does, and extracts binding data.

/** True if the text starts and ends like a JSON object or array. It is not parsed. */
export function looksLikeJson(text: string): boolean {
  const trimmed = text.trim();
  return (trimmed.startsWith('{') && trimmed.endsWith('}')) || (trimmed.startsWith('[') && trimmed.endsWith(']'));
}

/**
 * The top-level properties of a JSON object as binding data: scalars as text (`True` for true), objects unchanged, no
 * arrays or nulls. Returns an empty object for any other text.
 */
export function jsonProperties(text: string): Record<string, string | object> {
  if (!text.trim().startsWith('{')) return {};
  const properties: Record<string, string | object> = {};
  for (const [name, value] of Object.entries(parseObject(text))) {
    if (value === null || Array.isArray(value)) continue;
    properties[name] = typeof value === 'object' ? value : scalarText(value);
  }
  return properties;
}

/** A JSON scalar as .NET prints it. */
export function scalarText(value: unknown): string {
  if (typeof value === 'boolean') return value ? 'True' : 'False';
  return value === null ? '' : String(value);
}

function parseObject(text: string): object {
  try {
    return JSON.parse(text) as object;
  } catch (error) {
    // Not valid JSON: the message has no properties.
    if (error instanceof SyntaxError) return {};
    throw error;
  }
}
