// What the customer reads.

import { type MailEvent, orderMail } from '../../../src/orders/mails';
import { anOrder, orderId } from '../../helpers/order-builders';

const events: MailEvent[] = ['confirmed', 'shipped', 'delivered', 'refused'];

describe('a mail about an order', () => {
  it.each(events)('%s: names the order, the lines, the total and the address', (event) => {
    const { subject, text } = orderMail(anOrder(), event);
    expect(subject).toContain(orderId);
    for (const part of ['Ada Byron', orderId, '2 x The oak: 25.00 EUR', 'Total: 28.00 EUR', '10115 Berlin']) {
      expect(text).toContain(part);
    }
  });

  it('says something of its own about each event', () => {
    expect(new Set(events.map((event) => orderMail(anOrder(), event).subject)).size).toBe(events.length);
  });

  it.each([
    ['PAYMENT.DECLINED', 'your payment was declined'],
    ['STOCK.SHORT', 'not enough units in stock'],
    ['SHIPMENT.REFUSED', 'does not deliver to your address'],
    ['ORDER.STEP_FAILED', 'something went wrong on our side'],
  ])('tells the reason %s in words', (reason, words) => {
    expect(orderMail(anOrder(), 'refused', reason).text).toContain(words);
  });
});
