// Faults that were once in the templates, each brought back by a change, and what a check has to say then.

/** The text to replace in a file of infra/, and its replacement. */
export type Change = [file: string, from: string, to: string];

export interface Mutation {
  fault: string;
  changes: Change[];
  /** The parameter file to predict with. */
  which: string;
  /** In a policy's line, or in the message with which the deployment itself ends. */
  told: string;
}

const app = 'modules/function-app.bicep';
const flex = 'modules/flex-app.bicep';

export const mutations: Mutation[] = [
  {
    fault: 'carts in entities by default end the deployment, as no instance for orchestrations is always there',
    changes: [['main.bicep', "param cartStore CartStore = 'cosmos'", "param cartStore CartStore = 'entity'"]],
    which: 'main',
    told: 'cartStore is entity: that requires alwaysReadyDurable of at least 1, or the plan premium.',
  },
  {
    fault: 'a template that lets such carts pass is found too',
    changes: [
      ['main.bicepparam', 'param allowSandbox = true', "param allowSandbox = true\nparam cartStore = 'entity'"],
      ['shop.bicep', '!withCosmos && !durableAwake', 'false'],
    ],
    which: 'main',
    told: 'Carts in entities wait for a cold start: no instance is always there.',
  },
  {
    fault: 'an always-ready instance that polls every ten seconds makes requests wait',
    changes: [[app, "maxQueuePollingInterval: '00:00:01'", "maxQueuePollingInterval: '00:00:10'"]],
    which: 'main.prod',
    told: 'Requests wait for a poll: maxQueuePollingInterval.',
  },
  {
    fault: 'polls every second without an always-ready instance keep the app awake',
    changes: [[app, 'durableAwake\n    ?', 'durableAwake || !durableAwake\n    ?']],
    which: 'main',
    told: 'An instance that may sleep is kept awake by its polls.',
  },
  {
    fault: 'a hub without a number of partitions',
    changes: [[app, 'string(partitionCount)', 'string(min(partitionCount, 4))']],
    which: 'premium',
    told: 'The hub has to have 16 partitions.',
  },
  {
    fault: 'a Node version that nobody asked for',
    changes: [['main.bicep', "param nodeVersion NodeVersion = '24'", "param nodeVersion NodeVersion = '22'"]],
    which: 'main',
    told: 'The runtime has to be {"name":"node","version":"24"}',
  },
  {
    fault: 'forty instances by default',
    changes: [[flex, 'maximumInstanceCount ?? 10', 'maximumInstanceCount ?? 40']],
    which: 'everything-off',
    told: 'A flood may start 40 instances.',
  },
  {
    fault: 'a dev that may start a hundred instances',
    changes: [['main.bicepparam', 'maximumInstanceCount: 5', 'maximumInstanceCount: 100']],
    which: 'main',
    told: 'A flood may start 100 instances.',
  },
  {
    fault: 'the platform’s default of requests an instance',
    changes: [[flex, 'size.?httpConcurrency ?? 64', 'size.?httpConcurrency ?? 16']],
    which: 'main',
    told: 'Few requests that wait for an order fill an instance',
  },
  {
    fault: 'sign-in that shuts out guests',
    changes: [['modules/sign-in.bicep', 'requireAuthentication: false', 'requireAuthentication: true']],
    which: 'everything-on',
    told: 'Sign-in shuts out guests, webhooks and Event Grid.',
  },
  {
    fault: 'a route of customers that bypasses the sign-in',
    changes: [['modules/sign-in.bicep', "'/api/webhooks/*'", "'/api/*'"]],
    which: 'everything-on',
    told: 'elsewhere a caller could claim to be any customer.',
  },
  {
    fault: 'a front end elsewhere without the guest’s cookie',
    changes: [[flex, 'supportCredentials: !empty(frontEndOrigins)', 'supportCredentials: false']],
    which: 'everything-on',
    told: "Pages of https://shop.internal have to be able to call the app with the guest's cookie",
  },
  {
    fault: 'a list of front ends that the app does not know',
    changes: [[app, "join(frontEndOrigins, ',')", "''"]],
    which: 'everything-on',
    told: 'FRONT_END_ORIGINS has to be the list that the platform answers with.',
  },
  {
    fault: 'a front end elsewhere that cannot upload',
    changes: [['shop.bicep', "net'], frontEndOrigins)", "net'], [])"]],
    which: 'everything-on',
    told: 'may upload; it has to be',
  },
  {
    fault: 'a front end with a path, which no browser sends',
    changes: [
      ['../tests/infra/parameters/everything-on.bicepparam', "['https://shop.internal']", "['https://shop.internal/']"],
    ],
    which: 'everything-on',
    told: 'frontEndOrigins must be origins such as https://shop.example, without a path.',
  },
  ...(
    [
      ["'PAYMENT_PROVIDER', 'stripe'", "'PAYMENT_PROVIDER', 'sandbox'", 'paymentProvider is sandbox'],
      ["'CARRIER_PROVIDER', 'manual'", "'CARRIER_PROVIDER', 'sandbox'", 'carrierProvider is sandbox'],
      ["'MAIL_TRANSPORT', 'smtp'", "'MAIL_TRANSPORT', 'outbox'", 'mailTransport is outbox'],
      ["readEnvironmentVariable('MAIL_FROM')", "'Shop <shop@cartwright.example>'", 'mailFrom is an example address'],
      ['param allowSandbox = false', 'param allowSandbox = true', 'In prod ALLOW_SANDBOX has to be false.'],
      [
        'param monthlyBudget',
        "param settings = { ALLOW_SANDBOX: 'true' }\nparam monthlyBudget",
        'settings must not have ALLOW_SANDBOX',
      ],
    ] as const
  ).map(
    ([from, to, told]): Mutation => ({
      fault: `in prod: ${told}`,
      changes: [['main.prod.bicepparam', from, to]],
      which: 'main.prod',
      told,
    }),
  ),
  {
    fault: 'a person who may read the host’s secrets and change the code',
    changes: [['modules/roles.bicep', 'scope: shopContainers[i]', 'scope: account']],
    which: 'everything-on',
    told: 'A role too many: a person has Storage Blob Data Contributor on storageAccounts.',
  },
  {
    fault: 'an app that tries every way to sign in',
    changes: [[app, 'AzureWebJobsStorage__clientId: clientId', "AzureWebJobsStorage__clientId: ''"]],
    which: 'main',
    told: 'The app would try every way to sign in to storage.',
  },
  {
    fault: 'a scheduler smaller than chosen',
    changes: [['modules/durable-task-scheduler.bicep', 'capacity: capacity', 'capacity: min(capacity, 1)']],
    which: 'everything-on',
    told: 'The scheduler has to be {"name":"Dedicated","capacity":3}',
  },
  {
    fault: 'a network for the other plan',
    changes: [
      ['modules/network.bicep', "premium: 'Microsoft.Web/serverFarms'", "premium: 'Microsoft.App/environments'"],
    ],
    which: 'premium',
    told: 'The subnet of the app has to be delegated to Microsoft.Web/serverFarms.',
  },
  {
    fault: 'a plan premium without code',
    changes: [[app, 'WEBSITE_RUN_FROM_PACKAGE:', 'WEBSITE_RUN_FROM_PACKAGES:']],
    which: 'premium',
    told: 'The plan premium needs the setting WEBSITE_RUN_FROM_PACKAGE.',
  },
];
