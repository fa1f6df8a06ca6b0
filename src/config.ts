// The only reader of the environment: parsed once, every fault told at once, by the setting's name and its rule.

import { z } from 'zod';
import type { CosmosPlace } from './adapters/cosmos';
import type { StorageAccount } from './adapters/storage';
import { parseDurationMs } from './shared/duration';

export interface Config {
  storage: StorageAccount;
  pictures: { eventSource: 'LogsAndContainerScan' | 'EventGrid'; engine: 'jimp' | 'sharp' };
  sessions: { secret: string; previousSecret?: string; platformAuth: boolean; secureCookies: boolean };
  callers: { allowedOrigins: string[]; writesPerMinute: number; guestWritesPerMinute: number };
  carts: { remindAfterMs: number; expireAfterMs: number };
  cartStore: { kind: 'entity' } | ({ kind: 'cosmos' } & CosmosPlace);
  orders: {
    reservationTtlMs: number;
    approval: { threshold: number; timeoutMs: number; onTimeout: 'approve' | 'reject' };
    ownerEmail: string;
  };
  carrier: { webhookUrl: string; webhookSecret: string; dispatchAfterMs: number; deliverAfterMs: number };
  mail: { from: string };
  history: { retentionMs: number };
}

const duration = z.string().transform((text, check) => {
  const ms = parseDurationMs(text);
  if (ms === undefined) check.addIssue('must be an ISO 8601 duration such as PT15M');
  return ms ?? 0;
});
const secret = z.string().min(32, 'must have at least 32 characters');
/** 0 switches a limit off. */
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
    PICTURE_EVENT_SOURCE: z.enum(['LogsAndContainerScan', 'EventGrid']).default('EventGrid'),
    PICTURE_ENGINE: z.enum(['jimp', 'sharp']).default('jimp'),
    SESSION_SECRET: secret,
    SESSION_SECRET_PREVIOUS: secret.or(z.literal('')).default(''),
    ALLOWED_ORIGINS: origins.default([]),
    WRITES_PER_MINUTE: limit.default(300),
    GUEST_WRITES_PER_MINUTE: limit.default(1_200),
    CART_REMINDER_AFTER: duration.default(86_400_000),
    CART_EXPIRES_AFTER: duration.default(2_592_000_000),
    CART_STORE: z.enum(['entity', 'cosmos']).default('entity'),
    COSMOS: z.string().default(''),
    COSMOS__accountEndpoint: z.string().default(''),
    COSMOS_DATABASE: z.string().min(1).default('shop'),
    COSMOS_CONTAINER: z.string().min(1).default('carts'),
    STOCK_RESERVATION_TTL: duration.default(3_600_000),
    APPROVAL_THRESHOLD: limit.default(0),
    APPROVAL_TIMEOUT: duration.default(172_800_000),
    APPROVAL_DEFAULT: z.enum(['approve', 'reject']).default('reject'),
    MAIL_OWNER: z.email('must be a mail address').or(z.literal('')).default(''),
    CARRIER_WEBHOOK_SECRET: secret,
    CARRIER_DISPATCH_AFTER: duration.default(5_000),
    CARRIER_DELIVER_AFTER: duration.default(10_000),
    MAIL_FROM: z.string().min(3),
    HISTORY_RETENTION: duration.default(2_592_000_000),
    WEBSITE_HOSTNAME: z.string().default('localhost:7071'),
    WEBSITE_AUTH_ENABLED: z
      .string()
      .default('false')
      .transform((text) => text.toLowerCase() === 'true'),
  })
  .refine((values) => values.AzureWebJobsStorage ?? values.AzureWebJobsStorage__accountName, {
    path: ['AzureWebJobsStorage'],
    message: 'is missing (or AzureWebJobsStorage__accountName for access by identity)',
  })
  .refine((values) => !usesKeyOfCosmos(values) || cosmosConnection.safeParse(values.COSMOS).success, {
    path: ['COSMOS'],
    message:
      'must be a connection string (AccountEndpoint=…;AccountKey=…) when CART_STORE is cosmos; the local host makes one with --cosmos',
  });

interface CosmosSettings {
  CART_STORE: string;
  COSMOS: string;
  COSMOS__accountEndpoint: string;
}

/** Carts in Cosmos DB, and no endpoint that is reached by identity. */
function usesKeyOfCosmos(values: CosmosSettings): boolean {
  return values.CART_STORE === 'cosmos' && values.COSMOS__accountEndpoint === '';
}

/**
 * Reads the app's settings.
 * @throws Error whose message lists every faulty setting with its rule, never a value.
 */
export function readConfig(environment: NodeJS.ProcessEnv = process.env): Config {
  const parsed = settings.safeParse(environment);
  if (!parsed.success) throw new Error(`Settings to correct: ${parsed.error.issues.map(describe).join('; ')}.`);
  const values = parsed.data;
  const scheme = values.WEBSITE_HOSTNAME.startsWith('localhost') ? 'http' : 'https';
  return {
    storage: storageAccount(values.AzureWebJobsStorage, values.AzureWebJobsStorage__accountName),
    pictures: { eventSource: values.PICTURE_EVENT_SOURCE, engine: values.PICTURE_ENGINE },
    sessions: {
      secret: values.SESSION_SECRET,
      ...(values.SESSION_SECRET_PREVIOUS && { previousSecret: values.SESSION_SECRET_PREVIOUS }),
      platformAuth: values.WEBSITE_AUTH_ENABLED,
      secureCookies: scheme === 'https',
    },
    callers: {
      allowedOrigins: values.ALLOWED_ORIGINS,
      writesPerMinute: values.WRITES_PER_MINUTE,
      guestWritesPerMinute: values.GUEST_WRITES_PER_MINUTE,
    },
    carts: { remindAfterMs: values.CART_REMINDER_AFTER, expireAfterMs: values.CART_EXPIRES_AFTER },
    cartStore: cartStore(values),
    orders: {
      reservationTtlMs: values.STOCK_RESERVATION_TTL,
      approval: {
        threshold: values.APPROVAL_THRESHOLD,
        timeoutMs: values.APPROVAL_TIMEOUT,
        onTimeout: values.APPROVAL_DEFAULT,
      },
      ownerEmail: values.MAIL_OWNER,
    },
    carrier: {
      webhookUrl: `${scheme}://${values.WEBSITE_HOSTNAME}/api/webhooks/shipping`,
      webhookSecret: values.CARRIER_WEBHOOK_SECRET,
      dispatchAfterMs: values.CARRIER_DISPATCH_AFTER,
      deliverAfterMs: values.CARRIER_DELIVER_AFTER,
    },
    mail: { from: values.MAIL_FROM },
    history: { retentionMs: values.HISTORY_RETENTION },
  };
}

function storageAccount(connectionString: string | undefined, accountName: string | undefined): StorageAccount {
  return connectionString ? { connectionString } : { accountName: accountName ?? '' };
}

function cartStore(values: z.infer<typeof settings>): Config['cartStore'] {
  const { CART_STORE: kind, COSMOS_DATABASE: database, COSMOS_CONTAINER: container } = values;
  if (kind === 'entity') return { kind };
  const account = usesKeyOfCosmos(values)
    ? { connectionString: values.COSMOS }
    : { accountEndpoint: values.COSMOS__accountEndpoint };
  return { kind, account, database, container };
}

function describe(issue: z.core.$ZodIssue): string {
  const missing = issue.code === 'invalid_type' && issue.input === undefined;
  return `${issue.path.join('.')} ${missing ? 'is missing' : issue.message}`;
}
