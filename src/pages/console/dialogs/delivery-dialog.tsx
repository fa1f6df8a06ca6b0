// Marks a parcel as arrived.

import type { OnceHeader } from '../console-api';
import { ActDialog } from '../parts/act-dialog';
import { useConsole } from '../parts/console-context';
import type { OwnerShipment } from '../schemas';

export interface DeliveryDialogProps {
  orderId: string;
  parcel: OwnerShipment;
  onClose: () => void;
  onDone: () => void;
}

export function DeliveryDialog({ orderId, parcel, onClose, onDone }: DeliveryDialogProps) {
  const { api, announce } = useConsole();
  const { shipmentId, warehouse, trackingNumber } = parcel;
  async function act(header: OnceHeader) {
    await api.deliver({ orderId, shipmentId }, header);
    announce(`The parcel from ${warehouse} has arrived.`);
    onDone();
  }
  return (
    <ActDialog
      title={`Parcel from ${warehouse}: mark as delivered?`}
      action="Mark as delivered"
      act={act}
      onClose={onClose}
    >
      <p>
        {trackingNumber ? `Its tracking number is ${trackingNumber}. ` : ''}
        The customer gets a mail when the last parcel of the order has arrived. This cannot be taken back.
      </p>
    </ActDialog>
  );
}
