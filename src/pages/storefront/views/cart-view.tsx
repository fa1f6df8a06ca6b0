// The cart: quantities, the total, and the way to the checkout.

import type { Cart } from '../../../../client/api-types';
import { moneyText } from '../../shared/money';
import { removeLine, setLine, useCart } from '../cart-state';
import { PageTitle } from '../page-title';
import { ProblemNotice } from '../problem-notice';

const most = 99;
type CartLine = Cart['lines'][number];

export function CartView() {
  const { cart, problem, pending } = useCart();
  const isEmpty = cart?.lines.length === 0 && (cart.unavailable ?? []).length === 0;
  return (
    <main id="main" class="page" aria-busy={!cart}>
      <PageTitle>Your cart</PageTitle>
      {problem && <ProblemNotice words={problem} />}
      {isEmpty && (
        <p>
          It is empty. <a href="/">Look at the products</a>
        </p>
      )}
      {cart && !isEmpty && <Lines cart={cart} isSettled={pending === 0} />}
    </main>
  );
}

function Lines({ cart, isSettled }: { cart: Cart; isSettled: boolean }) {
  return (
    <div class="cart">
      <ul class="lines">
        {cart.lines.map((line) => (
          <Line key={line.sku} line={line} />
        ))}
        {cart.unavailable?.map(({ sku }) => (
          <li key={sku} class="line">
            <p>{sku} is no longer sold.</p>
            <RemoveButton sku={sku} name={sku} />
          </li>
        ))}
      </ul>
      <section class="summary" aria-label="Total">
        <p class="total">
          <span>Total</span> <output>{moneyText(cart.total)}</output>
        </p>
        <p class="muted">{isSettled ? 'What you pay for the goods.' : 'Updating…'}</p>
      </section>
    </div>
  );
}

function Line({ line: { sku, name, quantity, unitPrice, total } }: { line: CartLine }) {
  return (
    <li class="line">
      <div>
        <a href={`/products/${sku}`}>{name}</a>
        <p class="muted">{moneyText(unitPrice)} each</p>
      </div>
      <fieldset class="stepper">
        <legend class="visually-hidden">Quantity of {name}</legend>
        <button
          type="button"
          class="button"
          aria-label={`One ${name} less`}
          disabled={quantity <= 1}
          onClick={() => void setLine(sku, quantity - 1)}
        >
          −
        </button>
        <output>{quantity}</output>
        <button
          type="button"
          class="button"
          aria-label={`One ${name} more`}
          disabled={quantity >= most}
          onClick={() => void setLine(sku, quantity + 1)}
        >
          +
        </button>
      </fieldset>
      <p class="line-total">{moneyText(total)}</p>
      <RemoveButton sku={sku} name={name} />
    </li>
  );
}

function RemoveButton({ sku, name }: { sku: string; name: string }) {
  return (
    <button type="button" class="button" aria-label={`Remove ${name}`} onClick={() => void removeLine(sku)}>
      Remove
    </button>
  );
}
