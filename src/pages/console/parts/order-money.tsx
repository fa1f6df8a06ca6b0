// What was authorized, captured, released and refunded of an order, and the refunds that were asked for.

import { Badge } from '../../shared/badge';
import { Money } from '../../shared/money';
import { When } from '../../shared/when';
import { paymentWords, refundStateWords } from '../models/money-words';
import type { OwnerOrder } from '../schemas';

export function OrderMoney({ order: { payments, refunds = [], total } }: { order: OwnerOrder }) {
  return (
    <section class="card part" aria-labelledby="money-title">
      <h2 id="money-title">Payments</h2>
      {payments.length === 0 && <p class="quiet">No money was moved yet.</p>}
      <ul class="rows">
        {payments.map(({ operation, amount, at, paymentId }) => (
          <li key={`${operation} ${at}`} class="row money-row">
            <span class="row-id">
              {paymentWords[operation]}
              {paymentId && <small class="quiet">{paymentId}</small>}
            </span>
            <span class="row-when">
              <When at={at} />
            </span>
            <span class="row-money">
              <Money value={amount} />
            </span>
          </li>
        ))}
      </ul>
      {refunds.length > 0 && (
        <>
          <h3>Refunds</h3>
          <ul class="rows">
            {refunds.map(({ number, amount, reason, at, ended, lines }) => (
              <li key={number} class="row money-row">
                <span class="row-id">
                  <Badge {...refundStateWords(ended)} /> {reason}
                  <small class="quiet">{lines.map(({ sku, quantity }) => `${quantity} × ${sku}`).join(', ')}</small>
                </span>
                <span class="row-when">
                  <When at={at} />
                </span>
                <span class="row-money">
                  <Money value={{ ...total, amount }} />
                </span>
              </li>
            ))}
          </ul>
        </>
      )}
    </section>
  );
}
