// Policy: sign-in is there only where it is asked for, and shuts nobody out: guests, webhooks, Event Grid.

import { isDeepStrictEqual } from 'node:util';
import { ofType, type Predicted, valueAt } from '../prediction';

export function signIn(prediction: Predicted): string[] {
  if (ofType(prediction, 'Microsoft.Web/sites').length === 0) return [];
  const found = ofType(prediction, 'Microsoft.Web/sites/config').filter(({ name }) => name.endsWith('/authsettingsV2'));
  const wanted = prediction.parameters.signIn as { name: string } | null | undefined;
  if (found.length !== (wanted ? 1 : 0)) return ['Sign-in is not as wanted.'];
  return found.flatMap((config) => {
    const providers = Object.keys(Object(valueAt(config, 'identityProviders')));
    const names = Object.keys(Object(valueAt(config, 'identityProviders.customOpenIdConnectProviders')));
    return [
      ...(valueAt(config, 'globalValidation.requireAuthentication') === false &&
      valueAt(config, 'globalValidation.unauthenticatedClientAction') === 'AllowAnonymous'
        ? []
        : ['Sign-in shuts out guests, webhooks and Event Grid.']),
      // The platform leaves headers that claim a customer in requests below these paths.
      ...(isDeepStrictEqual(valueAt(config, 'globalValidation.excludedPaths'), [
        '/runtime/webhooks/*',
        '/api/webhooks/*',
      ])
        ? []
        : ['Only webhooks may bypass the sign-in: elsewhere a caller could claim to be any customer.']),
      ...(isDeepStrictEqual([providers, names], [['customOpenIdConnectProviders'], [wanted?.name]])
        ? []
        : ['There has to be exactly one provider.']),
    ];
  });
}
