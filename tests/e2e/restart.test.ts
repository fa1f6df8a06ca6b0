// A stop with Ctrl-C and a restart with the same data folder: all data is kept, and no process runs in between.

import type { Cart, Order, Picture } from '../../client/api-types';
import { buy, orderEnd } from '../../scripts/shop/check-out';
import { loadDemoShop } from '../../scripts/shop/demo-shop';
import { expectStatus, makeShop } from '../../scripts/shop/shop-client';
import { pictureEnd, requestTicket, upload } from '../../scripts/shop/upload-picture';
import { makeJpeg } from '../helpers/jpeg';
import { makeOwnHost } from '../helpers/own-host';
import { ownHostTest } from '../helpers/own-host-test';
import { isListening, portsIn, processesNaming } from '../helpers/processes';

const own = makeOwnHost('restart');
afterAll(() => own.remove());

ownHostTest(
  'orders, carts and pictures survive a restart, and a stopped shop leaves no process and no open port',
  async () => {
    let host = await own.start();
    const shop = makeShop(() => host.origin);
    const guest = shop.guest();
    const sku = (await loadDemoShop(shop))[0]?.sku ?? '';
    const ports = [...portsIn(own.storage()), ...portsIn(host.origin)];
    const orderId = await buy(guest, sku, 1);
    expect((await orderEnd(guest, orderId)).state).toBe('delivered');
    expectStatus(await guest('POST', '/cart/lines', { body: { sku, quantity: 3 } }), 200);
    const ticket = await requestTicket(shop, sku);
    await upload(ticket, await makeJpeg({ width: 320, height: 200 }));
    expect((await pictureEnd(shop, ticket.pictureId)).state).toBe('ready');

    expect(ports).toHaveLength(4);
    expect(await host.stop()).toBe(0);
    expect(await Promise.all(ports.map(isListening))).toEqual([false, false, false, false]);
    expect(processesNaming(own.dataFolder)).toEqual([]);

    host = await own.start();
    try {
      expect((await guest<Order>('GET', `/orders/${orderId}`)).body).toMatchObject({ orderId, state: 'delivered' });
      expect((await guest<Cart>('GET', '/cart')).body).toMatchObject({ units: 3, lines: [{ sku, quantity: 3 }] });
      const picture = expectStatus(await shop.owner<Picture>('GET', `/pictures/${ticket.pictureId}`), 200);
      const downloads = (picture.renditions ?? []).map(({ url }) => shop.download(url));
      const sizes = (await Promise.all(downloads)).map((bytes) => bytes.length);
      expect(sizes).toEqual((picture.renditions ?? []).map(({ bytes }) => bytes));
      expect(sizes).toHaveLength(8);
    } finally {
      expect(await host.stop()).toBe(0);
    }
  },
);
