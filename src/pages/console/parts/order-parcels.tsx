// The parcels of an order: where each is, and the buttons that say that it was sent or has arrived.

import { useState } from 'preact/hooks';
import { Badge } from '../../shared/badge';
import { When } from '../../shared/when';
import { DeliveryDialog } from '../dialogs/delivery-dialog';
import { DispatchDialog } from '../dialogs/dispatch-dialog';
import { orderActions } from '../models/order-actions';
import { parcelStateWords } from '../models/state-words';
import type { OwnerOrder, OwnerShipment } from '../schemas';

export interface OrderParcelsProps {
  order: OwnerOrder;
  onChange: () => void;
}

export function OrderParcels({ order, onChange }: OrderParcelsProps) {
  const [open, setOpen] = useState<{ act: 'dispatch' | 'deliver'; parcel: OwnerShipment }>();
  const { orderId, shipments, withdrawn = [] } = order;
  const { dispatch, deliver } = orderActions(order);
  const props = { orderId, onClose: () => setOpen(undefined), onDone: onChange };
  return (
    <section class="card part" aria-labelledby="parcels-title">
      <h2 id="parcels-title">Parcels</h2>
      {shipments.length === 0 && <p class="quiet">No parcel was prepared yet.</p>}
      <ul class="rows">
        {shipments.map((parcel) => (
          <li key={parcel.shipmentId} class="row parcel-row">
            <ParcelFacts parcel={parcel} />
            {dispatch.includes(parcel) && (
              <button type="button" class="button primary" onClick={() => setOpen({ act: 'dispatch', parcel })}>
                Mark as sent
              </button>
            )}
            {deliver.includes(parcel) && (
              <button type="button" class="button" onClick={() => setOpen({ act: 'deliver', parcel })}>
                Mark as delivered
              </button>
            )}
          </li>
        ))}
      </ul>
      {withdrawn.length > 0 && <p class="quiet">Withdrawn for a refund: {withdrawn.join(', ')}.</p>}
      {open?.act === 'dispatch' && <DispatchDialog {...props} {...open.parcel} />}
      {open?.act === 'deliver' && <DeliveryDialog {...props} parcel={open.parcel} />}
    </section>
  );
}

function ParcelFacts({ parcel }: { parcel: OwnerShipment }) {
  const { shipmentId, warehouse, state, overdue, carrier, trackingNumber, trackingUrl } = parcel;
  const { dispatchedAt, deliveredAt } = parcel;
  const tracking = [carrier, trackingNumber].filter(Boolean).join(' ');
  return (
    <div>
      <strong>{warehouse}</strong> <Badge {...parcelStateWords[state]} />{' '}
      {overdue && <Badge text="Should have arrived" tone="bad" />}
      <small class="quiet">
        {shipmentId}
        {dispatchedAt && (
          <>
            {' · sent '}
            <When at={dispatchedAt} />
          </>
        )}
        {deliveredAt && (
          <>
            {' · delivered '}
            <When at={deliveredAt} />
          </>
        )}
      </small>
      {tracking && (
        <small>
          {trackingUrl ? (
            <a href={trackingUrl} rel="noreferrer">
              {tracking}
            </a>
          ) : (
            tracking
          )}
        </small>
      )}
    </div>
  );
}
