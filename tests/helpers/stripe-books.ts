// A fake of Stripe's data as far as the shop uses it: PaymentIntents with their charge, and refunds. The state rules follow
// Stripe's documentation.

export interface ChargeObject {
  id: string;
  object: 'charge';
  status: 'succeeded' | 'failed';
  amount: number;
  captured: boolean;
  amount_refunded: number;
  refunded: boolean;
}

export interface IntentObject {
  id: string;
  object: 'payment_intent';
  status:
    | 'requires_payment_method'
    | 'requires_confirmation'
    | 'requires_action'
    | 'requires_capture'
    | 'succeeded'
    | 'canceled';
  amount: number;
  amount_capturable: number;
  amount_received: number;
  currency: string;
  capture_method: string;
  metadata: Record<string, string>;
  cancellation_reason: string | null;
  latest_charge: ChargeObject | null;
  payment_method: string | null;
  client_secret: string;
  next_action: { type: 'redirect_to_url'; redirect_to_url: { url: string; return_url: string } } | null;
  last_payment_error: { code: string; message: string } | null;
}

/** How a confirmation treats a card that requires 3-D Secure. */
export interface ConfirmOptions {
  errorOnRequiresAction: boolean;
  returnUrl: string | null;
}

export interface RefundObject {
  id: string;
  object: 'refund';
  status: 'succeeded' | 'failed';
  amount: number;
  payment_intent: string;
  metadata: Record<string, string>;
}

/** An error response in Stripe's format. */
export class StripeProblem extends Error {
  constructor(
    readonly status: number,
    readonly error: { type: string; code?: string; param?: string; message: string },
  ) {
    super(error.message);
  }
}

const unexpectedState = (status: string) =>
  new StripeProblem(400, {
    type: 'invalid_request_error',
    code: 'payment_intent_unexpected_state',
    message: `This PaymentIntent could not be changed because it has a status of ${status}.`,
  });

/** Known cards; `declined` ones are declined, any other name is unknown to Stripe. */
const paying = /^(pm_card_visa|tok_visa)$/;
const declined = /^(pm_card_chargeDeclined|tok_chargeDeclined)$/;
const requiring3dSecure = /^pm_card_authenticationRequired$/;

/** Limits of a charge in Stripe's minor units, for EUR and USD. */
const [minAmount, maxAmount] = [50, 99_999_999];

export function makeStripeBooks() {
  const intents = new Map<string, IntentObject>();
  const refunds: RefundObject[] = [];
  let made = 0;
  const idOf = (kind: string) => `${kind}_${String(++made).padStart(6, '0')}`;

  function intent(id: string): IntentObject {
    const found = intents.get(id);
    if (found) return found;
    const message = `No such payment_intent: '${id}'`;
    throw new StripeProblem(404, { type: 'invalid_request_error', code: 'resource_missing', param: 'intent', message });
  }

  function charge(of: IntentObject, status: ChargeObject['status']): ChargeObject {
    const amounts = { amount: of.amount, captured: false, amount_refunded: 0, refunded: false };
    return { id: idOf('ch'), object: 'charge', status, ...amounts };
  }

  return {
    intents,
    refunds,
    intent,

    create(params: { amount: number; currency: string; capture_method: string; metadata: Record<string, string> }) {
      const { metadata = {}, ...rest } = params;
      checkAmount(params);
      const amounts = { amount_capturable: 0, amount_received: 0 };
      const nothing = { cancellation_reason: null, latest_charge: null, payment_method: null };
      const noAction = { next_action: null, last_payment_error: null };
      const fresh = { id: idOf('pi'), object: 'payment_intent', status: 'requires_payment_method' } as const;
      const secret = { client_secret: `${fresh.id}_secret_1` };
      const created: IntentObject = { ...fresh, ...secret, ...rest, ...amounts, ...nothing, ...noAction, metadata };
      intents.set(created.id, created);
      return created;
    },

    confirm(id: string, means: string, { errorOnRequiresAction, returnUrl }: ConfirmOptions): IntentObject {
      const it = intent(id);
      if (it.status !== 'requires_payment_method') throw unexpectedState(it.status);
      it.payment_method = means;
      if (declined.test(means)) {
        it.latest_charge = charge(it, 'failed');
        const message = 'Your card was declined.';
        throw new StripeProblem(402, { type: 'card_error', code: 'card_declined', message });
      }
      if (requiring3dSecure.test(means) && !errorOnRequiresAction) {
        const redirect = { url: `https://hooks.stripe.example/3d_secure/${id}`, return_url: returnUrl ?? '' };
        it.next_action = { type: 'redirect_to_url', redirect_to_url: redirect };
        return Object.assign(it, { status: 'requires_action' });
      }
      if (requiring3dSecure.test(means)) {
        const message = 'This payment required an authentication action to complete.';
        throw new StripeProblem(402, { type: 'card_error', code: 'authentication_required', message });
      }
      if (!paying.test(means)) {
        const wrong = {
          code: 'resource_missing',
          param: 'payment_method',
          message: `No such PaymentMethod: '${means}'`,
        };
        throw new StripeProblem(400, { type: 'invalid_request_error', ...wrong });
      }
      it.latest_charge = charge(it, 'succeeded');
      return Object.assign(it, { status: 'requires_capture', amount_capturable: it.amount });
    },

    /** What the customer does on the page of their bank. */
    authenticate(id: string, answer: 'confirm' | 'refuse'): IntentObject {
      const it = intent(id);
      if (it.status !== 'requires_action') throw unexpectedState(it.status);
      it.next_action = null;
      if (answer === 'confirm') {
        it.latest_charge = charge(it, 'succeeded');
        return Object.assign(it, { status: 'requires_capture', amount_capturable: it.amount });
      }
      const message = 'We are unable to authenticate your payment method.';
      it.last_payment_error = { code: 'payment_intent_authentication_failure', message };
      return Object.assign(it, { status: 'requires_payment_method', payment_method: null });
    },

    capture(id: string, amount: number): IntentObject {
      const it = intent(id);
      if (it.status !== 'requires_capture') throw unexpectedState(it.status);
      if (amount > it.amount_capturable) {
        const message = `The remaining amount you can capture is ${it.amount_capturable}.`;
        throw new StripeProblem(400, { type: 'invalid_request_error', code: 'amount_too_large', message });
      }
      if (it.latest_charge) it.latest_charge.captured = true;
      return Object.assign(it, { status: 'succeeded', amount_capturable: 0, amount_received: amount });
    },

    cancel(id: string, reason: string | null): IntentObject {
      const it = intent(id);
      if (it.status === 'succeeded' || it.status === 'canceled') throw unexpectedState(it.status);
      const held = it.latest_charge;
      if (held?.status === 'succeeded') Object.assign(held, { amount_refunded: held.amount, refunded: true });
      return Object.assign(it, { status: 'canceled', amount_capturable: 0, cancellation_reason: reason });
    },

    refund(id: string, metadata: Record<string, string> = {}, part?: number) {
      const it = intent(id);
      const taken = it.latest_charge;
      if (it.status !== 'succeeded' || !taken) throw unexpectedState(it.status);
      if (taken.refunded) {
        const message = `Charge ${taken.id} has already been refunded.`;
        throw new StripeProblem(400, { type: 'invalid_request_error', code: 'charge_already_refunded', message });
      }
      const left = it.amount_received - taken.amount_refunded;
      const amount = part ?? left;
      if (amount > left) {
        const message = `Refund amount (${amount}) is greater than unrefunded amount on charge (${left}).`;
        throw new StripeProblem(400, { type: 'invalid_request_error', param: 'amount', message });
      }
      Object.assign(taken, { amount_refunded: taken.amount_refunded + amount, refunded: amount === left });
      const refund = {
        id: idOf('re'),
        object: 'refund',
        status: 'succeeded',
        amount,
        payment_intent: id,
        metadata,
      } as const;
      refunds.push(refund);
      return refund;
    },

    refundsOf(id: string) {
      const data = refunds.filter(({ payment_intent }) => payment_intent === id);
      return { object: 'list', url: '/v1/refunds', has_more: false, data };
    },
  };
}

/** Refuses an amount as Stripe does, before anything is created. */
function checkAmount({ amount, currency }: { amount: number; currency: string }): void {
  const refuse = (param: string, code: string | undefined, message: string) => {
    throw new StripeProblem(400, { type: 'invalid_request_error', ...(code && { code }), param, message });
  };
  if (currency === 'xts') refuse('currency', undefined, `Invalid currency: ${currency}.`);
  if (amount < 1) refuse('amount', 'parameter_invalid_integer', 'This value must be greater than or equal to 1.');
  if (amount < minAmount) refuse('amount', 'amount_too_small', `Amount must be at least ${minAmount}.`);
  if (amount > maxAmount) refuse('amount', 'amount_too_large', `Amount must be no more than ${maxAmount}.`);
}

export type StripeBooks = ReturnType<typeof makeStripeBooks>;
