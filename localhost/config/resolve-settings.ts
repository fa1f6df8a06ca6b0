// Replaces `%NAME%` in the string options of a binding with app settings.
// This happens before expressions such as `{id}` are filled in, so a value from an invocation cannot name a setting.

/** An app setting by name; undefined when it is not set. */
export type Setting = (name: string) => string | undefined;

/** Replaces every `%NAME%`. @throws when one of the settings does not exist. */
export function resolveSettings(text: string, setting: Setting): string {
  return text.replace(/%([^%]+)%/g, (whole, name: string) => {
    const value = setting(name);
    if (value === undefined) throw new Error(`'${whole}' has no value: there is no setting '${name}'.`);
    return value;
  });
}
