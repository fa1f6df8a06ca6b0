// What needs somebody, from three answers of the API: the first screen of the console, the most urgent first.

import type { AllOrders, OrderSnapshot, Overview, WebhookDeliveryList } from '../schemas';
import { queueWords } from './poison-words';

export interface NeedItem {
  key: string;
  /** Where it can be dealt with, if in the console. */
  href?: string;
  /** Of an order that is told by nothing else. */
  orderId?: string;
  text: string;
  /** Since when it waits; ISO 8601. */
  since?: string;
  money?: OrderSnapshot['total'];
}

export interface Need {
  kind: 'approval' | 'compensation' | 'stuck' | 'overdue' | 'poison' | 'failedRun' | 'webhook';
  title: string;
  /** What to do about it, in a sentence. */
  advice: string;
  /** Of all, also of those that are not listed. */
  count: number;
  /** More than `count`, by an unknown number. */
  isAtLeast: boolean;
  items: NeedItem[];
  /** Where all of them are listed, if anywhere. */
  href?: string;
}

export interface NeedsOf {
  overview: Overview;
  awaiting: AllOrders;
  failedWebhooks: WebhookDeliveryList;
}

/** Only what needs somebody now; empty in a shop that runs by itself. */
export function needsSomebody({ overview, awaiting, failedWebhooks }: NeedsOf): Need[] {
  const { orders } = overview;
  const all: Need[] = [
    {
      kind: 'approval',
      title: 'Waiting for your approval',
      advice: 'Look at the order, then approve or reject it.',
      count: Math.max(orders.counts.awaitingApproval, awaiting.orders.length),
      isAtLeast: false,
      items: awaiting.orders.map((order) => itemOf(order, order.updatedAt)).reverse(),
      href: '#/orders?state=awaitingApproval',
    },
    {
      kind: 'compensation',
      title: 'Could not be undone',
      advice: 'Have it tried again, or settle it by hand and note how.',
      count: orders.compensationFailed.count,
      isAtLeast: !orders.complete,
      items: orders.compensationFailed.orders.map(failedItem),
      href: '#/orders?state=compensationFailed',
    },
    {
      kind: 'stuck',
      title: 'Without progress',
      advice: 'The timeline shows the last step. A failed orchestration below names the cause.',
      count: orders.stuck.count,
      isAtLeast: !orders.complete,
      items: orders.stuck.orders.map((order) => itemOf(order, order.updatedAt)),
    },
    {
      kind: 'overdue',
      title: 'Parcels that should have arrived',
      advice: 'Ask the carrier, then mark the parcel as delivered or refund its lines.',
      count: orders.overdue.count,
      isAtLeast: !orders.complete,
      items: orders.overdue.orders.map((order) => itemOf(order, order.parcels[0]?.dispatchedAt ?? order.updatedAt)),
    },
    poisonNeed(overview),
    {
      kind: 'failedRun',
      title: 'Failed orchestrations',
      advice: 'A fault of the software: give the reason to whoever looks after it.',
      count: overview.failedRuns.runs.length,
      isAtLeast: !overview.failedRuns.isComplete,
      items: overview.failedRuns.runs.map(({ instanceId, orchestrator, failedAt, reason }) => ({
        key: instanceId,
        ...orderHrefIn(instanceId),
        text: `${orchestrator}: ${reason}`,
        since: failedAt,
      })),
    },
    {
      kind: 'webhook',
      title: 'Webhooks that were not delivered',
      advice: 'See what the endpoint answered, then send them again.',
      count: failedWebhooks.deliveries.length,
      isAtLeast: failedWebhooks.cursor !== undefined,
      items: failedWebhooks.deliveries.map(({ id, type, endpoint, lastResult, lastAttemptAt }) => ({
        key: id,
        href: '#/webhooks?state=failed',
        text: `${type} to ${endpoint}${lastResult ? `: ${lastResult}` : ''}`,
        ...(lastAttemptAt !== undefined && { since: lastAttemptAt }),
      })),
      href: '#/webhooks?state=failed',
    },
  ];
  return all.filter(({ count }) => count > 0);
}

function poisonNeed({ poison }: Overview): Need {
  return {
    kind: 'poison',
    title: 'Messages that failed for good',
    advice: 'Read the cause, mend it, then replay them.',
    count: poison.count,
    isAtLeast: false,
    items: poison.queues
      .filter(({ count }) => count > 0)
      .map(({ queue, count, oldest }) => ({
        key: queue,
        href: '#/messages',
        text: `${queueWords(queue)}: ${count}`,
        ...(oldest !== undefined && { since: oldest }),
      })),
    href: '#/messages',
  };
}

function itemOf({ orderId, total }: OrderSnapshot, since: string): NeedItem {
  return { key: orderId, href: orderHref(orderId), orderId, text: orderId, money: total, since };
}

function orderHref(orderId: string): string {
  return `#/orders/${orderId}`;
}

/** Instances of an order begin with its id. */
function orderHrefIn(instanceId: string): Pick<NeedItem, 'href'> {
  const [orderId] = /^ord_[a-z2-7]{26}/.exec(instanceId) ?? [];
  return orderId === undefined ? {} : { href: orderHref(orderId) };
}

function failedItem(order: Overview['orders']['compensationFailed']['orders'][number]): NeedItem {
  const { orderId, ...item } = itemOf(order, order.updatedAt);
  const { detail } = order.failures.at(-1) ?? {};
  return detail === undefined ? { ...item, ...(orderId && { orderId }) } : { ...item, text: detail };
}
