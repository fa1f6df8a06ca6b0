// Policy: the parameter file of prod allows no sandbox; only a shop that does not sell may.

import { ofType, type Predicted } from '../prediction';

export function production(prediction: Predicted): string[] {
  if (prediction.file !== 'main.prod.bicepparam') return [];
  const settings = ofType(prediction, 'Microsoft.Web/sites/config').find(({ name }) => name.endsWith('/appsettings'));
  const sells = {
    ALLOW_SANDBOX: 'false',
    PAYMENT_PROVIDER: 'stripe',
    CARRIER_PROVIDER: 'manual',
    MAIL_TRANSPORT: 'smtp',
  };
  return Object.entries(sells)
    .filter(([name, value]) => settings?.properties?.[name] !== value)
    .map(([name, value]) => `In prod ${name} has to be ${value}.`);
}
