// What the settings become: the one object that src/compose/ hands out in parts.

import type { CosmosPlace } from './adapters/cosmos/cosmos';
import type { StorageAccount } from './adapters/storage/storage';

export interface Config {
  storage: StorageAccount;
  pictures: { eventSource: 'LogsAndContainerScan' | 'EventGrid'; engine: 'jimp' | 'sharp' };
  sessions: { secret: string; previousSecret?: string; platformAuth: boolean; secureCookies: boolean };
  callers: {
    /** Origins of front ends on other domains; see docs/design.md, "Front ends on other domains". */
    frontEndOrigins: string[];
    writesPerMinute: number;
    guestWritesPerMinute: number;
    newGuestsPerMinute: number;
    checkoutsPerMinute: number;
    guestCheckoutsPerMinute: number;
  };
  carts: { remindAfterMs: number; expireAfterMs: number };
  cartStore: { kind: 'entity' } | ({ kind: 'cosmos' } & CosmosPlace);
  orders: {
    reservationTtlMs: number;
    /** How long a customer may take to confirm a payment; 0 if they are never asked to. */
    paymentActionTimeoutMs: number;
    approval: { threshold: number; timeoutMs: number; onTimeout: 'approve' | 'reject' };
    ownerEmail: string;
    /** Where this app's API is reached, for commands in the owner's mails. */
    apiUrl: string;
    stuckAfterMs: number;
    /** Where customers reach the app, without a slash at the end. */
    shopUrl: string;
    deliveryOverdueAfterMs: number;
  };
  carrier: {
    provider: 'manual' | 'sandbox';
    webhookUrl: string;
    webhookSecret: string;
    /** Of the sandbox carrier. */
    dispatchAfterMs: number;
    deliverAfterMs: number;
  };
  payments:
    | { provider: 'sandbox' }
    | { provider: 'stripe'; secretKey: string; publishableKey: string; webhookSecret: string; apiBase?: string };
  mail: { from: string; perHour: number } & ({ transport: 'outbox' } | { transport: 'smtp'; url: string });
  /** Empty endpoints: nobody is told of orders. */
  webhooks: { endpoints: { url: string; secrets: string[] }[]; retryAfterMs: number; allowsPrivate: boolean };
  history: { retentionMs: number };
  /** A folder in which crash tests arm fault points; never set in Azure. */
  faultPoints?: string;
}
