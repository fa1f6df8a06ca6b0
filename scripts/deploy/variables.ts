// The variables that the parameter files read. A secret comes from the environment, else from the deployed app, else it is
// generated: changing it would make every guest lose the cart and the app refuse the carrier's reports.

import { randomBytes } from 'node:crypto';
import type { Az } from './az';
import { listApps, showSettings } from './commands';
import { isNotThere } from './failures';
import type { DeployOptions } from './options';

/** App settings that the parameter files read from variables of the same name. */
export const secretNames = ['SESSION_SECRET', 'CARRIER_WEBHOOK_SECRET'] as const;

/**
 * Settings that also keep their deployed value, with their defaults: they must not depend on who deploys next. An empty
 * variable removes a setting.
 */
export const keptSettings = {
  SESSION_SECRET_PREVIOUS: '',
  PAYMENT_PROVIDER: 'sandbox',
  STRIPE_SECRET_KEY: '',
  STRIPE_WEBHOOK_SECRET: '',
  MAIL_TRANSPORT: 'outbox',
  SMTP_URL: '',
  WEBHOOK_ENDPOINTS: '',
} as const;

/** The other variables set here; anything else that the parameter files read comes from the caller's environment. */
export const otherNames = ['AZURE_ENV_NAME', 'AZURE_LOCATION', 'BUDGET_START_DATE'] as const;

/** 64 characters in Base64; config.ts requires at least 32. */
const RANDOM_BYTES = 48;

export interface VariablesParts {
  az: Az;
  options: DeployOptions;
  environment: NodeJS.ProcessEnv;
  now(): Date;
}

export type Variables = Record<
  (typeof secretNames)[number] | keyof typeof keptSettings | (typeof otherNames)[number],
  string
>;

/** @param budgetStart the start date of the existing budget: Azure does not allow changing it. */
export async function readVariables(parts: VariablesParts, budgetStart: string | undefined): Promise<Variables> {
  return variables(parts, budgetStart, await settingsOfApp(parts.az, parts.options));
}

/** For a preview, which hides secrets anyway. It does not list the app's settings: that needs more than read permission. */
export function previewVariables(parts: VariablesParts, budgetStart: string | undefined): Variables {
  return variables(parts, budgetStart, new Map());
}

function variables(
  { options, environment, now }: VariablesParts,
  budgetStart: string | undefined,
  kept: ReadonlyMap<string, string>,
): Variables {
  const secret = (name: string) =>
    environment[name] || kept.get(name) || randomBytes(RANDOM_BYTES).toString('base64url');
  const setting = (name: keyof typeof keptSettings) => (environment[name] ?? kept.get(name)) || keptSettings[name];
  return {
    AZURE_ENV_NAME: options.environment,
    AZURE_LOCATION: options.location,
    BUDGET_START_DATE: environment.BUDGET_START_DATE || budgetStart || `${now().toISOString().slice(0, 7)}-01`,
    SESSION_SECRET: secret('SESSION_SECRET'),
    CARRIER_WEBHOOK_SECRET: secret('CARRIER_WEBHOOK_SECRET'),
    SESSION_SECRET_PREVIOUS: setting('SESSION_SECRET_PREVIOUS'),
    PAYMENT_PROVIDER: setting('PAYMENT_PROVIDER'),
    STRIPE_SECRET_KEY: setting('STRIPE_SECRET_KEY'),
    STRIPE_WEBHOOK_SECRET: setting('STRIPE_WEBHOOK_SECRET'),
    MAIL_TRANSPORT: setting('MAIL_TRANSPORT'),
    SMTP_URL: setting('SMTP_URL'),
    WEBHOOK_ENDPOINTS: setting('WEBHOOK_ENDPOINTS'),
  };
}

/** Read from the app itself: the record of a failed deployment has no outputs. */
async function settingsOfApp(az: Az, options: DeployOptions): Promise<Map<string, string>> {
  try {
    const [app] = JSON.parse(await az(listApps(options), { quiet: true })) as string[];
    if (app === undefined) return new Map();
    const listed = JSON.parse(await az(showSettings(options, app), { quiet: true })) as Setting[];
    return new Map(listed.map(({ name, value }) => [name, value]));
  } catch (error) {
    if (isNotThere(error)) return new Map();
    throw error;
  }
}

interface Setting {
  name: string;
  value: string;
}
