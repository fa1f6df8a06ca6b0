// The types of the API's answers that the console shows, under the names that it uses.

import type { components } from '../../../client/api-types';

type Schemas = components['schemas'];

export type Money = Schemas['Money'];
export type OrderState = Schemas['OrderState'];
export type OrderSnapshot = Schemas['OrderSnapshot'];
export type AllOrders = Schemas['AllOrders'];
export type OwnerOrder = Schemas['OwnerOrder'];
export type OwnerShipment = Schemas['OwnerShipment'];
export type TimelineEntry = Schemas['OwnerTimelineEntry'];
export type Overview = Schemas['Overview'];
export type OrderFigures = Schemas['OrderFigures'];
export type ParcelsToSend = Schemas['ParcelsToSend'];
export type ParcelToSend = Schemas['ParcelToSend'];
export type PoisonedQueue = Schemas['PoisonedQueue'];
export type PoisonedMessage = Schemas['PoisonedMessage'];
export type WebhookDelivery = Schemas['WebhookDelivery'];
export type WebhookDeliveryList = Schemas['WebhookDeliveryList'];
export type OwnerCart = Schemas['OwnerCart'];
export type Product = Schemas['Product'];
export type Stock = Schemas['Stock'];
export type Picture = Schemas['Picture'];
export type UploadTicket = Schemas['UploadTicket'];
