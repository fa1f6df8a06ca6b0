// The picking list, for a phone in the stock room: one warehouse, what to fetch, and the parcels to pack and send.

import { useState } from 'preact/hooks';
import { When } from '../../shared/when';
import { DispatchDialog } from '../dialogs/dispatch-dialog';
import { productsToPick, unitsIn } from '../models/picking-list';
import { useConsole } from '../parts/console-context';
import { Loading } from '../parts/loading';
import { OrderId } from '../parts/order-id';
import { PackingAddress } from '../parts/packing-address';
import { useLoaded } from '../parts/use-loaded';
import type { ParcelsToSend, ParcelToSend } from '../schemas';

const everyMs = 30_000;

export function ParcelsView({ warehouse }: { warehouse: string | undefined }) {
  const { api } = useConsole();
  const loaded = useLoaded((signal) => api.parcels(warehouse ? { warehouse } : {}, signal), warehouse ?? '', everyMs);
  return (
    <>
      <h1>Parcels to send</h1>
      <Loading loaded={loaded}>
        {(list) => (
          <>
            <Warehouses list={list} chosen={warehouse} />
            {!list.complete && (
              <p class="card">So many orders wait that the oldest are not listed. Send these, and they show up.</p>
            )}
            {list.parcels.length === 0 ? (
              <p class="card all-well">
                <span aria-hidden="true">✓</span> Nothing waits to be sent.
              </p>
            ) : (
              <PickingList parcels={list.parcels} onSent={() => void loaded.reload()} />
            )}
          </>
        )}
      </Loading>
    </>
  );
}

function Warehouses({ list: { warehouses }, chosen }: { list: ParcelsToSend; chosen: string | undefined }) {
  if (warehouses.length < 2 && chosen === undefined) return null;
  const all = warehouses.reduce((sum, { parcels }) => sum + parcels, 0);
  const link = (href: string, text: string, count: number, isChosen: boolean) => (
    <li key={text}>
      <a href={href} class="chip" {...(isChosen && { 'aria-current': 'true' })}>
        {text} <span class="chip-count">{count}</span>
      </a>
    </li>
  );
  return (
    <nav aria-label="Warehouses">
      <ul class="chips">
        {link('#/parcels', 'All warehouses', all, chosen === undefined)}
        {warehouses.map(({ warehouse, parcels }) =>
          link(`#/parcels?warehouse=${encodeURIComponent(warehouse)}`, warehouse, parcels, chosen === warehouse),
        )}
      </ul>
    </nav>
  );
}

function PickingList({ parcels, onSent }: { parcels: ParcelToSend[]; onSent: () => void }) {
  return (
    <div class="pick-grid">
      <section class="card part" aria-labelledby="pick-title">
        <h2 id="pick-title">Fetch</h2>
        <ul class="rows">
          {productsToPick(parcels).map(({ sku, name, quantity, parcels: count }) => (
            <li key={sku} class="row pick-row">
              <strong class="pick-quantity">{quantity} ×</strong>
              <span>
                {name}
                <small class="quiet">
                  {sku} · {count === 1 ? 'in one parcel' : `in ${count} parcels`}
                </small>
              </span>
            </li>
          ))}
        </ul>
      </section>
      <section aria-labelledby="pack-title" class="stack">
        <h2 id="pack-title">Pack</h2>
        {parcels.map((parcel) => (
          <ParcelCard key={parcel.shipmentId} parcel={parcel} onSent={onSent} />
        ))}
      </section>
    </div>
  );
}

function ParcelCard({ parcel, onSent }: { parcel: ParcelToSend; onSent: () => void }) {
  const [isOpen, setOpen] = useState(false);
  const { orderId, warehouse, placedAt, lines } = parcel;
  const units = unitsIn(parcel);
  return (
    <article class="card part parcel">
      <h3>
        {warehouse}, {units === 1 ? '1 unit' : `${units} units`}
      </h3>
      <p class="quiet">
        <a href={`#/orders/${orderId}`}>
          <OrderId orderId={orderId} />
        </a>{' '}
        placed <When at={placedAt} isRelative />
      </p>
      <ul>
        {lines.map(({ sku, name, quantity }) => (
          <li key={sku}>
            <label class="check">
              <input type="checkbox" /> {quantity} × {name}
            </label>
          </li>
        ))}
      </ul>
      <PackingAddress orderId={orderId}>
        <button type="button" class="button primary" onClick={() => setOpen(true)}>
          Mark as sent
        </button>
      </PackingAddress>
      {isOpen && <DispatchDialog {...parcel} onClose={() => setOpen(false)} onDone={onSent} />}
    </article>
  );
}
