// The console: asks for the function key if the API wants one, then shows the view that the url names.

import { useMemo, useState } from 'preact/hooks';
import { makeConsoleApi } from './console-api';
import type { View } from './models/routes';
import { ConsoleContext } from './parts/console-context';
import { ConsoleHead } from './parts/console-head';
import { useSaid } from './parts/use-said';
import { useView } from './parts/use-view';
import { forgetKey, keepKey, keptKey } from './session';
import { CartsView } from './views/carts';
import { MessagesView } from './views/messages';
import { OrderView } from './views/order';
import { OrdersView } from './views/orders';
import { ParcelsView } from './views/parcels';
import { ProductView } from './views/product';
import { ProductsView } from './views/products';
import { SignIn } from './views/sign-in';
import { TodayView } from './views/today';
import { WebhooksView } from './views/webhooks';

export function App() {
  const [key, setKey] = useState(keptKey);
  const [isAsking, setAsking] = useState<'no' | 'first' | 'wrong'>('no');
  const [said, announce] = useSaid();
  const api = useMemo(() => makeConsoleApi(key, () => setAsking(key === undefined ? 'first' : 'wrong')), [key]);
  const shared = useMemo(() => ({ api, announce }), [api, announce]);
  const view = useView();
  if (isAsking !== 'no') {
    return (
      <SignIn
        isWrong={isAsking === 'wrong'}
        onKey={(given) => {
          keepKey(given);
          setKey(given);
          setAsking('no');
        }}
      />
    );
  }
  const signOut = () => {
    forgetKey();
    setKey(undefined);
    setAsking('first');
  };
  return (
    <ConsoleContext.Provider value={shared}>
      <button type="button" class="button skip" onClick={focusContent}>
        Skip to the content
      </button>
      <ConsoleHead view={view.name} {...(key !== undefined && { onForgetKey: signOut })} />
      <main id="content" tabIndex={-1}>
        <ViewOf view={view} />
      </main>
      <p class="said" role="status">
        {said}
      </p>
    </ConsoleContext.Provider>
  );
}

/** A button and no link: the fragment of the url names the view, so it cannot name a place in it. */
function focusContent(): void {
  document.getElementById('content')?.focus();
}

function ViewOf({ view }: { view: View }) {
  switch (view.name) {
    case 'today':
      return <TodayView />;
    case 'orders':
      return <OrdersView query={view.query} />;
    case 'order':
      return <OrderView key={view.orderId} orderId={view.orderId} />;
    case 'parcels':
      return <ParcelsView warehouse={view.warehouse} />;
    case 'products':
      return <ProductsView />;
    case 'product':
      return <ProductView key={view.sku} sku={view.sku} />;
    case 'carts':
      return <CartsView />;
    case 'webhooks':
      return <WebhooksView query={view.query} />;
    case 'messages':
      return <MessagesView />;
    case 'unknown':
      return (
        <>
          <h1>There is no such page</h1>
          <p>
            <a href="#/">Begin with what needs somebody.</a>
          </p>
        </>
      );
  }
}
