// The API's response types, duplicated on purpose: scripts and end-to-end tests depend on the wire format only, not on the
// app's code.

export interface Money {
  /** Minor units. */
  amount: number;
  currency: string;
}

export interface Rendition {
  name: string;
  /** Relative to the app's origin. */
  url: string;
  width: number;
  height: number;
  contentType: string;
}

export interface ProductPicture {
  pictureId: string;
  width: number;
  height: number;
  /** A ThumbHash in Base64. */
  placeholder: string;
  renditions: Rendition[];
  srcset: string;
  sources: { contentType: string; srcset: string }[];
}

export interface Product {
  sku: string;
  name: string;
  description: string;
  price: Money;
  warehouse: string;
  /** Null when nothing is known of it. */
  available: number | null;
  pictures: ProductPicture[];
}

export interface CatalogDocument {
  schemaVersion: 1;
  currency: string;
  /** `price` in minor units. */
  products: { sku: string; name: string; description: string; price: number; warehouse: string }[];
}

export interface UploadTicket {
  pictureId: string;
  uploadUrl: string;
  method: string;
  headers: Record<string, string>;
  maxBytes: number;
  expiresAt: string;
}

export interface Picture {
  pictureId: string;
  sku: string;
  state: 'awaitingUpload' | 'processing' | 'ready' | 'refused' | 'failed';
  code?: string;
  detail?: string;
  width?: number;
  height?: number;
  placeholder?: string;
  renditions?: (Rendition & { bytes: number; sha256: string })[];
  srcset?: string;
  sources?: { contentType: string; srcset: string }[];
}

export interface Line {
  sku: string;
  name: string;
  quantity: number;
  unitPrice: Money;
  total: Money;
}

export interface Cart {
  lines: Line[];
  total: Money;
  units: number;
}

export interface Stock {
  sku: string;
  onHand: number;
  reserved: number;
  available: number;
  sold: number;
  movements: { at: string; kind: string; quantity: number; orderId?: string; reason?: string }[];
}

export interface Order {
  orderId: string;
  state: string;
  lines: Line[];
  total: Money;
  email: string;
  shipments: {
    shipmentId: string;
    state: string;
    trackingNumber?: string;
    carrier?: string;
    trackingUrl?: string;
    lines: unknown[];
  }[];
  refunds: { requestedAt: string; amount: Money; lines: { sku: string; quantity: number }[]; state: string }[];
  timeline: { at: string; state: string; step: string; reason?: string; by?: string }[];
  /** While the order is `awaitingPayment`. */
  paymentAction?: { type: 'redirect' | 'sdk'; url: string; clientSecret?: string };
  createdAt: string;
  updatedAt: string;
}

export interface Checkout {
  payment: { token: string };
  email: string;
  shippingAddress: { name: string; street: string; postalCode: string; city: string; country: string };
  expectedTotal: Money;
}

export interface Problem {
  type: string;
  title: string;
  status: number;
  code: string;
  detail: string;
  requestId: string;
  errors?: { path: string; message: string }[];
}
