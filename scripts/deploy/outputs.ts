// Reads the names of deployed resources: the outputs of infra/main.bicep, which azd passes to its hooks as variables.

export interface Deployed {
  resourceGroup: string;
  functionApp: string;
  storageAccount: string;
  /** e.g. `https://func-abc.azurewebsites.net`. */
  origin: string;
  eventTopic: string;
  /** How the app learns of uploads: `blobTrigger` (a webhook) or `queue`. */
  uploadEvents: string;
  /** `flex` or `premium`: code is deployed differently. */
  plan: string;
}

/** The output for each field. */
export const outputNames = {
  resourceGroup: 'AZURE_RESOURCE_GROUP',
  functionApp: 'AZURE_FUNCTION_APP_NAME',
  storageAccount: 'AZURE_STORAGE_ACCOUNT_NAME',
  origin: 'AZURE_FUNCTION_APP_URL',
  eventTopic: 'AZURE_EVENT_TOPIC_NAME',
  uploadEvents: 'UPLOAD_EVENTS',
  plan: 'APP_PLAN',
} as const satisfies Record<keyof Deployed, string>;

/** `properties.outputs` of a deployment; null when it failed. */
export type Outputs = Record<string, { value?: unknown } | undefined> | null;

/** @throws Error that names what is missing. */
export function readOutputs(outputs: Outputs): Deployed {
  // Azure changes the case of output names.
  const byName = new Map(Object.entries(outputs ?? {}).map(([name, output]) => [name.toUpperCase(), output?.value]));
  return deployedFrom((name) => byName.get(name), 'The deployment lacks the output');
}

/** Reads the variables that azd sets. @throws Error that names what is missing. */
export function readAzdVariables(environment: NodeJS.ProcessEnv): Deployed {
  return deployedFrom((name) => environment[name], 'azd does not set the variable');
}

function deployedFrom(read: (name: string) => unknown, complaint: string): Deployed {
  const value = (name: string) => {
    const found = read(name);
    if (typeof found !== 'string' || found === '') throw new Error(`${complaint} ${name}.`);
    return found;
  };
  return {
    resourceGroup: value(outputNames.resourceGroup),
    functionApp: value(outputNames.functionApp),
    storageAccount: value(outputNames.storageAccount),
    origin: value(outputNames.origin),
    eventTopic: value(outputNames.eventTopic),
    uploadEvents: value(outputNames.uploadEvents),
    plan: value(outputNames.plan),
  };
}
