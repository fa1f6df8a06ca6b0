// The mails that the addresses of one table row got within the last hour. Pure: the row is read and written elsewhere.

/** By the address's hash: each mail's hash, and when it was admitted, in ms since the epoch. */
export type RecentMails = Record<string, [mail: string, at: number][]>;

const hourMs = 3_600_000;

/** What fits into a string of a table row. A row that is full refuses every address, until the hour of some mails is over. */
export const mostInRow = 500;

/** `admitted`: the mails with this one; `known`: it is among them already; `refused`: the address has had `perHour`. */
export type Admission = { kind: 'admitted'; mails: RecentMails } | { kind: 'known' } | { kind: 'refused' };

export function admit(
  before: RecentMails,
  { address, mail }: { address: string; mail: string },
  perHour: number,
  now: number,
): Admission {
  const recent = withinHour(before, now);
  const ofAddress = recent[address] ?? [];
  if (ofAddress.some(([known]) => known === mail)) return { kind: 'known' };
  const inRow = Object.values(recent).reduce((sum, mails) => sum + mails.length, 0);
  if (ofAddress.length >= perHour || inRow >= mostInRow) return { kind: 'refused' };
  return { kind: 'admitted', mails: { ...recent, [address]: [...ofAddress, [mail, now]] } };
}

function withinHour(mails: RecentMails, now: number): RecentMails {
  return Object.fromEntries(
    Object.entries(mails).flatMap(([address, entries]) => {
      const recent = entries.filter(([, at]) => now - at < hourMs);
      return recent.length > 0 ? [[address, recent]] : [];
    }),
  );
}
