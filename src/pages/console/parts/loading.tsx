// A view's content once it is there; until then that it is loading, and beside old content why it could not be renewed.

import type { ComponentChildren } from 'preact';
import { ProblemNote } from './problem-note';
import type { Loaded } from './use-loaded';

export interface LoadingProps<T> {
  loaded: Loaded<T>;
  children: (data: T) => ComponentChildren;
}

export function Loading<T>({ loaded, children }: LoadingProps<T>) {
  const { data, fault, reload } = loaded;
  return (
    <>
      {fault !== undefined && <ProblemNote fault={fault} onRetry={() => void reload()} />}
      {data === undefined ? fault === undefined && <p class="quiet">Loading …</p> : children(data)}
    </>
  );
}
