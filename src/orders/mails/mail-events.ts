// What mails about an order are about. The names are stored in histories and are parts of the names of stored mails: they never
// change.

/** Mails to the customer. */
export type MailEvent = 'confirmed' | 'shipped' | 'delivered' | 'refused' | 'cancelled' | 'refunded';

/** Mails to the owner of the shop, in the order in which they are sent. */
export type OwnerMailEvent = 'approvalRequested' | 'approvalReminder' | 'approvalEscalation';
