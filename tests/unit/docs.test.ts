// Files, folders, links, headings and npm scripts named in the docs exist. Pages about the past name removed files in prose,
// without back-ticks.

import { existsSync, globSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { repositoryRoot } from '../../scripts/repository-root';

const root = repositoryRoot();
const pages = globSync(['*.md', 'docs/*.md', 'localhost/*.md', 'findings/*.md'], { cwd: root }).sort();
const read = (path: string) => readFileSync(join(root, path), 'utf8');
const { scripts } = JSON.parse(read('package.json')) as { scripts: Record<string, string> };

const fence = /^```[^\n]*\n.*?^```$/gms;
const folders = 'src|client|localhost|scripts|tests|docs|infra|bench|findings|\\.github|\\.ci';
/** A path in the repository; `*` matches a part of a name. Paths with a placeholder, `findings/<name>`, are ignored. */
const path = new RegExp(`(?<![\\w./@-])(?:${folders})/[\\w.*/-]*(?![\\w<…])`, 'g');
const npmScript = /\bnpm (?:run (?:--silent )?)?([a-z][\w:-]*)/g;
const npmItself = ['ci', 'install', 'pack'];

/** Everything in back-ticks, and code blocks. */
function codeIn(page: string): string[] {
  const text = read(page);
  const spans = [...text.replaceAll(fence, '').matchAll(/`([^`]+)`/g)].map(([, code = '']) => code);
  return [...(text.match(fence) ?? []), ...spans];
}

function pathsIn(page: string): string[] {
  return codeIn(page)
    .flatMap((code) => code.match(path) ?? [])
    .map((found) => found.replace(/\.$/, ''));
}

function scriptsIn(page: string): string[] {
  return codeIn(page).flatMap((code) => [...code.matchAll(npmScript)].map(([, name = '']) => name));
}

function linksIn(page: string): string[] {
  const text = read(page).replaceAll(fence, '');
  return [...text.matchAll(/\]\(([^)\s]+)\)/g)].map(([, link = '']) => link).filter((link) => !/^https?:/.test(link));
}

/** The anchor that GitHub generates for a heading. */
function anchorsOf(page: string): string[] {
  const headings =
    read(page)
      .replaceAll(fence, '')
      .match(/^#+ .*$/gm) ?? [];
  return headings.map((heading) =>
    heading
      .replace(/^#+ /, '')
      .toLowerCase()
      .replaceAll(/[^\p{L}\p{N}\s_-]/gu, '')
      .replaceAll(' ', '-'),
  );
}

function isBroken(page: string, link: string): boolean {
  const [file = '', anchor] = link.split('#');
  const target = file === '' ? page : join(dirname(page), file);
  if (!existsSync(join(root, target))) return true;
  return anchor !== undefined && !anchorsOf(target).includes(anchor);
}

test('the pages are found, and name files, links and scripts', () => {
  expect(pages).toEqual(
    expect.arrayContaining(['CONTRIBUTING.md', 'README.md', 'docs/design.md', 'localhost/README.md']),
  );
  expect(pathsIn('README.md').length).toBeGreaterThan(20);
  expect(scriptsIn('CONTRIBUTING.md').length).toBeGreaterThan(15);
  expect(linksIn('docs/decisions.md').length).toBeGreaterThan(30);
});

describe.each(pages)('%s', (page) => {
  it('names files and folders that exist', () => {
    expect(pathsIn(page).filter((named) => globSync(named, { cwd: root }).length === 0)).toEqual([]);
  });

  it('names npm scripts that exist', () => {
    expect(scriptsIn(page).filter((name) => !(name in scripts) && !npmItself.includes(name))).toEqual([]);
  });

  it('has links that lead to a file and a heading', () => {
    expect(linksIn(page).filter((link) => isBroken(page, link))).toEqual([]);
  });
});

test('docs/go-live.md subscribes to exactly the events of Stripe that docs/design.md names', () => {
  const [provider = ''] = /^\| `PAYMENT_PROVIDER` \|.*$/m.exec(read('docs/design.md')) ?? [];
  const named = [...provider.matchAll(/`((?:payment_intent|refund|charge)\.[\w.]+)`/g)].map(([, event]) => event);
  const subscribed = [...read('docs/go-live.md').matchAll(/enabled_events\[\]=([\w.]+)/g)].map(([, event]) => event);
  expect(named.length).toBeGreaterThan(3);
  expect(subscribed.sort()).toEqual(named.sort());
});
