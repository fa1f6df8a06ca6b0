// The variables that the parameter files read. A secret comes from the environment, else from the deployed app, else it is
// generated: changing it would make every guest lose the cart and the app refuse the carrier's reports.

import { randomBytes } from 'node:crypto';
import type { Az } from './az';
import { listApps, showSettings } from './commands';
import { firstOfMonth } from './existing';
import { isNotThere } from './failures';
import { fingerprintOf } from './fingerprint';
import type { Located } from './options';
import { readParameterFile } from './parameter-file';

/** App settings that the parameter files read from variables of the same name. */
export const secretNames = ['SESSION_SECRET', 'CARRIER_WEBHOOK_SECRET'] as const;

/**
 * Settings that also keep their deployed value: they must not depend on who deploys next. An empty variable removes a setting,
 * and the parameter file's default applies.
 */
export const keptSettings = [
  'SESSION_SECRET_PREVIOUS',
  'PAYMENT_PROVIDER',
  'STRIPE_SECRET_KEY',
  'STRIPE_WEBHOOK_SECRET',
  'CARRIER_PROVIDER',
  'MAIL_TRANSPORT',
  'SMTP_URL',
  'WEBHOOK_ENDPOINTS',
  'SIGN_IN_SECRET',
] as const;

/** The other variables set here; anything else that the parameter files read comes from the caller's environment. */
export const otherNames = ['AZURE_ENV_NAME', 'AZURE_LOCATION', 'BUDGET_START_DATE', 'RESOURCES_FINGERPRINT'] as const;

/** For a preview, which reads no secret: of the right form, and hidden by Azure like every secret. */
const previewSecrets = {
  STRIPE_SECRET_KEY: 'rk_live_preview',
  STRIPE_WEBHOOK_SECRET: 'whsec_preview',
  SMTP_URL: 'smtps://preview',
  SIGN_IN_SECRET: 'preview',
} as const;

/** 64 characters in Base64; config.ts requires at least 32. */
const RANDOM_BYTES = 48;

export interface VariablesParts {
  az: Az;
  shop: Located;
  environment: NodeJS.ProcessEnv;
  now(): Date;
}

/** Those without a value are not there. */
export type Variables = Record<string, string>;

/** @param budgetStart the start date of the existing budget: Azure does not allow changing it. */
export async function readVariables(parts: VariablesParts, budgetStart: string | undefined): Promise<Variables> {
  return variables(parts, budgetStart, await settingsOfApp(parts.az, parts.shop));
}

/** For a preview. It does not list the app's settings: that needs more than read permission. */
export function previewVariables(parts: VariablesParts, budgetStart: string | undefined): Variables {
  return variables(parts, budgetStart, new Map(Object.entries(previewSecrets)));
}

function variables(
  { shop, environment, now }: VariablesParts,
  budgetStart: string | undefined,
  kept: ReadonlyMap<string, string>,
): Variables {
  const secrets = secretNames.map((name) => [name, environment[name] || kept.get(name) || newSecret()]);
  const settings = keptSettings.map((name) => [name, environment[name] ?? kept.get(name) ?? '']);
  const made = Object.fromEntries(
    [
      ['AZURE_ENV_NAME', shop.environment],
      ['AZURE_LOCATION', shop.location],
      ['BUDGET_START_DATE', budgetStart ?? firstOfMonth(now())],
      ...secrets,
      ...settings,
    ].filter(([, value]) => value !== ''),
  ) as Variables;
  return { ...made, RESOURCES_FINGERPRINT: fingerprintOf(shop.environment, allThatIsRead(shop, environment, made)) };
}

/** What the parameter file will read: these variables, and the caller's environment for the rest. */
export function allThatIsRead(
  { environment: name }: Pick<Located, 'environment'>,
  environment: NodeJS.ProcessEnv,
  made: Variables,
): NodeJS.ProcessEnv {
  const own = new Set<string>([...secretNames, ...keptSettings, ...otherNames]);
  const rest = readParameterFile(name).variables.filter((variable) => !own.has(variable) && environment[variable]);
  return { ...Object.fromEntries(rest.map((variable) => [variable, environment[variable]])), ...made };
}

function newSecret(): string {
  return randomBytes(RANDOM_BYTES).toString('base64url');
}

/** Read from the app itself: the record of a failed deployment has no outputs. */
async function settingsOfApp(az: Az, shop: Located): Promise<Map<string, string>> {
  try {
    const [app] = JSON.parse(await az(listApps(shop), { quiet: true })) as string[];
    if (app === undefined) return new Map();
    const listed = JSON.parse(await az(showSettings(shop, app), { quiet: true })) as Setting[];
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
