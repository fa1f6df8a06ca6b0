// Sign-in of customers by the platform: it adds who has signed in to each request. Anonymous requests stay allowed, because
// guests buy, and providers and Event Grid report, without signing in; the app itself decides what needs a customer.

import { SignIn } from '../options.bicep'

param functionAppName string
param signIn SignIn

resource app 'Microsoft.Web/sites@2024-11-01' existing = { name: functionAppName }

resource authentication 'Microsoft.Web/sites/config@2024-11-01' = {
  parent: app
  name: 'authsettingsV2'
  properties: {
    platform: { enabled: true, runtimeVersion: '~1' }
    globalValidation: {
      requireAuthentication: false
      unauthenticatedClientAction: 'AllowAnonymous'
      redirectToProvider: signIn.name
      // Callers with a key or a signature of their own. The platform does not check these requests, nor removes headers from
      // them that claim a customer: no route below these paths may ask who the customer is.
      excludedPaths: ['/runtime/webhooks/*', '/api/webhooks/*']
    }
    httpSettings: { requireHttps: true, routes: { apiPrefix: '/.auth' } }
    identityProviders: {
      customOpenIdConnectProviders: {
        '${signIn.name}': {
          enabled: true
          registration: {
            clientId: signIn.clientId
            clientCredential: { method: 'ClientSecretPost', clientSecretSettingName: 'SIGN_IN_SECRET' }
            openIdConnectConfiguration: { wellKnownOpenIdConfiguration: signIn.configurationUrl }
          }
          login: {
            nameClaimType: signIn.?nameClaim ?? 'name'
            scopes: signIn.?scopes ?? ['openid', 'profile', 'email']
          }
        }
      }
    }
    // The app needs the name and the mail address in the request, not the provider's tokens.
    login: { tokenStore: { enabled: false } }
  }
}
