// Policy: modules refer to each other's resources by name, so each dependency must be explicit; the app depends on its roles.

interface Module {
  dependsOn?: string[];
  properties?: { parameters?: Record<string, unknown> };
}

/**
 * @param template the compiled infra/shop.bicep.
 * @returns a line for each module that uses a resource of another module without depending on it.
 */
export function waiting(template: unknown): string[] {
  const modules = Object.entries((template as { resources: Record<string, Module> }).resources);
  const makers = new Map<string, string>();
  const faults: string[] = [];
  for (const [symbol, module] of modules) {
    const upstream = allUpstream(symbol, Object.fromEntries(modules));
    for (const name of namesUsedBy(module)) {
      const maker = makers.get(name) ?? symbol;
      makers.set(name, maker);
      if (maker !== symbol && !upstream.has(maker))
        faults.push(`${symbol} uses ${name} but does not wait for ${maker}.`);
    }
  }
  const upstreamOfApp = allUpstream('app', Object.fromEntries(modules));
  if (!upstreamOfApp.has('roles')) faults.push('The app starts before its roles are there.');
  return faults;
}

/** The entries of `var names` passed to a module; the first module in the file that gets a name creates the resource. */
function namesUsedBy(module: Module): string[] {
  const text = JSON.stringify(module.properties?.parameters ?? {});
  return [...text.matchAll(/variables\('names'\)\.(\w+)/g)].map(([, name = '']) => name);
}

function allUpstream(symbol: string, modules: Record<string, Module>): Set<string> {
  const found = new Set<string>();
  const visit = (name: string) => {
    for (const before of modules[name]?.dependsOn ?? []) {
      if (found.has(before)) continue;
      found.add(before);
      visit(before);
    }
  };
  visit(symbol);
  return found;
}
