// Compiles a route template, once per route, into a function that matches request paths.

import type { Constraint } from './route-constraints';
import { type Parameter, parseRouteTemplate, type Segment } from './route-template';

/** The segments of a path, as sent and in lower case, because literals are not case-sensitive. */
export interface PathSegments {
  raw: string[];
  lower: string[];
}

/** @returns the decoded parameters that have a value, or undefined if the route does not match. */
export type RouteMatcher = (path: PathSegments) => Record<string, string> | undefined;

type SegmentMatcher = (raw: string, lower: string, values: Record<string, string>) => boolean;

/** Splits a path into segments, ignoring a trailing slash. */
export function splitPath(path: string): PathSegments {
  const end = path.length > 1 && path.endsWith('/') ? path.length - 1 : path.length;
  const text = path.slice(1, end);
  if (text === '') return { raw: [], lower: [] };
  return { raw: text.split('/'), lower: text.toLowerCase().split('/') };
}

/** @throws an error that says what is wrong with the template. */
export function makeRouteMatcher(template: string): RouteMatcher {
  const segments = parseRouteTemplate(template);
  const matchers = segments.map(makeSegmentMatcher);
  const tail = segments.map(whenAbsent);
  const rest = segments.at(-1)?.[0];
  const catchAll = rest?.kind === 'parameter' && rest.catchAll ? rest : undefined;
  const plain = catchAll ? matchers.length - 1 : matchers.length;
  return ({ raw, lower }) => {
    if (raw.length > plain && !catchAll) return undefined;
    const values: Record<string, string> = {};
    for (let i = 0; i < plain; i++) {
      const matches = i < raw.length ? matchers[i]?.(raw[i] ?? '', lower[i] ?? '', values) : tail[i]?.(values);
      if (!matches) return undefined;
    }
    if (catchAll && !matchRest(catchAll, raw.slice(plain), values)) return undefined;
    return values;
  };
}

function matchRest(parameter: Parameter, raw: string[], values: Record<string, string>): boolean {
  const text = raw.map(decodeSegment).join('/');
  const value = text === '' ? parameter.default : text;
  if (value === undefined) return true;
  values[parameter.name] = value;
  return accepts(parameter.constraints, value);
}

function makeSegmentMatcher(segment: Segment): SegmentMatcher {
  const [first] = segment;
  if (segment.length > 1) return makeMixedMatcher(segment);
  if (first?.kind === 'parameter') {
    return (raw, _lower, values) => {
      if (raw === '') return false;
      const value = decodeSegment(raw);
      values[first.name] = value;
      return accepts(first.constraints, value);
    };
  }
  const literal = (first?.text ?? '').toLowerCase();
  const encoded = encodeURIComponent(literal).toLowerCase();
  return (raw, lower) => lower === literal || lower === encoded || decodeSegment(raw).toLowerCase() === literal;
}

/** Matches segments such as `{name}.{ext?}`. Literals match from the end, so `a.b.txt` gives `a.b` and `txt`. */
function makeMixedMatcher(segment: Segment): SegmentMatcher {
  const source = (parts: Segment) =>
    new RegExp(
      `^${parts.map((part) => (part.kind === 'literal' ? escapePattern(part.text) : '(.+)')).join('')}$`,
      'is',
    );
  const parameters = segment.filter((part) => part.kind === 'parameter');
  const patterns = [source(segment)];
  const last = segment.at(-1);
  if (last?.kind === 'parameter' && last.optional)
    patterns.push(source(segment.slice(0, segment.at(-2)?.kind === 'literal' ? -2 : -1)));
  return (raw, _lower, values) => {
    const text = decodeSegment(raw);
    for (const pattern of patterns) {
      const match = pattern.exec(text);
      if (!match) continue;
      for (const [index, parameter] of parameters.entries()) {
        const value = match[index + 1];
        if (value === undefined) continue;
        if (!accepts(parameter.constraints, value)) return false;
        values[parameter.name] = value;
      }
      return true;
    }
    return false;
  };
}

/**
 * Matches a path that ends before this segment. Only a single parameter that is optional or has a default may be
 * missing.
 */
function whenAbsent(segment: Segment): (values: Record<string, string>) => boolean {
  const [first] = segment;
  if (segment.length !== 1 || first?.kind !== 'parameter') return () => false;
  if (first.default === undefined) return () => first.optional || first.catchAll;
  const value = first.default;
  const accepted = accepts(first.constraints, value);
  return (values) => {
    values[first.name] = value;
    return accepted;
  };
}

function accepts(constraints: Constraint[], value: string): boolean {
  for (const constraint of constraints) if (!constraint(value)) return false;
  return true;
}

/** Decodes like the platform's server: keeps `%2F`, and keeps the segment unchanged if its encoding is invalid. */
function decodeSegment(raw: string): string {
  if (!raw.includes('%')) return raw;
  try {
    return raw
      .split(/(%2f)/i)
      .map((part, index) => (index % 2 === 1 ? part : decodeURIComponent(part)))
      .join('');
  } catch {
    return raw;
  }
}

function escapePattern(text: string): string {
  return text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
}
