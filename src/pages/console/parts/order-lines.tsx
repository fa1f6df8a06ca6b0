// The lines of an order with their prices when it was placed, and the total.

import { Money } from '../../shared/money';
import type { OwnerOrder } from '../schemas';

export function OrderLines({ order: { lines, total } }: { order: OwnerOrder }) {
  return (
    <section class="card part" aria-labelledby="lines-title">
      <h2 id="lines-title">Lines</h2>
      <div class="scroll">
        <table class="lines">
          <thead>
            <tr>
              <th scope="col">Product</th>
              <th scope="col" class="number">
                Units
              </th>
              <th scope="col" class="number">
                Price
              </th>
              <th scope="col" class="number">
                Total
              </th>
            </tr>
          </thead>
          <tbody>
            {lines.map(({ sku, name, quantity, unitPrice, total: lineTotal, warehouse }) => (
              <tr key={sku}>
                <th scope="row">
                  <a href={`#/products/${sku}`}>{name}</a>
                  <small class="quiet">
                    {sku} · {warehouse}
                  </small>
                </th>
                <td class="number">{quantity}</td>
                <td class="number">
                  <Money value={unitPrice} />
                </td>
                <td class="number">
                  <Money value={lineTotal} />
                </td>
              </tr>
            ))}
          </tbody>
          <tfoot>
            <tr>
              <th scope="row" colSpan={3}>
                Total
              </th>
              <td class="number">
                <Money value={total} />
              </td>
            </tr>
          </tfoot>
        </table>
      </div>
    </section>
  );
}
