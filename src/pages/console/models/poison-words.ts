// Poisoned messages in words: which work did not get done, and what it was about.

import type { PoisonedMessage } from '../schemas';

const words: Record<string, string> = {
  'picture-jobs': 'Pictures to render',
  'webjobs-blobtrigger': 'Uploads',
  'carrier-reports': 'Reports of the carrier',
  webhooks: 'Webhooks to other systems',
};

export function queueWords(queue: string): string {
  return words[queue] ?? queue;
}

/** What a message is about: the members that a person recognises, or the text of one that cannot be read. */
export function messageText(message: PoisonedMessage): string {
  if (!message.readable) return message.text;
  const members = Object.entries(message.message).filter(([, value]) => ['string', 'number'].includes(typeof value));
  return members.map(([name, value]) => `${name}: ${value}`).join(' · ');
}

/** What a replay has done, in a sentence. */
export function replayWords({ replayed, settled, unreadable }: Record<'replayed' | 'settled' | 'unreadable', number>) {
  const parts = [
    replayed > 0 && `${replayed} sent again`,
    settled > 0 && `${settled} had nothing left to do`,
    unreadable > 0 && `${unreadable} cannot be read`,
  ].filter((part) => part !== false);
  return parts.length > 0 ? `${parts.join(', ')}.` : 'There was nothing to replay.';
}
