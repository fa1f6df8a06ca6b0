// Policy: secrets are passed in secure parameters only. Azure stores other parameters in plain text in the deployment history,
// and the linter checks only some names.

interface Template {
  parameters?: Record<string, { type?: string }>;
  resources?: Record<string, { properties?: { template?: Template } }>;
}

/** Recognized by name; the url of a mail server contains its password. */
const secret = /secret|key$|password|^smtpUrl$/i;

/**
 * @param template the compiled infra/main.bicep, with all modules in it.
 * @returns a line for each secret parameter that is not secure.
 */
export function secrets(template: unknown, place = 'main'): string[] {
  const { parameters = {}, resources = {} } = template as Template;
  const open = Object.entries(parameters).filter(([name, { type }]) => secret.test(name) && type !== 'securestring');
  const nested = Object.entries(resources).flatMap(([name, { properties }]) =>
    properties?.template ? secrets(properties.template, `${place}/${name}`) : [],
  );
  return [...open.map(([name]) => `The parameter ${name} of ${place} has to be secure.`), ...nested];
}
