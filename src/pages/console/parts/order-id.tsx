// The id of an order, short enough for a row of a list: its first characters tell it from all others of a day.

const shownLength = 12;

export function OrderId({ orderId }: { orderId: string }) {
  return <code title={orderId}>{orderId.slice(0, shownLength)}…</code>;
}
