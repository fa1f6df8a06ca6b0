// The page at `/` if no function has that route: shows that the app is running, and lists its routes.

import type { HttpRoute } from './router';

export function makeHomePage(routes: HttpRoute[]): string {
  const items = routes.map(({ fn, methods, template }) => {
    const path = escapeHtml(`/${template}`);
    const shown = methods.includes('GET') && !template.includes('{') ? `<a href="${path}">${path}</a>` : path;
    return `<li>${escapeHtml(fn.name)}: ${methods.join(', ')} ${shown}</li>`;
  });
  return `<!DOCTYPE html>
<html lang="en">
<head><meta charset="utf-8"><title>Your function app is up and running</title>
<style>body{font:16px/1.6 system-ui,sans-serif;max-width:60rem;margin:3rem auto;padding:0 1rem}</style></head>
<body>
<h1>Your function app is up and running</h1>
<ul>
${items.join('\n')}
</ul>
</body>
</html>
`;
}

function escapeHtml(text: string): string {
  return text.replace(/[&<>"]/g, (character) => `&#${character.charCodeAt(0)};`);
}
