// The rules that join several settings: what a provider needs, and what is refused in production because it would sell for
// nothing, ship nothing or reach nobody.

import { isPrivateLiteral } from './adapters/webhooks/public-address';

/** The settings that these rules look at, by name. */
export interface JoinedSettings {
  AZURE_FUNCTIONS_ENVIRONMENT: string;
  WEBSITE_HOSTNAME: string;
  ALLOW_SANDBOX: boolean;
  PAYMENT_PROVIDER: string;
  STRIPE_SECRET_KEY: string;
  STRIPE_WEBHOOK_SECRET: string;
  STRIPE_API_BASE: string;
  CARRIER_PROVIDER: string;
  MAIL_TRANSPORT: string;
  MAIL_FROM: string;
  MAIL_OWNER: string;
  SMTP_URL: string;
  SHOP_URL: string;
  FRONT_END_ORIGINS: string[];
  WEBHOOK_ENDPOINTS: readonly { url: string }[];
  FAULT_POINTS: string;
  APPROVAL_THRESHOLD: number;
  /** In milliseconds. */
  APPROVAL_TIMEOUT: number;
  /** In milliseconds. */
  PAYMENT_ACTION_TIMEOUT: number;
}

/** A setting that breaks a rule; `message` continues a sentence that begins with the name. */
export interface SettingFault {
  name: keyof JoinedSettings;
  message: string;
}

interface Rule extends SettingFault {
  isBroken: (values: JoinedSettings) => boolean;
}

/** Every rule that the settings break. Those of production are left out on a local host and where `ALLOW_SANDBOX` is true. */
export function joinedFaults(values: JoinedSettings): SettingFault[] {
  const isProduction = !runsLocally(values) && !values.ALLOW_SANDBOX;
  const faults = [...providerRules, ...(isProduction ? productionRules : [])].filter((rule) => rule.isBroken(values));
  return faults.map(({ name, message }) => ({ name, message }));
}

/** Whether the app runs on the local host or under Core Tools: both say so, and Azure has a host name of its own. */
export function runsLocally(values: Pick<JoinedSettings, 'AZURE_FUNCTIONS_ENVIRONMENT' | 'WEBSITE_HOSTNAME'>): boolean {
  return /^development$/i.test(values.AZURE_FUNCTIONS_ENVIRONMENT) && isLocalhost(values.WEBSITE_HOSTNAME);
}

export function isLocalhost(hostname: string): boolean {
  return /^(localhost|127\.0\.0\.1)(:\d+)?$/.test(hostname);
}

const usesStripe = ({ PAYMENT_PROVIDER }: JoinedSettings) => PAYMENT_PROVIDER === 'stripe';
const stripeKey = /^[sr]k_(test|live)_\w+$/;
const smtpUrl = /^smtps?:\/\/([^\s:@/]+(:[^\s:@/]+)?@)?[^\s:@/]+(:\d+)?\/?$/;

const dayMs = 86_400_000;
/**
 * Stripe holds an authorized card payment for 7 days (https://docs.stripe.com/payments/place-a-hold-on-a-payment-method). One
 * day less leaves time for the capture, also when it has to be retried.
 */
const longestHoldMs = 6 * dayMs;

const providerRules: readonly Rule[] = [
  {
    name: 'STRIPE_SECRET_KEY',
    isBroken: (values) => usesStripe(values) && !stripeKey.test(values.STRIPE_SECRET_KEY),
    message: "must be Stripe's secret or restricted key (sk_… or rk_…) when PAYMENT_PROVIDER is stripe",
  },
  {
    name: 'STRIPE_WEBHOOK_SECRET',
    isBroken: (values) => usesStripe(values) && !/^whsec_\w+$/.test(values.STRIPE_WEBHOOK_SECRET),
    message: "must be the signing secret of Stripe's webhook (whsec_…) when PAYMENT_PROVIDER is stripe",
  },
  {
    name: 'SMTP_URL',
    isBroken: ({ MAIL_TRANSPORT, SMTP_URL }) => MAIL_TRANSPORT === 'smtp' && !smtpUrl.test(SMTP_URL),
    message: 'must be an address such as smtps://user:password@mail.example when MAIL_TRANSPORT is smtp',
  },
  {
    name: 'APPROVAL_TIMEOUT',
    isBroken: (values) =>
      usesStripe(values) &&
      values.APPROVAL_THRESHOLD > 0 &&
      values.PAYMENT_ACTION_TIMEOUT + values.APPROVAL_TIMEOUT > longestHoldMs,
    message:
      'must be at most P6D together with PAYMENT_ACTION_TIMEOUT when PAYMENT_PROVIDER is stripe: Stripe holds a payment for 7 days',
  },
  {
    name: 'WEBHOOK_ENDPOINTS',
    isBroken: (values) => !runsLocally(values) && !values.WEBHOOK_ENDPOINTS.every(isPublic),
    message: 'must be https urls with public addresses, outside of a local host',
  },
  {
    name: 'FAULT_POINTS',
    isBroken: (values) => values.FAULT_POINTS !== '' && !runsLocally(values),
    message: 'kills the process and is only for tests on the local host: remove it',
  },
];

const unlessToy = 'outside of a local host, unless ALLOW_SANDBOX is true';
const noExample = `must not be at a domain that is reserved for examples or tests ${unlessToy}`;

const productionRules: readonly Rule[] = [
  {
    name: 'PAYMENT_PROVIDER',
    isBroken: ({ PAYMENT_PROVIDER }) => PAYMENT_PROVIDER === 'sandbox',
    message: `must not be sandbox, which takes no money, ${unlessToy}`,
  },
  {
    name: 'STRIPE_SECRET_KEY',
    isBroken: (values) => usesStripe(values) && /^[sr]k_test_/.test(values.STRIPE_SECRET_KEY),
    message: `must be a live key, because a test key takes no money, ${unlessToy}`,
  },
  {
    name: 'STRIPE_API_BASE',
    isBroken: ({ STRIPE_API_BASE }) => STRIPE_API_BASE !== '',
    message: `must be empty, which is Stripe itself, ${unlessToy}`,
  },
  {
    name: 'CARRIER_PROVIDER',
    isBroken: ({ CARRIER_PROVIDER }) => CARRIER_PROVIDER === 'sandbox',
    message: `must not be sandbox, which ships nothing, ${unlessToy}`,
  },
  {
    name: 'MAIL_TRANSPORT',
    isBroken: ({ MAIL_TRANSPORT }) => MAIL_TRANSPORT === 'outbox',
    message: `must be smtp, because mails in the outbox reach nobody, ${unlessToy}`,
  },
  { name: 'MAIL_FROM', isBroken: ({ MAIL_FROM }) => isExample(domainOfMail(MAIL_FROM)), message: noExample },
  { name: 'MAIL_OWNER', isBroken: ({ MAIL_OWNER }) => isExample(domainOfMail(MAIL_OWNER)), message: noExample },
  { name: 'SMTP_URL', isBroken: ({ SMTP_URL }) => isExample(hostOf(SMTP_URL)), message: noExample },
  { name: 'SHOP_URL', isBroken: ({ SHOP_URL }) => isExample(hostOf(SHOP_URL)), message: noExample },
  {
    name: 'FRONT_END_ORIGINS',
    isBroken: ({ FRONT_END_ORIGINS }) => FRONT_END_ORIGINS.some((origin) => isExample(hostOf(origin))),
    message: noExample,
  },
];

/** RFC 2606 and RFC 6761: domains that never belong to a shop. A page on `localhost` may be a front end, so that is none. */
const reservedDomain = /(^|\.)(example(\.(com|net|org))?|test|invalid)\.?$/i;

function isExample(domain: string): boolean {
  return reservedDomain.test(domain);
}

/** A name is looked up when it is called. */
function isPublic({ url }: { url: string }): boolean {
  const { protocol, hostname } = new URL(url);
  return protocol === 'https:' && !isPrivateLiteral(hostname);
}

/** Of `a@b.c` or `Name <a@b.c>`. */
function domainOfMail(text: string): string {
  return /@([^@\s<>]+)>?\s*$/.exec(text)?.[1] ?? '';
}

function hostOf(url: string): string {
  return URL.parse(url)?.hostname ?? '';
}
