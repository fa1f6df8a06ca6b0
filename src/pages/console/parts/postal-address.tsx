// An address as it stands on a label.

import type { OwnerOrder } from '../schemas';

export function PostalAddress({ to }: { to: OwnerOrder['shippingAddress'] }) {
  return (
    <address>
      {to.name}
      <br />
      {to.street}
      <br />
      {to.postalCode} {to.city}
      <br />
      {to.country}
    </address>
  );
}
