// HTTP examples of a page: a request and its answer in one block. `{name}` in an answer is a value to keep, and in a request it is
// that value; `…` is any text. Answers are shortened: what they do not show is not compared.

import { setTimeout } from 'node:timers/promises';
import { isAsShown, type Kept } from './is-as-shown';

export interface HttpExample {
  method: string;
  /** A path, or a whole url. */
  target: string;
  headers: [name: string, value: string][];
  body?: string;
  answer: { status: number; headers: [name: string, pattern: string][]; body?: unknown };
}

const FOLLOW_MS = 60_000;
const PAUSE_MS = 100;

export function httpExamplesIn(page: string): HttpExample[] {
  return [...page.matchAll(/^```http\n(.*?)^```/gms)]
    .map(([, block = '']) => parse(block))
    .filter((one) => one !== null);
}

/** Null for a block without an answer. */
function parse(block: string): HttpExample | null {
  const [request = '', answer] = block.split(/^HTTP\/1\.1 /m);
  if (answer === undefined) return null;
  const [first = '', ...headers] = headOf(request);
  const [status = '', ...answerHeaders] = headOf(answer);
  const [method = '', target = ''] = first.split(' ');
  const [body, answerBody] = [bodyOf(request), bodyOf(answer)];
  return {
    ...{ method, target, headers: headers.map(pair) },
    ...(body !== undefined && { body }),
    answer: {
      status: Number(status),
      headers: answerHeaders.map(pair),
      ...(answerBody !== undefined && { body: JSON.parse(answerBody) }),
    },
  };
}

function headOf(message: string): string[] {
  return (message.split('\n\n', 1)[0] ?? '').trim().split('\n');
}

function bodyOf(message: string): string | undefined {
  const text = message.split('\n\n').slice(1).join('\n\n').trim();
  return text === '' ? undefined : text;
}

function pair(line: string): [string, string] {
  const colon = line.indexOf(':');
  return [line.slice(0, colon), line.slice(colon + 1).trim()];
}

/**
 * Sends the request, and keeps what the answer names. One that prefers to wait is repeated until the answer is as shown.
 * @throws with what is different.
 */
export async function runHttpExample(example: HttpExample, origin: string, kept: Kept): Promise<void> {
  const about = `${example.method} ${example.target}`;
  const deadline = Date.now() + (example.headers.some(([name]) => name === 'Prefer') ? FOLLOW_MS : 0);
  for (;;) {
    const { named, differences } = await compared(example.answer, await send(example, origin, kept), kept);
    if (differences.length === 0) {
      for (const [name, text] of named) kept.set(name, text);
      return;
    }
    if (Date.now() > deadline) throw new Error(`${about}: ${differences.join('; ')}`);
    await setTimeout(PAUSE_MS);
  }
}

function send({ method, target, headers, body }: HttpExample, origin: string, kept: Kept): Promise<Response> {
  const filled = (text: string) => text.replace(/\{(\w+)\}/g, (_, name: string) => keptValue(name, kept));
  return fetch(new URL(filled(target), origin), {
    method,
    redirect: 'manual',
    headers: headers.map(([name, text]): [string, string] => [name, filled(text)]),
    ...(body !== undefined && { body: filled(body) }),
  });
}

function keptValue(name: string, kept: Kept): string {
  const found = kept.get(name);
  if (found === undefined) throw new Error(`No answer before has named {${name}}.`);
  return found;
}

async function compared(answer: HttpExample['answer'], response: Response, kept: Kept) {
  const named: Kept = new Map(kept);
  const text = await response.text();
  const differences: string[] = [];
  if (response.status !== answer.status) differences.push(`the status is ${response.status}: ${text}`);
  for (const [name, pattern] of answer.headers) {
    const sent = response.headers.get(name) ?? '';
    if (!isAsShown(pattern, sent, named)) differences.push(`${name} is ${sent}, not ${pattern}`);
  }
  if (answer.body !== undefined && !isAsShown(answer.body, parsed(text), named))
    differences.push(`the body is ${text}`);
  return { named, differences };
}

function parsed(text: string): unknown {
  return text.startsWith('{') ? JSON.parse(text) : text;
}
