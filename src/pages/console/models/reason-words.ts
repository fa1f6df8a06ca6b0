// The codes in timelines and figures, in words.

export const reasonWords: Readonly<Record<string, string>> = {
  'PAYMENT.DECLINED': 'Payment declined',
  'PAYMENT.AMOUNT_REFUSED': 'Amount refused by the provider',
  'PAYMENT.NOT_AUTHORIZED': 'Payment no longer authorized',
  'PAYMENT.NOT_CONFIRMED': 'Payment not confirmed in time',
  'STOCK.SHORT': 'Out of stock',
  'STOCK.NOT_RESERVED': 'Reservation expired',
  'ORDER.REJECTED': 'Not approved',
  'ORDER.CANCELLED': 'Cancelled by the customer',
  'ORDER.SETTLED_BY_HAND': 'Settled by hand',
  'ORDER.STEP_FAILED': 'A step kept failing',
  'SHIPMENT.REFUSED': 'Refused by the carrier',
  'SHIPMENT.WITHDRAWN': 'Withdrawn for a refund',
  'COMPENSATION.FAILED': 'It kept failing for hours',
  'MAIL.FAILED': 'The mail server refused it',
  'MAIL.LIMIT_REACHED': 'Too many mails to this address',
  unknown: 'Not recorded',
};
