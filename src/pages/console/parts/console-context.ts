// What every view of the console uses: the API with the owner's key, and the way to announce what was done.

import { createContext } from 'preact';
import { useContext } from 'preact/hooks';
import type { ConsoleApi } from '../console-api';

export interface Console {
  api: ConsoleApi;
  /** Says in a sentence what was done, to eyes and to screen readers. */
  announce(text: string): void;
}

export const ConsoleContext = createContext<Console | undefined>(undefined);

export function useConsole(): Console {
  const console = useContext(ConsoleContext);
  if (!console) throw new Error('A view of the console stands outside of it.');
  return console;
}
