import { makeQuietStart } from '../../../../scripts/start/quiet-start';
import { startScreen } from '../../../../scripts/start/start-screen';
import { apiAreas } from '../../../../src/api/api-description';

const origin = 'http://localhost:7071';
const screen = (ownerKey?: string) => startScreen({ origin, products: [], ownerKey, areas: apiAreas });

it('names the addresses of storefront and console', () => {
  expect(screen()).toMatch(/^ {2}Storefront +http:\/\/localhost:7071\/$/m);
  expect(screen()).toMatch(/^ {2}Console +http:\/\/localhost:7071\/console$/m);
});

it('names the key when the host asks for one, and says so when it does not', () => {
  expect(screen('secret-key')).toContain('key: secret-key\n');
  expect(screen()).toContain('key: none is needed here');
});

it('lists each path once under its area, with all methods and as a person writes it', () => {
  const text = screen();
  for (const { name } of apiAreas) expect(text).toContain(`\n  ${name}\n`);
  const paths = [...text.matchAll(/^ {4}[A-Z ]+ (\/api\S*)$/gm)].map(([, path]) => path);
  const described = apiAreas.flatMap(({ operations }) => Object.values(operations).map(({ path }) => `/api${path}`));
  expect(new Set(paths)).toEqual(new Set(described));
  expect(text).not.toContain('regex(');
  expect(text).toMatch(/^ {4}GET DELETE +\/api\/cart$/m);
});

it("leaves out the host's list of functions, and passes on its notices and everything after the start", () => {
  let shown = '';
  const quiet = makeQuietStart((text) => {
    shown += text;
  });
  quiet.write('Port 10000 is taken.\n\nFunctions:\n\n\thealth: [GET] http://local');
  quiet.write('host/api/{area:regex(^a)}\n\n\trender: queueTrigger\n\nReady on http://localhost:1 (Ctrl-C)\nRequests');
  quiet.end();
  quiet.write(' need a key.\n\n\tas it is\n');
  expect(shown).toBe('Port 10000 is taken.\nRequests need a key.\n\n\tas it is\n');
});
