// The resources that a deployment would make. A value that only Azure can know is an expression in brackets.

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
  /** What could not be predicted: nothing, or a part of the template is out of sight. */
  diagnostics: unknown[];
}

/** A parameter file's prediction under the file's name, as policies look at it. */
export interface Predicted extends Prediction {
  file: string;
  /** Warnings and errors of the compiler, of everything that the file refers to. */
  faults: string[];
  /** What the file sets, by name; what it leaves out has the template's default. */
  parameters: Record<string, unknown>;
  /** As the CLI writes it. */
  snapshot: string;
}

export function ofType(prediction: Prediction, type: string): PredictedResource[] {
  return prediction.predictedResources.filter((resource) => resource.type === type);
}

/** The last part of a name: `orders` of `st123/default/orders`. */
export function ownName(resource: PredictedResource): string {
  return resource.name.slice(resource.name.lastIndexOf('/') + 1);
}

/** The value under a path of properties (`siteConfig.minTlsVersion`); undefined where the path ends early. */
export function valueAt(resource: PredictedResource, path: string): unknown {
  return path
    .split('.')
    .reduce<unknown>(
      (value, key) =>
        typeof value === 'object' && value !== null ? (value as Record<string, unknown>)[key] : undefined,
      resource.properties,
    );
}
