// The style of the docs page, and the policy that allows this style and nothing else: no script, no other file, no frame.

import { createHash } from 'node:crypto';

export const docsStyle = `
:root { color-scheme: light dark; }
body { font: 16px/1.5 system-ui, sans-serif; margin: 0 auto; max-width: 60rem; padding: 0 1rem 4rem; }
h2 { border-bottom: 1px solid; margin-top: 3rem; padding-bottom: .2rem; }
h3 { margin-top: 2.5rem; }
h4 { margin-bottom: .3rem; }
code, pre { font: .875em/1.45 ui-monospace, monospace; }
pre { border: 1px solid color-mix(in srgb, currentColor 25%, transparent); overflow-x: auto; padding: .6rem .8rem; }
table { border-collapse: collapse; display: block; overflow-x: auto; }
th, td { border-top: 1px solid color-mix(in srgb, currentColor 25%, transparent); padding: .3rem .8rem .3rem 0; text-align: left; vertical-align: top; }
nav ul { columns: 16rem; list-style: none; padding: 0; }
.method { font-weight: 700; }
.who { font-size: .875em; opacity: .8; }
`;

const styleHash = createHash('sha256').update(docsStyle).digest('base64');

export const docsSecurityPolicy = `default-src 'none'; style-src 'sha256-${styleHash}'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'`;
