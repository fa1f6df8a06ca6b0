// The port to the accounts of signed-in customers: which guests they were before they signed in.

export interface Accounts {
  /** Adds a guest to a customer's account. A guest belongs to the first account for ever: false when that is another one. */
  addGuest(customerId: string, guestId: string): Promise<boolean>;
  /** The guests of a customer's account. */
  guestsOf(customerId: string): Promise<string[]>;
}
