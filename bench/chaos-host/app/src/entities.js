// Entities whose sums must be exact. A ledger also counts how often it took each entry, and forwards it to the ledger
// "total".

const df = require('durable-functions');

df.app.entity('ledger', (context) => {
  const { operationName, entityId } = context.df;
  const ledger = context.df.getState(() => ({ sum: 0, taken: {} }));
  if (operationName === 'add') {
    const { id, amount } = context.df.getInput();
    ledger.sum += amount;
    if (entityId.key === 'total') ledger.taken.all = (ledger.taken.all ?? 0) + 1;
    else {
      ledger.taken[id] = (ledger.taken[id] ?? 0) + 1;
      context.df.signalEntity(new df.EntityId('ledger', 'total'), 'add', { id, amount });
    }
    context.df.setState(ledger);
  }
  context.df.return(ledger.sum);
});

df.app.entity('account', (context) => {
  const balance = context.df.getState(() => 0);
  const after = context.df.operationName === 'change' ? balance + context.df.getInput() : balance;
  context.df.setState(after);
  context.df.return(after);
});
