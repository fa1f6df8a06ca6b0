// The events of an order that are mailed. The names are stored in histories and in the names of stored mails: they never change.

/** Mails to the customer. */
export type MailEvent = 'confirmed' | 'shipped' | 'delivered' | 'refused' | 'cancelled' | 'refunded';

/** Mails to the owner, in the order in which they are sent. */
export type OwnerMailEvent = 'approvalRequested' | 'approvalReminder' | 'approvalEscalation';
