// What a deployment refuses before it changes anything: a shop that would sell for nothing, and carts that wait for a cold start.
// The templates refuse the same, and so does the app.

import { joinedFaults } from '../../src/config-rules';
import { webhookEndpoints } from '../../src/webhooks/endpoint-schema';
import type { Choices } from './choices';
import { UsageError } from './options';
import type { ParameterFile } from './parameter-file';

/**
 * @param environment the variables that the parameter file will read.
 * @throws UsageError that lists all reasons.
 */
export function refuseFaults(choices: Choices, file: ParameterFile, environment: NodeJS.ProcessEnv): void {
  const faults = [...cartFaults(choices), ...settingFaults(file, environment)];
  if (faults.length > 0)
    throw new UsageError(`This shop cannot be deployed:\n${faults.map((one) => `- ${one}`).join('\n')}\n`);
}

function cartFaults({ plan, cartStore, alwaysReadyDurable }: Choices): string[] {
  if (cartStore === 'cosmos' || plan === 'premium' || alwaysReadyDurable > 0) return [];
  return ['cartStore is entity: that requires alwaysReadyDurable of at least 1 in appSize, or the plan premium.'];
}

/** The app's own rules, on the settings that it will get. */
function settingFaults(file: ParameterFile, environment: NodeJS.ProcessEnv): string[] {
  const value = (name: string) => file.value(name, environment);
  const endpoints = webhookEndpoints.safeParse(value('webhookEndpoints'));
  const settings = {
    AZURE_FUNCTIONS_ENVIRONMENT: 'Production',
    WEBSITE_HOSTNAME: 'shop.azurewebsites.net',
    ALLOW_SANDBOX: file.isOn('allowSandbox'),
    PAYMENT_PROVIDER: value('paymentProvider'),
    STRIPE_SECRET_KEY: value('stripeSecretKey'),
    STRIPE_WEBHOOK_SECRET: value('stripeWebhookSecret'),
    STRIPE_API_BASE: file.setting('STRIPE_API_BASE'),
    CARRIER_PROVIDER: value('carrierProvider'),
    MAIL_TRANSPORT: value('mailTransport'),
    MAIL_FROM: value('mailFrom'),
    MAIL_OWNER: file.setting('MAIL_OWNER'),
    SMTP_URL: value('smtpUrl'),
    SHOP_URL: file.setting('SHOP_URL'),
    FRONT_END_ORIGINS: [],
    WEBHOOK_ENDPOINTS: endpoints.data ?? [],
    FAULT_POINTS: '',
    // How long approvals may take is left to the app, which knows the defaults.
    APPROVAL_THRESHOLD: 0,
    APPROVAL_TIMEOUT: 0,
    PAYMENT_ACTION_TIMEOUT: 0,
  };
  const malformed = endpoints.error?.issues.map(({ message }) => `WEBHOOK_ENDPOINTS ${message}.`) ?? [];
  return [...malformed, ...joinedFaults(settings).map(({ name, message }) => `${name} ${message}.`)];
}
