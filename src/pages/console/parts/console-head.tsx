// The head of every view: where one is, where one can go, and the way to leave.

import { useEffect, useRef } from 'preact/hooks';
import { navLinks, type View } from '../models/routes';

export interface ConsoleHeadProps {
  view: View['name'];
  /** Absent where no key was given. */
  onForgetKey?: () => void;
}

export function ConsoleHead({ view, onForgetKey }: ConsoleHeadProps) {
  const nav = useRef<HTMLElement>(null);
  // On a phone the links are wider than the screen.
  useEffect(() => {
    nav.current?.querySelector('[aria-current]')?.scrollIntoView({ block: 'nearest', inline: 'center' });
  }, [view]);
  return (
    <header class="console-head">
      <p class="console-name">
        <a href="#/">Console</a>
      </p>
      <nav ref={nav} aria-label="Console" class="console-nav">
        <ul>
          {navLinks.map(({ href, text, views }) => (
            <li key={href}>
              <a href={href} {...(views.includes(view) && { 'aria-current': 'page' })}>
                {text}
              </a>
            </li>
          ))}
        </ul>
      </nav>
      {onForgetKey && (
        <button type="button" class="button sign-out" onClick={onForgetKey}>
          Forget the key
        </button>
      )}
    </header>
  );
}
