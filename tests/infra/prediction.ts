// The predicted resources of a deployment. A value that only Azure knows is an expression in brackets.

export interface PredictedResource {
  id: string;
  type: string;
  name: string;
  location?: string;
  kind?: string;
  sku?: { name: string };
  tags?: Record<string, string>;
  identity?: { type: string };
  properties?: Record<string, unknown>;
}

export interface Prediction {
  predictedResources: PredictedResource[];
  /** Parts of the template that could not be predicted; should be empty. */
  diagnostics: unknown[];
}

/** A parameter file's prediction with the file's name, the input of policies. */
export interface Predicted extends Prediction {
  file: string;
  /** Compiler warnings and errors of all files that it refers to. */
  faults: string[];
  /** The parameters that the file sets, by name; others have the template's default. */
  parameters: Record<string, unknown>;
  /** In the CLI's format. */
  snapshot: string;
}

/** What a deployment's parameters choose, with the defaults of infra/shop.bicep. */
export interface Chosen {
  plan: 'flex' | 'premium';
  cartStore: 'entity' | 'cosmos';
  durableBackend: 'storage' | 'scheduler';
  partitionCount: number;
  alwaysReadyDurable: number;
}

export function chosen({ parameters }: Predicted): Chosen {
  const defaults = { plan: 'flex', cartStore: 'cosmos', durableBackend: 'storage', partitionCount: 4 };
  const { alwaysReadyDurable = 0 } = (parameters.appSize ?? {}) as { alwaysReadyDurable?: number };
  const given = Object.fromEntries(
    Object.keys(defaults).flatMap((name) => (name in parameters ? [[name, parameters[name]]] : [])),
  );
  return { ...defaults, ...given, alwaysReadyDurable } as Chosen;
}

export function ofType(prediction: Prediction, type: string): PredictedResource[] {
  return prediction.predictedResources.filter((resource) => resource.type === type);
}

/** The last part of a name: `orders` of `st123/default/orders`. */
export function ownName(resource: PredictedResource): string {
  return resource.name.slice(resource.name.lastIndexOf('/') + 1);
}

/** The value at a property path (`siteConfig.minTlsVersion`); undefined if the path does not exist. */
export function valueAt(resource: PredictedResource, path: string): unknown {
  return path
    .split('.')
    .reduce<unknown>(
      (value, key) =>
        typeof value === 'object' && value !== null ? (value as Record<string, unknown>)[key] : undefined,
      resource.properties,
    );
}
