// Mails as text and HTML, and injection attempts through names.

import { escapeHtml } from '../../../../src/shared/mail/mail-html';
import { renderMail } from '../../../../src/shared/mail/mail-page';

const page = {
  subject: 'Your order',
  greeting: 'Hello Ada,',
  parts: [
    'thank you.',
    { rows: [{ label: '2 x The oak', value: '25.00 EUR' }], total: { label: 'Total', value: '25.00 EUR' } },
    { heading: 'Delivery address', lines: ['Ada Byron', '10115 Berlin'] },
  ],
};

it('has the same content as text and as HTML', () => {
  const { subject, text, html } = renderMail(page);
  expect(subject).toBe('Your order');
  expect(text).toBe(
    [
      'Hello Ada,',
      'thank you.',
      '2 x The oak: 25.00 EUR\nTotal: 25.00 EUR',
      'Delivery address:\nAda Byron\n10115 Berlin',
      'Your Cartwright shop\n',
    ].join('\n\n'),
  );
  for (const part of ['Hello Ada,', 'thank you.', '2 x The oak', '25.00 EUR', 'Ada Byron<br>10115 Berlin']) {
    expect(html).toContain(part);
  }
});

it('loads no resources and uses inline styles only', () => {
  expect(renderMail(page).html).not.toMatch(/<(style|script|link|img|iframe)|https?:|url\(|\bon\w+=/i);
});

it.each([
  '<script>alert(1)</script>',
  '"><img src=x onerror=alert(1)>',
  "'><a href='https://evil.example'>click</a>",
  '</title></head><body>',
  '&lt;script&gt;',
])('escapes %s everywhere', (hostile) => {
  const cell = { label: hostile, value: hostile };
  const parts = [hostile, { rows: [cell], total: cell }, { heading: hostile, lines: [hostile] }];
  const html = renderMail({ subject: hostile, greeting: hostile, parts }).html ?? '';
  const plain =
    renderMail({
      ...page,
      parts: [
        'x',
        { rows: [{ label: 'x', value: 'x' }], total: { label: 'x', value: 'x' } },
        { heading: 'x', lines: ['x'] },
      ],
    }).html ?? '';
  const tags = (text: string) => text.match(/<[^>]*>/g) ?? [];
  expect(tags(html)).toEqual(tags(plain));
  expect(html).not.toContain(hostile);
  expect(html.split(escapeHtml(hostile))).toHaveLength(10);
});

it.each([
  ['a line of its own', 'Ada\r\n\r\nYour payment failed, pay at evil.example', 'Ada Your payment failed'],
  ['other breaks', 'Ada\u2028\u0085Byron', 'Ada Byron'],
  ['a turned direction of writing', 'Ada \u202enoryB\u202c', 'Ada noryB'],
])('a name cannot inject %s into the mail', (_what, name, shown) => {
  const { text, html, subject } = renderMail({
    subject: name,
    greeting: name,
    parts: [{ heading: 'To', lines: [name] }],
  });
  expect(text).toContain(`${shown}`);
  expect(text.split('\n\n')).toHaveLength(3);
  expect(subject).toMatch(/^[^\r\n\u2028\u202e]+$/);
  expect(html).toContain(shown);
});
