// Who may import whom (docs/architecture.md): the one place that says so, types included. Runs in `npm run lint`.
// Rooms of src: functions → compose → { adapters, engines, api, areas } → shared. Nothing goes up, nothing goes round.

const areas = '(catalog|pictures|carts|stock|orders|operations|webhooks)';
/** What speaks to the outside or paints; a data structure or a lock (lru-cache, async-mutex) is neither. */
const technologies =
  '(@azure/|@cwasm/|@jimp/|@jsquash/|(jimp|lcms-wasm|nodemailer|piscina|sharp|stripe|thumbhash)(/|$))';

/** Modules of packages, installed or not. */
const packages = (names) => `^(node_modules/)?${names}`;

const forbid = (name, comment, from, to) => ({ name, comment, severity: 'error', from, to });

/** @type {import('dependency-cruiser').IConfiguration} */
module.exports = {
  forbidden: [
    forbid(
      'no-circles',
      'Two files that import each other are one: give what both need a file of its own.',
      {},
      { circular: true },
    ),

    forbid(
      'functions-register-only',
      'A function has a name, a trigger and a handler; the handler comes from src/compose.',
      { path: '^src/functions/' },
      { path: '^src/', pathNot: '^src/compose/' },
    ),
    forbid(
      'compose-is-the-top',
      'Only src/functions imports what src/compose has put together.',
      { path: '^src/', pathNot: '^src/(functions|compose)/' },
      { path: '^src/(compose|functions)/' },
    ),
    forbid(
      'settings-are-handed-in',
      'Only src/compose reads the settings; everybody else is given what they need.',
      { path: '^src/', pathNot: ['^src/compose/', '^src/config\\.ts$'] },
      { path: '^src/config(-shape|-rules)?\\.ts$' },
    ),
    forbid(
      'areas-are-apart',
      'An area imports no other area: share a contract in src/shared, or ask through a port.',
      { path: `^src/${areas}/` },
      { path: `^src/${areas}/`, pathNot: '^src/$1/' },
    ),
    forbid(
      'areas-know-ports-only',
      'An area names a port; what serves it is an adapter or an engine, and src/compose joins the two.',
      { path: `^src/(${areas}|shared)/` },
      { path: '^src/(adapters|engines)/' },
    ),
    forbid(
      'areas-have-no-clients',
      'A technology belongs in src/adapters or src/engines.',
      { path: `^src/(${areas}|shared)/` },
      { path: packages(technologies), pathNot: packages('@azure/functions(/|$)') },
    ),
    forbid(
      'functions-types-at-the-rim',
      'Types of @azure/functions are for handlers and activities, and for src/shared/http.',
      { path: `^src/(api|${areas}|shared)/`, pathNot: ['handlers\\.ts$', 'activities\\.ts$', '^src/shared/http/'] },
      { path: packages('@azure/functions(/|$)') },
    ),
    forbid(
      'durable-functions-at-the-rim',
      'durable-functions is for orchestrators, entities and src/shared/durable.',
      { path: `^src/(${areas}|shared)/`, pathNot: ['-(orchestrator|entity)\\.ts$', '^src/shared/durable/'] },
      { path: packages('durable-functions(/|$)') },
    ),
    forbid(
      'shared-stands-alone',
      'src/shared imports nothing of the app.',
      { path: '^src/shared/' },
      { path: '^src/', pathNot: '^src/shared/' },
    ),
    forbid(
      'adapters-know-ports-and-rules',
      'An adapter or an engine knows ports, types and pure rules of areas, not what handles their requests and runs.',
      { path: '^src/(adapters|engines)/' },
      { path: `^src/${areas}/.*(handlers|activities|-orchestrator|-entity)\\.ts$` },
    ),
    forbid(
      'adapters-are-apart',
      'No technology knows another but how one signs in; mail and sandbox alone keep what they know in storage.',
      { path: '^src/adapters/([^/]+)/', pathNot: '^src/adapters/(mail|sandbox)/' },
      { path: '^src/(adapters|engines)/', pathNot: '^src/adapters/($1|identity)/' },
    ),
    forbid(
      'mail-and-sandbox-stand-on-storage',
      'No technology knows another; mail and sandbox alone keep what they know in storage.',
      { path: '^src/adapters/(mail|sandbox)/' },
      { path: '^src/(adapters|engines)/', pathNot: '^src/adapters/($1|storage)/' },
    ),
    forbid(
      'api-describes',
      'src/api knows what areas say of their operations, and nothing of how they carry them out.',
      { path: '^src/api/' },
      {
        path: '^src/',
        pathNot: ['^src/(api|shared)/', `^src/${areas}/.*-api\\.ts$`, '^src/orders/http/orders-overview-schema\\.ts$'],
      },
    ),
    forbid(
      'api-is-composed',
      'Only src/compose imports the description of the API.',
      { path: '^src/', pathNot: '^src/(api|compose)/' },
      { path: '^src/api/' },
    ),
    forbid(
      'engines-paint-pictures',
      'An engine knows the ports and headers of pictures, and nothing else of the app.',
      { path: '^src/engines/' },
      { path: '^src/', pathNot: '^src/(engines|pictures|shared)/' },
    ),

    // The parser reads no JSX: tests/unit/pages/imports.test.ts asks the same of *.tsx.
    forbid(
      'pages-know-the-api-only',
      'A page runs in a browser and knows the app by its API.',
      { path: '^src/pages/' },
      { path: '^src/', pathNot: '^src/pages/' },
    ),
    forbid(
      'pages-are-served-not-imported',
      'What runs in a browser is built apart.',
      { path: '^src/', pathNot: '^src/pages/' },
      { path: '^src/pages/' },
    ),
    forbid(
      'src-stands-alone',
      'src is all that is deployed.',
      { path: '^src/' },
      { path: '^(localhost|scripts|tests|bench)/' },
    ),
    forbid(
      'localhost-knows-no-app',
      'The local host runs any app, and knows nothing of this one.',
      { path: '^localhost/' },
      { path: '^(src|scripts|tests|bench)/' },
    ),
    // core ← config ← worker ← bindings ← execution ← { triggers, taskhub } ← app ← cli; emulators stand on core and config.
    ...[
      ['core', ''],
      ['config', 'core'],
      ['emulators', 'core|config'],
      ['worker', 'core|config'],
      ['bindings', 'core|config|worker'],
      ['execution', 'core|config|worker|bindings'],
      ['triggers', 'core|config|worker|bindings|execution'],
      ['taskhub', 'core|config|worker|bindings|execution'],
      ['app', 'core|config|emulators|worker|bindings|execution|triggers|taskhub'],
    ].map(([room, below]) =>
      forbid(
        `localhost-${room}-goes-down`,
        `localhost/${room} stands on ${below.replaceAll('|', ', ') || 'nothing of the host'}.`,
        { path: `^localhost/${room}/` },
        { path: '^localhost/', pathNot: `^localhost/(${[room, below].filter(Boolean).join('|')})/` },
      ),
    ),
  ],
  options: {
    parser: 'swc',
    tsPreCompilationDeps: true,
    doNotFollow: { path: 'node_modules' },
    exclude: { path: ['^tests/localhost/(fixtures|golden)/', '^dist/', '\\.tsx$'] },
    enhancedResolveOptions: { extensions: ['.ts', '.mts', '.js', '.mjs', '.json'] },
  },
};
