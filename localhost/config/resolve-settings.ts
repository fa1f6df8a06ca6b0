// `%NAME%` in any string option of a binding stands for an app setting.
// Resolved from the registration alone, before any value of an invocation is filled in.

/** An app setting by name; undefined when it is not set. */
export type Setting = (name: string) => string | undefined;

/** Replaces every `%NAME%`. @throws when one of the settings does not exist. */
export function resolveSettings(text: string, setting: Setting): string {
  return text.replace(/%([^%]+)%/g, (whole, name: string) => {
    const value = setting(name);
    if (value === undefined) throw new Error(`'${whole}' does not resolve to a value: there is no setting '${name}'.`);
    return value;
  });
}
