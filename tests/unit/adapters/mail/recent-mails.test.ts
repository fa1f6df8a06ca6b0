// How many mails an address gets within an hour, however long the hour has been going on.

import { type Admission, admit, mostInRow, type RecentMails } from '../../../../src/adapters/mail/recent-mails';

const minute = 60_000;

/** Asks for mails one after the other, each at its minute, and keeps what was admitted. */
function asking(perHour: number, wishes: { mail: string; address?: string; at: number }[]) {
  let mails: RecentMails = {};
  const kinds = wishes.map(({ mail, address = 'ada', at }): Admission['kind'] => {
    const admission = admit(mails, { address, mail }, perHour, at * minute);
    if (admission.kind === 'admitted') mails = admission.mails;
    return admission.kind;
  });
  return { kinds, mails };
}

test('an address gets the mails of an hour and no more, then the next when the first is an hour old', () => {
  const at = [0, 10, 20, 59, 60, 61, 70];
  const { kinds } = asking(
    2,
    at.map((minutes) => ({ mail: `mail ${minutes}`, at: minutes })),
  );
  expect(kinds).toEqual(['admitted', 'admitted', 'refused', 'refused', 'admitted', 'refused', 'admitted']);
});

test('a mail that is sent again counts once', () => {
  const { kinds } = asking(2, [
    { mail: 'first', at: 0 },
    { mail: 'first', at: 1 },
    { mail: 'second', at: 2 },
    { mail: 'first', at: 3 },
  ]);
  expect(kinds).toEqual(['admitted', 'known', 'admitted', 'known']);
});

test('each address has its own limit', () => {
  const wishes = ['ada', 'bob', 'ada'].map((address, at) => ({ mail: `mail ${at}`, address, at }));
  expect(asking(1, wishes).kinds).toEqual(['admitted', 'admitted', 'refused']);
});

test('an address of more than an hour ago is forgotten', () => {
  const { mails } = asking(5, [
    { mail: 'old', address: 'ada', at: 0 },
    { mail: 'new', address: 'bob', at: 60 },
  ]);
  expect(Object.keys(mails)).toEqual(['bob']);
});

test('a row never grows beyond what a table can hold', () => {
  const address = (index: number) => String(index).padStart(16, '0');
  const wishes = Array.from({ length: mostInRow + 5 }, (_, index) => ({
    mail: '12345678',
    address: address(index),
    at: 0,
  }));
  const { kinds, mails } = asking(
    20,
    wishes.map((wish) => ({ ...wish, at: 29_000_000 })),
  );
  expect(kinds.filter((kind) => kind === 'admitted')).toHaveLength(mostInRow);
  // A string of a table row holds 32,768 characters.
  expect(JSON.stringify(mails).length).toBeLessThan(32_000);
});
