// Finds the app's orchestrators, activities and entities by name. Names are not case-sensitive.

import type { RegisteredFunction } from '../worker/function-registry';

export interface FunctionCatalog {
  orchestrator(name: string): RegisteredFunction | undefined;
  activity(name: string): RegisteredFunction | undefined;
  entity(name: string): RegisteredFunction | undefined;
  /** The error message for an unknown name, in the genuine host's words. */
  missing(kind: DurableKind, name: string): string;
}

export type DurableKind = 'orchestrator' | 'activity' | 'entity';

const triggers: Record<string, DurableKind> = {
  orchestrationtrigger: 'orchestrator',
  activitytrigger: 'activity',
  entitytrigger: 'entity',
};

export function makeFunctionCatalog(functions: readonly RegisteredFunction[]): FunctionCatalog {
  const byKind = { orchestrator: new Map(), activity: new Map(), entity: new Map() } satisfies Record<
    DurableKind,
    Map<string, RegisteredFunction>
  >;
  for (const fn of functions) {
    const kind = triggers[fn.trigger.type.toLowerCase()];
    if (kind) byKind[kind].set(fn.name.toLowerCase(), fn);
  }
  const find = (kind: DurableKind, name: string): RegisteredFunction | undefined =>
    byKind[kind].get(name.toLowerCase());
  return {
    orchestrator: (name) => find('orchestrator', name),
    activity: (name) => find('activity', name),
    entity: (name) => find('entity', name),
    missing(kind, name) {
      const known: RegisteredFunction[] = [...byKind[kind].values()];
      const names = known.map((fn) => `'${fn.name}'`).join(', ');
      const info = names
        ? `The following are the known ${kind} functions: ${names}.`
        : `No ${kind} functions are currently registered!`;
      return `The function '${name}' doesn't exist, is disabled, or is not an ${kind} function. Additional info: ${info}`;
    },
  };
}
