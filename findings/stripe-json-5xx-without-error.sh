#!/bin/sh
# One would guess: Stripe's official client throws when the response has status 503.
# What happens: stripe 23.1.0 only checks the body for `error`, and returns a gateway's 503 in JSON without it as the refund.
set -u

version=23.1.0
folder=$(mktemp -d) || exit 2
trap 'rm -rf "$folder"' EXIT
cd "$folder" || exit 2
npm init -y >/dev/null 2>&1 && npm install --silent --no-audit --no-fund --save-exact "stripe@$version" >/dev/null 2>&1 || {
  echo "stripe@$version could not be installed."
  exit 2
}

cat >try.js <<'JS'
const { createServer } = require('node:http');
const Stripe = require('stripe');

// A gateway in front of an API that is unavailable.
const gateway = createServer((request, response) => {
  request.resume();
  response.writeHead(503, { 'content-type': 'application/json' });
  response.end(JSON.stringify({ message: 'Service unavailable' }));
});

gateway.listen(0, '127.0.0.1', async () => {
  const place = { host: '127.0.0.1', port: gateway.address().port, protocol: 'http' };
  const stripe = new Stripe('sk_test_1', { ...place, maxNetworkRetries: 0, telemetry: false });
  console.log(`stripe ${Stripe.PACKAGE_VERSION}, Node ${process.version}: refunds.create, response 503 in JSON`);
  try {
    const refund = await stripe.refunds.create({ payment_intent: 'pi_1' });
    console.log(`returned as a result: ${JSON.stringify(refund)}, status ${refund.lastResponse.statusCode}`);
  } catch (error) {
    console.log(`thrown: ${error.type}, ${error.message}`);
    process.exitCode = 1;
  }
  gateway.closeAllConnections();
  gateway.close();
});
JS
node try.js
