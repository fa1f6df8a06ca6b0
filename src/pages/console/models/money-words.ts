// What movements of money and refunds are called in the console.

import type { OwnerOrder } from '../schemas';
import type { StateWords } from './state-words';

type Operation = OwnerOrder['payments'][number]['operation'];
type RefundEnd = NonNullable<OwnerOrder['refunds']>[number]['ended'];

export const paymentWords: Record<Operation, string> = {
  authorize: 'Authorized',
  capture: 'Captured',
  void: 'Released',
  refund: 'Refunded',
};

export function refundStateWords(ended: RefundEnd): StateWords {
  if (!ended) return { text: 'Under way', tone: 'busy' };
  if (ended.outcome === 'refunded') return { text: 'Refunded', tone: 'good' };
  return ended.outcome === 'refused' ? { text: 'Refused', tone: 'bad' } : { text: 'Failed', tone: 'bad' };
}
