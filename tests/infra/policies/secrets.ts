// Secrets stay secrets on their way through the templates: a parameter that is not secure shows its value in every record
// of a deployment, and the linter sees no more than some names.

interface Template {
  parameters?: Record<string, { type?: string }>;
  resources?: Record<string, { properties?: { template?: Template } }>;
}

/** By what the parameters are called; the address of a mail server has its password in it. */
const secret = /secret|key$|password|^smtpUrl$/i;

/**
 * @param template the compiled infra/main.bicep, with all modules in it.
 * @returns a line for each parameter with a secret that is not secure.
 */
export function secrets(template: unknown, place = 'main'): string[] {
  const { parameters = {}, resources = {} } = template as Template;
  const open = Object.entries(parameters).filter(([name, { type }]) => secret.test(name) && type !== 'securestring');
  const nested = Object.entries(resources).flatMap(([name, { properties }]) =>
    properties?.template ? secrets(properties.template, `${place}/${name}`) : [],
  );
  return [...open.map(([name]) => `The parameter ${name} of ${place} has to be secure.`), ...nested];
}
