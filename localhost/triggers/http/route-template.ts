// Parses an ASP.NET route template (`orders/{id:int}/{*rest}`) into segments, once per function.
// route-matcher.ts matches paths against them.

import { type Constraint, makeConstraint } from './route-constraints';

export interface Parameter {
  kind: 'parameter';
  name: string;
  optional: boolean;
  catchAll: boolean;
  default?: string;
  constraints: Constraint[];
}

export interface Literal {
  kind: 'literal';
  text: string;
}

/** One segment between slashes: a literal, a parameter, or a mixture such as `{name}.{ext}`. */
export type Segment = (Literal | Parameter)[];

/** @throws an error that says what is wrong with the template. */
export function parseRouteTemplate(template: string): Segment[] {
  const trimmed = template.replace(/^~?\/+|\/+$/g, '');
  if (trimmed === '') return [];
  const segments = splitOutside(trimmed, '/').map(parseSegment);
  checkSegments(segments);
  return segments;
}

function checkSegments(segments: Segment[]): void {
  const names = new Set<string>();
  segments.forEach((segment, index) => {
    if (segment.length === 0) throw new Error('it has an empty segment');
    for (const part of segment) {
      if (part.kind === 'literal') continue;
      const name = part.name.toLowerCase();
      if (names.has(name)) throw new Error(`the parameter "${part.name}" appears twice`);
      names.add(name);
      const alone = segment.length === 1;
      if (part.catchAll && !(alone && index === segments.length - 1)) {
        throw new Error(`the catch-all parameter "${part.name}" must be the last segment`);
      }
      if (part.optional && !alone && segment.at(-1) !== part) {
        throw new Error(`the optional parameter "${part.name}" must be at the end of its segment`);
      }
    }
  });
}

/** Literal text with `{{` and `}}` as escapes, and parameters in braces. */
function parseSegment(text: string): Segment {
  const segment: Segment = [];
  let literal = '';
  const closeLiteral = () => {
    if (literal !== '') segment.push({ kind: 'literal', text: literal });
    literal = '';
  };
  for (let i = 0; i < text.length; i++) {
    const character = text[i];
    if ((character === '{' || character === '}') && text[i + 1] === character) {
      literal += character;
      i++;
    } else if (character === '{') {
      const end = closingBrace(text, i);
      closeLiteral();
      if (segment.at(-1)?.kind === 'parameter') throw new Error('two parameters need text between them');
      segment.push(parseParameter(text.slice(i + 1, end)));
      i = end;
    } else if (character === '}') {
      throw new Error('a "}" has no "{"');
    } else {
      literal += character;
    }
  }
  closeLiteral();
  return segment;
}

/** The index of the brace that closes the parameter at `start`. Doubled braces belong to a constraint's pattern. */
function closingBrace(text: string, start: number): number {
  for (let i = start + 1; i < text.length; i++) {
    const doubled = text[i + 1] === text[i];
    if ((text[i] === '{' || text[i] === '}') && doubled) i++;
    else if (text[i] === '}') return i;
  }
  throw new Error('a "{" has no "}"');
}

/** `*name`, `**name`, `name?`, `name=default`, `name:constraint:constraint(…)=default`. */
function parseParameter(text: string): Parameter {
  const unescaped = text.replace(/\{\{/g, '{').replace(/\}\}/g, '}');
  const catchAll = unescaped.startsWith('*');
  const pieces = splitOutside(unescaped.replace(/^\*\*?/, ''), ':');
  const last = splitOutside(pieces.pop() ?? '', '=');
  let tail = last.shift() ?? '';
  const fallback = last.length > 0 ? last.join('=') : undefined;
  const optional = fallback === undefined && tail.endsWith('?');
  if (optional) tail = tail.slice(0, -1);
  const [name = '', ...constraints] = [...pieces, tail];
  if (name === '' || /[/{}?*]/.test(name)) throw new Error(`"{${text}}" has no valid parameter name`);
  return {
    kind: 'parameter',
    name,
    optional,
    catchAll,
    ...(fallback !== undefined && { default: fallback }),
    constraints: constraints.map(makeConstraint),
  };
}

/** Splits at a separator, but not within braces or parentheses. */
function splitOutside(text: string, separator: string): string[] {
  const pieces = [''];
  let depth = 0;
  for (const character of text) {
    if (character === '{' || character === '(') depth++;
    else if (character === '}' || character === ')') depth--;
    if (character === separator && depth === 0) pieces.push('');
    else pieces[pieces.length - 1] += character;
  }
  return pieces;
}
