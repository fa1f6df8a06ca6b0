// What the customer reads.

import type { MailEvent, OwnerMailEvent } from '../../../../src/orders/mails/mail-events';
import { orderMail } from '../../../../src/orders/mails/mails';
import { ownerMail } from '../../../../src/orders/mails/owner-mails';
import { anOrder, euros, orderId } from '../../../helpers/order-builders';

const events: MailEvent[] = ['confirmed', 'shipped', 'delivered', 'refused', 'cancelled', 'refunded'];

describe('a mail about an order', () => {
  it.each(events)('%s: names the order, the lines, the total and the address', (event) => {
    const { subject, text, html } = orderMail(anOrder(), event);
    expect(subject).toContain(orderId);
    for (const part of ['Ada Byron', orderId, '2 x The oak: 25.00 EUR', 'Total: 28.00 EUR', '10115 Berlin']) {
      expect(text).toContain(part);
    }
    for (const part of ['Ada Byron', orderId, '2 x The oak', '25.00 EUR', '28.00 EUR', '10115 Berlin']) {
      expect(html).toContain(part);
    }
  });

  it.each(events)('%s: has the link to the order, as a link and as text', (event) => {
    const link = `https://shop.example/api/orders/${orderId}?access=a_b-c`;
    const { text, html } = orderMail(anOrder(), event, undefined, undefined, link);
    expect(text).toContain(`See your order: ${link}`);
    expect(html).toContain(`<a href="${link}">See your order</a>`);
  });

  it('says something of its own about each event', () => {
    expect(new Set(events.map((event) => orderMail(anOrder(), event).subject)).size).toBe(events.length);
  });

  it.each([
    ['PAYMENT.DECLINED', 'your payment was declined'],
    ['PAYMENT.NOT_CONFIRMED', 'your payment was not confirmed in time'],
    ['PAYMENT.AMOUNT_REFUSED', 'we cannot charge this amount'],
    ['STOCK.SHORT', 'not enough units in stock'],
    ['SHIPMENT.REFUSED', 'does not deliver to your address'],
    ['ORDER.STEP_FAILED', 'something went wrong on our side'],
  ])('tells the reason %s in words', (reason, words) => {
    expect(orderMail(anOrder(), 'refused', reason).text).toContain(words);
  });

  it('that an order is on its way shows how each parcel can be followed, as text and as HTML', () => {
    const sent = { state: 'dispatched', shipmentId: 'shp_n', warehouse: 'north' } as const;
    const url = 'https://carrier.example/0034';
    const shipments = [
      { ...sent, trackingNumber: '0034', carrier: 'DHL', trackingUrl: url },
      { ...sent, shipmentId: 'shp_s', warehouse: 'south', trackingNumber: '<i>1Z</i>' },
    ];
    const { text, html } = orderMail(anOrder({ shipments }), 'shipped');
    expect(text).toContain(`Tracking number:\n0034 (DHL)\n\nFollow parcel 0034: ${url}\n\nTracking number:\n<i>1Z</i>`);
    for (const part of ['0034 (DHL)', `<a href="${url}">Follow parcel 0034</a>`, '&lt;i&gt;1Z&lt;/i&gt;'])
      expect(html).toContain(part);
    expect(orderMail(anOrder({ shipments }), 'confirmed').text).not.toContain('0034');
    expect(orderMail(anOrder({ shipments: [sent] }), 'shipped').text).not.toContain('Tracking');
  });

  it('about a refund by lines tells its amount', () => {
    const { subject, text } = orderMail(anOrder(), 'refunded', undefined, euros(300));
    expect(subject).toContain('A refund for your order');
    expect(text).toContain('a part of what you paid for your order: 3.00 EUR.');
  });

  it('shows what a customer calls himself as text, in text and HTML', () => {
    const name = '<a href="https://evil.example">Ada</a>';
    const { text, html } = orderMail(anOrder({ shippingAddress: { ...anOrder().shippingAddress, name } }), 'confirmed');
    expect(text).toContain(`Hello ${name},`);
    expect(html).toContain('Hello &lt;a href=&quot;https://evil.example&quot;&gt;Ada&lt;/a&gt;,');
    expect(html).not.toContain('<a ');
  });
});

test('a subject holds nothing that came from outside', () => {
  const outside = 'WIN A CAR';
  const { shippingAddress, lines } = anOrder();
  const order = anOrder({
    email: `${outside.replaceAll(' ', '.')}@example.com`,
    shippingAddress: { ...shippingAddress, name: outside, street: outside, city: outside, postalCode: outside },
    lines: lines.map((line) => ({ ...line, name: outside })),
  });
  const owners = ['approvalRequested', 'approvalReminder', 'approvalEscalation'] as const;
  const mails = [
    ...events.map((event) => orderMail(order, event, outside)),
    ...owners.map((one) => ownerMail(order, one, 'https://shop.example')),
  ];
  for (const { subject } of mails) expect(subject).not.toMatch(/win/i);
});

describe('a mail to the owner', () => {
  const ownerEvents: OwnerMailEvent[] = ['approvalRequested', 'approvalReminder', 'approvalEscalation'];

  it.each(ownerEvents)('%s: tells which order waits, over which sum, and where to decide', (event) => {
    const { subject, text, html } = ownerMail(anOrder(), event, 'https://shop.example/api');
    expect(subject).toContain(orderId);
    for (const part of [orderId, '28.00 EUR', '2 x The oak', `/api/orders/${orderId}/approval`]) {
      expect(text).toContain(part);
      expect(html).toContain(part);
    }
  });

  it('has the whole command that approves, and sends nobody to a page that does not exist', () => {
    const { text } = ownerMail(anOrder(), 'approvalRequested', 'https://shop.example/api');
    const command = /curl -X POST '(?<url>[^']+)' .* -d '(?<body>[^']+)'/.exec(text)?.groups;
    expect(command?.url).toBe(`https://shop.example/api/orders/${orderId}/approval`);
    expect(JSON.parse(command?.body ?? '')).toEqual({ decision: 'approve', reason: 'checked' });
    expect(text).not.toContain('console');
  });

  it('grows more pressing', () => {
    expect(new Set(ownerEvents.map((event) => ownerMail(anOrder(), event, '').subject)).size).toBe(ownerEvents.length);
  });
});
