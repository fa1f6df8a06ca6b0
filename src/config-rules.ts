// Rules about several settings: some are required, or limited, only when another one has a certain value.

export interface RelatedSettings {
  PAYMENT_PROVIDER: string;
  STRIPE_SECRET_KEY: string;
  STRIPE_WEBHOOK_SECRET: string;
  MAIL_TRANSPORT: string;
  SMTP_URL: string;
  APPROVAL_THRESHOLD: number;
  /** In milliseconds. */
  APPROVAL_TIMEOUT: number;
  /** In milliseconds. */
  PAYMENT_ACTION_TIMEOUT: number;
}

interface Rule {
  name: keyof RelatedSettings;
  isBroken: (values: RelatedSettings) => boolean;
  message: string;
}

const usesStripe = ({ PAYMENT_PROVIDER }: RelatedSettings) => PAYMENT_PROVIDER === 'stripe';

const dayMs = 86_400_000;

/**
 * Stripe holds an authorized card payment for 7 days (https://docs.stripe.com/payments/place-a-hold-on-a-payment-method). One
 * day less leaves time for the capture, also when it has to be retried.
 */
const longestHoldMs = 6 * dayMs;

const rules: readonly Rule[] = [
  {
    name: 'STRIPE_SECRET_KEY',
    isBroken: (values) => usesStripe(values) && !/^[sr]k_(test|live)_\w+$/.test(values.STRIPE_SECRET_KEY),
    message: "must be Stripe's secret or restricted key (sk_… or rk_…) when PAYMENT_PROVIDER is stripe",
  },
  {
    name: 'STRIPE_WEBHOOK_SECRET',
    isBroken: (values) => usesStripe(values) && !/^whsec_\w+$/.test(values.STRIPE_WEBHOOK_SECRET),
    message: "must be the signing secret of Stripe's webhook (whsec_…) when PAYMENT_PROVIDER is stripe",
  },
  {
    name: 'SMTP_URL',
    isBroken: ({ MAIL_TRANSPORT, SMTP_URL }) =>
      MAIL_TRANSPORT === 'smtp' && !/^smtps?:\/\/([^\s:@/]+(:[^\s:@/]+)?@)?[^\s:@/]+(:\d+)?\/?$/.test(SMTP_URL),
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
];

/** The rules that the settings do not follow, by setting. */
export function brokenRules(values: RelatedSettings): Pick<Rule, 'name' | 'message'>[] {
  return rules.filter(({ isBroken }) => isBroken(values));
}
