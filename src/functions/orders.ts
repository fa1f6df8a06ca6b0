// Orders: HTTP routes, webhooks, timers, and the durable functions that carry out an order.

import * as df from 'durable-functions';
import { app } from '../compose/app';
import { orders } from '../compose/orders';

const extraInputs = [df.input.durableClient()];

app.http('placeOrder', {
  methods: ['POST'],
  route: 'api/orders',
  authLevel: 'anonymous',
  extraInputs,
  handler: orders.placeOrder,
});

app.http('listOrders', {
  methods: ['GET'],
  route: 'api/orders',
  authLevel: 'anonymous',
  extraInputs,
  handler: orders.listOrders,
});

app.http('listAllOrders', {
  methods: ['GET'],
  route: 'api/admin/orders',
  authLevel: 'function',
  handler: orders.listAllOrders,
});

app.http('getAnyOrder', {
  methods: ['GET'],
  route: 'api/admin/orders/{orderId}',
  authLevel: 'function',
  handler: orders.getAnyOrder,
});

app.http('getOrderFigures', {
  methods: ['GET'],
  route: 'api/admin/figures',
  authLevel: 'function',
  handler: orders.getOrderFigures,
});

app.http('listParcelsToSend', {
  methods: ['GET'],
  route: 'api/admin/parcels',
  authLevel: 'function',
  handler: orders.listParcelsToSend,
});

app.http('getOrder', {
  methods: ['GET'],
  route: 'api/orders/{orderId}',
  authLevel: 'anonymous',
  extraInputs,
  handler: orders.getOrder,
});

app.http('cancelOrder', {
  methods: ['POST'],
  route: 'api/orders/{orderId}/cancellation',
  authLevel: 'anonymous',
  extraInputs,
  handler: orders.cancelOrder,
});

app.http('decideApproval', {
  methods: ['POST'],
  route: 'api/orders/{orderId}/approval',
  authLevel: 'function',
  extraInputs,
  handler: orders.decideApproval,
});

app.http('refundOrder', {
  methods: ['POST'],
  route: 'api/orders/{orderId}/refund',
  authLevel: 'function',
  extraInputs,
  handler: orders.refundOrder,
});

app.http('resolveOrder', {
  methods: ['POST'],
  route: 'api/orders/{orderId}/resolution',
  authLevel: 'function',
  extraInputs,
  handler: orders.resolveOrder,
});

app.http('dispatchShipment', {
  methods: ['POST'],
  route: 'api/orders/{orderId}/shipments/{shipmentId}/dispatch',
  authLevel: 'function',
  extraInputs,
  handler: orders.dispatchShipment,
});

app.http('deliverShipment', {
  methods: ['POST'],
  route: 'api/orders/{orderId}/shipments/{shipmentId}/delivery',
  authLevel: 'function',
  extraInputs,
  handler: orders.deliverShipment,
});

app.http('shippingWebhook', {
  methods: ['POST'],
  route: 'api/webhooks/shipping',
  authLevel: 'anonymous',
  extraInputs,
  handler: orders.shippingWebhook,
});

app.http('paymentsWebhook', {
  methods: ['POST'],
  route: 'api/webhooks/payments',
  authLevel: 'anonymous',
  extraInputs,
  handler: orders.paymentsWebhook,
});

// For the sandbox provider only: with any other they answer 404.
app.http('showPaymentConfirmation', {
  methods: ['GET'],
  route: 'api/sandbox/payments/{reference}',
  authLevel: 'anonymous',
  handler: orders.showPaymentConfirmation,
});

app.http('answerPaymentConfirmation', {
  methods: ['POST'],
  route: 'api/sandbox/payments/{reference}',
  authLevel: 'anonymous',
  extraInputs,
  handler: orders.answerPaymentConfirmation,
});

// The platform ends an instance that is not needed: what the index is still to learn is written first.
app.hook.appTerminate(orders.writeOrderIndex);

app.timer('startStalledOrders', {
  schedule: '0 * * * * *',
  extraInputs,
  handler: orders.startStalledOrders,
});

app.timer('repairOrderIndex', {
  schedule: '0 10 * * * *',
  handler: orders.repairOrderIndex,
});

app.storageQueue('sandboxCarrierReports', {
  queueName: 'carrier-reports',
  connection: 'AzureWebJobsStorage',
  handler: orders.sandboxCarrierReports,
});

df.app.orchestration('orderOrchestrator', orders.orderOrchestrator);
df.app.orchestration('shipmentOrchestrator', orders.shipmentOrchestrator);
df.app.orchestration('refundOrchestrator', orders.refundOrchestrator);
df.app.orchestration('resolutionOrchestrator', orders.resolutionOrchestrator);

const { activities } = orders;
df.app.activity('recordOrderSteps', { extraInputs, handler: activities.recordOrderSteps });
df.app.activity('settleApproval', { handler: activities.settleApproval });
df.app.activity('recordRefund', { handler: activities.recordRefund });
df.app.activity('beginRefund', { handler: activities.beginRefund });
df.app.activity('withdrawParcel', { extraInputs, handler: activities.withdrawParcel });
df.app.activity('endRefund', { handler: activities.endRefund });
df.app.activity('beginResolution', { handler: activities.beginResolution });
df.app.activity('recordOrderRemark', { handler: activities.recordOrderRemark });
df.app.activity('recordShipment', { handler: activities.recordShipment });
df.app.activity('authorizePayment', { handler: activities.authorizePayment });
df.app.activity('checkAuthorization', { handler: activities.checkAuthorization });
df.app.activity('voidPayment', { handler: activities.voidPayment });
df.app.activity('capturePayment', { handler: activities.capturePayment });
df.app.activity('refundPayment', { handler: activities.refundPayment });
df.app.activity('createShipment', { handler: activities.createShipment });
df.app.activity('cancelShipment', { handler: activities.cancelShipment });
df.app.activity('withdrawShipments', { extraInputs, handler: activities.withdrawShipments });
df.app.activity('sendOrderMail', { handler: activities.sendOrderMail });
df.app.activity('sendOwnerMail', { handler: activities.sendOwnerMail });
