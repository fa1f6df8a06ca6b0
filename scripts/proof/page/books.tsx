// The live books: each rule with its figures.

import type { LiveBooks, ProofState } from '../proof-state';
import { bookLines } from './proof-words';

export function Books({ books, orders }: { books: LiveBooks; orders: ProofState['orders'] }) {
  return (
    <section class="card stack" aria-labelledby="books-title">
      <h2 id="books-title">Books</h2>
      <div class="books">
        {bookLines(books, orders.lost, orders.placed).map(({ name, figures, isGood, asOf }) => (
          <div key={name} class="book">
            <h3>
              <span class={isGood ? 'good' : 'bad'}>{isGood ? '✓ holds' : '✕ broken'}</span> {name}
            </h3>
            <dl>
              {figures.map(({ label, value }) => (
                <div key={label}>
                  <dt>{label}</dt>
                  <dd>{value}</dd>
                </div>
              ))}
            </dl>
            {asOf && <small class="quiet">as the host said at {new Date(asOf).toLocaleTimeString()}</small>}
          </div>
        ))}
      </div>
    </section>
  );
}
