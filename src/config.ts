// The only reader of the environment: parses it once and reports all errors together, by setting name and rule.

import { z } from 'zod';
import { mostInRow } from './adapters/mail/recent-mails';
import type { StorageAccount } from './adapters/storage/storage';
import { isLocalhost, joinedFaults, runsLocally } from './config-rules';
import type { Config } from './config-shape';
import { parseDurationMs } from './shared/duration';
import { mailAddress } from './shared/mail-address';
import { webhookEndpoints } from './webhooks/endpoint-schema';

const duration = z.string().transform((text, check) => {
  const ms = parseDurationMs(text);
  if (ms === undefined) check.addIssue('must be an ISO 8601 duration such as PT15M');
  return ms ?? 0;
});
const secret = z.string().min(32, 'must have at least 32 characters');
const empty = z.literal('');
const yesOrNo = z
  .string()
  .regex(/^(true|false)$/i, 'must be true or false')
  .transform((text) => text.toLowerCase() === 'true');
/** 0 turns a limit off. */
const limit = z
  .string()
  .regex(/^\d{1,9}$/, 'must be a whole number')
  .transform(Number);
const origins = z.string().transform((text, check) => {
  const listed = text.split(',').flatMap((origin) => origin.trim() || []);
  if (listed.some((origin) => URL.parse(origin)?.origin !== origin)) {
    check.addIssue('must be origins such as https://shop.example, separated by commas');
  }
  return listed;
});

const cosmosConnection = z.string().regex(/^AccountEndpoint=https?:\/\/[^;]+;AccountKey=[^;]+;?$/i);

const settings = z
  .object({
    AzureWebJobsStorage: z.string().min(1).optional(),
    AzureWebJobsStorage__accountName: z.string().min(3).optional(),
    AzureWebJobsStorage__clientId: z.string().default(''),
    PICTURE_EVENT_SOURCE: z.enum(['LogsAndContainerScan', 'EventGrid']).default('EventGrid'),
    PICTURE_ENGINE: z.enum(['jimp', 'sharp']).default('jimp'),
    SESSION_SECRET: secret,
    SESSION_SECRET_PREVIOUS: secret.or(z.literal('')).default(''),
    FRONT_END_ORIGINS: origins.default([]),
    ALLOWED_ORIGINS: z
      .string()
      .default('')
      .refine((text) => text === '', 'has become FRONT_END_ORIGINS: list the origins there'),
    WRITES_PER_MINUTE: limit.default(300),
    GUEST_WRITES_PER_MINUTE: limit.default(1_200),
    NEW_GUESTS_PER_MINUTE: limit.default(60),
    CHECKOUTS_PER_MINUTE: limit.default(5),
    GUEST_CHECKOUTS_PER_MINUTE: limit.default(10),
    CART_REMINDER_AFTER: duration.default(86_400_000),
    CART_EXPIRES_AFTER: duration.default(2_592_000_000),
    CART_STORE: z.enum(['entity', 'cosmos']).default('entity'),
    COSMOS: z.string().default(''),
    COSMOS__accountEndpoint: z.string().default(''),
    COSMOS__clientId: z.string().default(''),
    COSMOS_DATABASE: z.string().min(1).default('shop'),
    COSMOS_CONTAINER: z.string().min(1).default('carts'),
    STOCK_RESERVATION_TTL: duration.default(3_600_000),
    PAYMENT_ACTION_TIMEOUT: duration.default(1_800_000),
    APPROVAL_THRESHOLD: limit.default(0),
    APPROVAL_TIMEOUT: duration.default(172_800_000),
    APPROVAL_DEFAULT: z.enum(['approve', 'reject']).default('reject'),
    STUCK_AFTER: duration.default(3_600_000),
    SHOP_URL: z
      .url({ protocol: /^https?$/, error: 'must be an address such as https://shop.example' })
      .or(empty)
      .default(''),
    DELIVERY_OVERDUE_AFTER: duration.default(1_209_600_000),
    MAIL_OWNER: mailAddress.or(z.literal('')).default(''),
    ALLOW_SANDBOX: yesOrNo.default(false),
    CARRIER_PROVIDER: z.enum(['manual', 'sandbox']).default('manual'),
    CARRIER_WEBHOOK_SECRET: secret,
    CARRIER_DISPATCH_AFTER: duration.default(5_000),
    CARRIER_DELIVER_AFTER: duration.default(10_000),
    PAYMENT_PROVIDER: z.enum(['sandbox', 'stripe']).default('sandbox'),
    STRIPE_SECRET_KEY: z.string().default(''),
    STRIPE_PUBLISHABLE_KEY: z
      .string()
      .regex(/^pk_(test|live)_\w+$/, "must be Stripe's publishable key (pk_…)")
      .or(empty)
      .default(''),
    STRIPE_WEBHOOK_SECRET: z.string().default(''),
    STRIPE_API_BASE: z
      .url({ protocol: /^https?$/, error: 'must be an address such as http://localhost:12111' })
      .or(empty)
      .default(''),
    MAIL_FROM: z.string().min(3),
    MAIL_TRANSPORT: z.enum(['outbox', 'smtp']).default('outbox'),
    SMTP_URL: z.string().default(''),
    MAILS_PER_HOUR: limit.refine((mails) => mails <= mostInRow, `must be at most ${mostInRow}`).default(20),
    WEBHOOK_ENDPOINTS: webhookEndpoints.default([]),
    WEBHOOK_RETRY_AFTER: duration.default(5_000),
    HISTORY_RETENTION: duration.default(2_592_000_000),
    FAULT_POINTS: z.string().default(''),
    AZURE_FUNCTIONS_ENVIRONMENT: z.string().default('Production'),
    WEBSITE_HOSTNAME: z.string().default('localhost:7071'),
    WEBSITE_AUTH_ENABLED: z
      .string()
      .default('false')
      .transform((text) => text.toLowerCase() === 'true'),
  })
  .refine((values) => values.AzureWebJobsStorage ?? values.AzureWebJobsStorage__accountName, {
    path: ['AzureWebJobsStorage'],
    message: 'is missing (or AzureWebJobsStorage__accountName for identity-based access)',
  })
  .refine((values) => !usesKeyOfCosmos(values) || cosmosConnection.safeParse(values.COSMOS).success, {
    path: ['COSMOS'],
    message:
      'must be a connection string (AccountEndpoint=…;AccountKey=…) when CART_STORE is cosmos; start the local host with --cosmos to get one',
  })
  .superRefine((values, check) => {
    for (const { name, message } of joinedFaults(values)) check.addIssue({ code: 'custom', path: [name], message });
  });

interface CosmosSettings {
  CART_STORE: string;
  COSMOS: string;
  COSMOS__accountEndpoint: string;
}

/** True when carts are in Cosmos DB and no endpoint for identity-based access is set. */
function usesKeyOfCosmos(values: CosmosSettings): boolean {
  return values.CART_STORE === 'cosmos' && values.COSMOS__accountEndpoint === '';
}

/**
 * Reads the app's settings.
 * @throws Error whose message lists every invalid setting with its rule, but never a value.
 */
export function readConfig(environment: NodeJS.ProcessEnv = process.env): Config {
  const parsed = settings.safeParse(environment);
  if (!parsed.success) throw new Error(`Settings to correct: ${parsed.error.issues.map(describe).join('; ')}.`);
  const values = parsed.data;
  const scheme = isLocalhost(values.WEBSITE_HOSTNAME) ? 'http' : 'https';
  const apiUrl = `${scheme}://${values.WEBSITE_HOSTNAME}/api`;
  return {
    storage: storageAccount(values),
    pictures: { eventSource: values.PICTURE_EVENT_SOURCE, engine: values.PICTURE_ENGINE },
    sessions: {
      secret: values.SESSION_SECRET,
      ...(values.SESSION_SECRET_PREVIOUS && { previousSecret: values.SESSION_SECRET_PREVIOUS }),
      platformAuth: values.WEBSITE_AUTH_ENABLED,
      secureCookies: scheme === 'https',
    },
    callers: {
      frontEndOrigins: values.FRONT_END_ORIGINS,
      writesPerMinute: values.WRITES_PER_MINUTE,
      guestWritesPerMinute: values.GUEST_WRITES_PER_MINUTE,
      newGuestsPerMinute: values.NEW_GUESTS_PER_MINUTE,
      checkoutsPerMinute: values.CHECKOUTS_PER_MINUTE,
      guestCheckoutsPerMinute: values.GUEST_CHECKOUTS_PER_MINUTE,
    },
    carts: { remindAfterMs: values.CART_REMINDER_AFTER, expireAfterMs: values.CART_EXPIRES_AFTER },
    cartStore: cartStore(values),
    orders: {
      reservationTtlMs: values.STOCK_RESERVATION_TTL,
      paymentActionTimeoutMs: values.PAYMENT_ACTION_TIMEOUT,
      approval: {
        threshold: values.APPROVAL_THRESHOLD,
        timeoutMs: values.APPROVAL_TIMEOUT,
        onTimeout: values.APPROVAL_DEFAULT,
      },
      ownerEmail: values.MAIL_OWNER,
      stuckAfterMs: values.STUCK_AFTER,
      shopUrl: (values.SHOP_URL || `${scheme}://${values.WEBSITE_HOSTNAME}`).replace(/\/+$/, ''),
      deliveryOverdueAfterMs: values.DELIVERY_OVERDUE_AFTER,
      apiUrl,
    },
    carrier: {
      provider: values.CARRIER_PROVIDER,
      webhookUrl: `${apiUrl}/webhooks/shipping`,
      webhookSecret: values.CARRIER_WEBHOOK_SECRET,
      dispatchAfterMs: values.CARRIER_DISPATCH_AFTER,
      deliverAfterMs: values.CARRIER_DELIVER_AFTER,
    },
    payments: payments(values),
    mail: mail(values),
    webhooks: {
      endpoints: values.WEBHOOK_ENDPOINTS,
      retryAfterMs: values.WEBHOOK_RETRY_AFTER,
      allowsPrivate: runsLocally(values),
    },
    history: { retentionMs: values.HISTORY_RETENTION },
    ...(values.FAULT_POINTS && { faultPoints: values.FAULT_POINTS }),
  };
}

function storageAccount(values: z.infer<typeof settings>): StorageAccount {
  const { AzureWebJobsStorage: connectionString, AzureWebJobsStorage__clientId: clientId } = values;
  if (connectionString) return { connectionString };
  return { accountName: values.AzureWebJobsStorage__accountName ?? '', ...(clientId && { clientId }) };
}

function payments(values: z.infer<typeof settings>): Config['payments'] {
  const { PAYMENT_PROVIDER: provider, STRIPE_SECRET_KEY, STRIPE_WEBHOOK_SECRET, STRIPE_API_BASE } = values;
  if (provider === 'sandbox') return { provider };
  const keys = { secretKey: STRIPE_SECRET_KEY, publishableKey: values.STRIPE_PUBLISHABLE_KEY };
  return {
    provider,
    ...keys,
    webhookSecret: STRIPE_WEBHOOK_SECRET,
    ...(STRIPE_API_BASE && { apiBase: STRIPE_API_BASE }),
  };
}

function mail(values: z.infer<typeof settings>): Config['mail'] {
  const { MAIL_FROM: from, MAIL_TRANSPORT: transport, SMTP_URL: url, MAILS_PER_HOUR: perHour } = values;
  return transport === 'smtp' ? { from, perHour, transport, url } : { from, perHour, transport };
}

function cartStore(values: z.infer<typeof settings>): Config['cartStore'] {
  const {
    CART_STORE: kind,
    COSMOS_DATABASE: database,
    COSMOS_CONTAINER: container,
    COSMOS__clientId: clientId,
  } = values;
  if (kind === 'entity') return { kind };
  const account = usesKeyOfCosmos(values)
    ? { connectionString: values.COSMOS }
    : { accountEndpoint: values.COSMOS__accountEndpoint, ...(clientId && { clientId }) };
  return { kind, account, database, container };
}

function describe(issue: z.core.$ZodIssue): string {
  const missing = issue.code === 'invalid_type' && issue.input === undefined;
  return `${issue.path.join('.')} ${missing ? 'is missing' : issue.message}`;
}
