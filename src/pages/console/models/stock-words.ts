// The movements of stock in words.

import type { Stock } from '../schemas';

type Movement = Stock['movements'][number];

const words: Record<Exclude<Movement['kind'], 'adjust'>, string> = {
  reserve: 'reserved',
  release: 'free again',
  expire: 'free again: the reservation expired',
  commit: 'sold',
  restock: 'returned to stock',
};

export function movementText({ kind, quantity, reason }: Pick<Movement, 'kind' | 'quantity' | 'reason'>): string {
  if (kind !== 'adjust') return `${quantity} ${words[kind]}`;
  return `${quantity > 0 ? '+' : '−'}${Math.abs(quantity)} adjusted${reason ? `: ${reason}` : ''}`;
}
