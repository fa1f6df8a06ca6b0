// What the states of orders, parcels, pictures and deliveries are called in the console, and how each is marked.

/** How a state is marked: each tone has a sign of its own besides its colour. */
import type { Tone } from '../../shared/tone';
import type { OrderState, OwnerShipment, Picture, WebhookDelivery } from '../schemas';

export interface StateWords {
  text: string;
  tone: Tone;
}

export const orderStateWords: Record<OrderState, StateWords> = {
  placed: { text: 'Placed', tone: 'busy' },
  reserved: { text: 'Reserved', tone: 'busy' },
  awaitingPayment: { text: 'Waiting for the customer to pay', tone: 'busy' },
  authorized: { text: 'Payment authorized', tone: 'busy' },
  awaitingApproval: { text: 'Waiting for approval', tone: 'warn' },
  captured: { text: 'Paid', tone: 'busy' },
  shipped: { text: 'Shipped', tone: 'busy' },
  delivered: { text: 'Delivered', tone: 'good' },
  refused: { text: 'Refused', tone: 'quiet' },
  cancelled: { text: 'Cancelled', tone: 'quiet' },
  refunded: { text: 'Refunded', tone: 'quiet' },
  compensationFailed: { text: 'Could not be undone', tone: 'bad' },
};

export const orderStates = Object.keys(orderStateWords) as OrderState[];

export const parcelStateWords: Record<OwnerShipment['state'], StateWords> = {
  created: { text: 'To be sent', tone: 'warn' },
  dispatched: { text: 'With the carrier', tone: 'busy' },
  delivered: { text: 'Delivered', tone: 'good' },
};

export const pictureStateWords: Record<Picture['state'], StateWords> = {
  awaitingUpload: { text: 'Waiting for the file', tone: 'quiet' },
  processing: { text: 'Being rendered', tone: 'busy' },
  ready: { text: 'In the shop', tone: 'good' },
  refused: { text: 'Refused', tone: 'bad' },
  failed: { text: 'Failed', tone: 'bad' },
  deleted: { text: 'Deleted', tone: 'quiet' },
};

export const deliveryStateWords: Record<WebhookDelivery['state'], StateWords> = {
  pending: { text: 'On its way', tone: 'busy' },
  delivered: { text: 'Delivered', tone: 'good' },
  failed: { text: 'Failed', tone: 'bad' },
};
