// App settings named `AzureFunctionsJobHost__a__b__c` (or with `:`) override `a.b.c` in host.json, as on the platform.
// Names are not case-sensitive; a number is an array index.

const prefix = /^AzureFunctionsJobHost(?:__|:)/i;

export type JsonObject = { [name: string]: unknown };

/** Applies the overrides in `environment` to `hostJson`, in place. */
export function applyOverrides(hostJson: JsonObject, environment: Record<string, string | undefined>): void {
  for (const [name, value] of Object.entries(environment)) {
    if (value !== undefined && prefix.test(name)) assign(hostJson, name.replace(prefix, '').split(/__|:/), value);
  }
}

function assign(target: JsonObject, path: string[], value: string): void {
  const [first, ...rest] = path;
  if (first === undefined || first === '') return;
  const name = Object.keys(target).find((key) => key.toLowerCase() === first.toLowerCase()) ?? first;
  if (rest.length === 0) {
    target[name] = value;
    return;
  }
  const inner = target[name];
  if (isObject(inner)) assign(inner, rest, value);
  else {
    const made = (/^\d+$/.test(rest[0] ?? '') ? [] : {}) as JsonObject;
    target[name] = made;
    assign(made, rest, value);
  }
}

/** True for arrays too: their indices are names. */
export function isObject(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null;
}
