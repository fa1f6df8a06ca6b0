// Marks a parcel as sent, with its tracking number. The carrier is remembered for the next parcel.

import { useState } from 'preact/hooks';
import { Field } from '../../shared/field';
import type { OnceHeader } from '../console-api';
import { ActDialog } from '../parts/act-dialog';
import { useConsole } from '../parts/console-context';

export interface DispatchDialogProps {
  orderId: string;
  shipmentId: string;
  warehouse: string;
  onClose: () => void;
  onDone: () => void;
}

const item = 'cartwright.carrier';

export function DispatchDialog({ orderId, shipmentId, warehouse, onClose, onDone }: DispatchDialogProps) {
  const { api, announce } = useConsole();
  const [trackingNumber, setTrackingNumber] = useState('');
  const [carrier, setCarrier] = useState(() => sessionStorage.getItem(item) ?? '');
  const [trackingUrl, setTrackingUrl] = useState('');

  async function act(header: OnceHeader) {
    const [number, name, url] = [trackingNumber.trim(), carrier.trim(), trackingUrl.trim()];
    const body = { trackingNumber: number, ...(name && { carrier: name }), ...(url && { trackingUrl: url }) };
    await api.dispatch({ orderId, shipmentId }, body, header);
    sessionStorage.setItem(item, name);
    announce(`The parcel from ${warehouse} is on its way.`);
    onDone();
  }
  return (
    <ActDialog title={`Parcel from ${warehouse}: mark as sent`} action="Mark as sent" act={act} onClose={onClose}>
      <p>The customer gets a mail when the last parcel of the order is sent.</p>
      <Field
        label="Tracking number"
        value={trackingNumber}
        onInput={setTrackingNumber}
        maxLength={100}
        autoComplete="off"
        required
      />
      <Field label="Carrier (optional)" value={carrier} onInput={setCarrier} maxLength={100} />
      <Field
        label="Page to follow it (optional)"
        type="url"
        hint="Such as https://carrier.example/1Z999"
        value={trackingUrl}
        onInput={setTrackingUrl}
        maxLength={500}
      />
    </ActDialog>
  );
}
