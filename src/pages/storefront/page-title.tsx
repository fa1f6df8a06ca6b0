// The heading of a view. A view that was navigated to takes the focus, so that a screen reader tells where one is.

import { useEffect, useRef } from 'preact/hooks';

export function PageTitle({ children }: { children: string }) {
  const heading = useRef<HTMLHeadingElement>(null);
  useEffect(() => {
    document.title = `${children} · Cartwright`;
    const isFirstView = history.state === null;
    if (!isFirstView) heading.current?.focus({ preventScroll: true });
  }, [children]);
  return (
    <h1 ref={heading} tabIndex={-1}>
      {children}
    </h1>
  );
}
