// `npm run build:kernels` compiles kernels/*.ts (AssemblyScript) and writes each as text into src/engines/wasm, where it is
// kept in git: an app that is built, tested or packaged needs no compiler for it. With --check it writes nothing, and fails
// when a text is outdated.
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import asc from 'assemblyscript/asc';

const root = fileURLToPath(new URL('..', import.meta.url));
const kernels = ['jpeg', 'shrink'];
const lineLength = 100;
const options = ['-O3', '--enable', 'simd', '--runtime', 'stub', '--noAssert', '--use', 'abort='];

/** @throws with the compiler's messages. */
async function compile(name) {
  let wasm;
  const files = {
    readFile: (file, folder) =>
      file === `${name}.ts` || file === 'memory.ts' ? readFileSync(join(folder, file), 'utf8') : null,
    writeFile: (_, contents) => {
      wasm = contents;
    },
    listFiles: () => [],
  };
  const folder = join(root, 'kernels');
  const { error, stderr } = await asc.main([`${name}.ts`, '--baseDir', folder, '-o', 'out.wasm', ...options], files);
  if (error) throw new Error(`${error.message}\n${stderr.toString()}`);
  return Buffer.from(wasm).toString('base64');
}

function textOf(name, base64) {
  const lines = base64.match(new RegExp(`.{1,${lineLength}}`, 'g')).map((line) => `  '${line}',\n`);
  const comment = `// kernels/${name}.ts as WebAssembly, in Base64. Made by \`npm run build:kernels\`; do not edit.`;
  return `${comment}\n\nexport const ${name}Wasm = [\n${lines.join('')}].join('');\n`;
}

for (const name of kernels) {
  const file = join(root, `src/engines/wasm/${name}-wasm.ts`);
  const text = textOf(name, await compile(name));
  if (!process.argv.includes('--check')) writeFileSync(file, text);
  else if (readFileSync(file, 'utf8') !== text) {
    console.error(`${file} is outdated: npm run build:kernels`);
    process.exitCode = 1;
  }
}
