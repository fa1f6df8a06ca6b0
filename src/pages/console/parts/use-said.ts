// What was done last, in a sentence: for eyes and screen readers, until it was read.

import { useCallback, useEffect, useState } from 'preact/hooks';

const shownMs = 10_000;

export function useSaid(): [string, (text: string) => void] {
  const [said, setSaid] = useState({ text: '' });
  useEffect(() => {
    if (said.text === '') return undefined;
    const timer = setTimeout(() => setSaid({ text: '' }), shownMs);
    return () => clearTimeout(timer);
  }, [said]);
  return [said.text, useCallback((text: string) => setSaid({ text }), [])];
}
