// Subscribes from the first position, cuts its connection at random moments and resumes by position, until
// it has as many rows as asked for. Prints them, and what it saw, as JSON.
//   node resume.js ADDRESS KEY PROTOS SYMBOL ROWS SEED
'use strict';
const grpc = require('@grpc/grpc-js');
const loader = require('@grpc/proto-loader');

const [address, key, protos, symbol, rows, seed] = process.argv.slice(2);
const definition = loader.loadSync('platform/timeseries/v1/timeseries.proto', {
  includeDirs: [protos], keepCase: true, longs: String, oneofs: true, arrays: true,
});
const { TimeseriesService } = grpc.loadPackageDefinition(definition).platform.timeseries.v1;
const headers = new grpc.Metadata();
headers.set('x-api-key', key);

let state = Number(seed);
function random() {
  // Numerical Recipes' linear congruential generator: repeatable from the seed.
  state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
  return state / 2 ** 32;
}

const positions = new Map();
const bids = [];
let cuts = 0;
let caughtUp = 0;

function connect() {
  const client = new TimeseriesService(address, grpc.credentials.createInsecure());
  const call = client.SubscribeTicks({
    symbols: [symbol],
    start: { position: { positions: [...positions].map(([partition, offset]) => ({ partition, offset })) } },
    heartbeat_ms: 200,
  }, headers);
  let frames = 1 + Math.floor(random() * 2);
  let isOver = false;
  call.on('data', ({ frame }) => {
    if (isOver) return;
    for (const { partition, offset } of frame.positions) positions.set(partition, offset);
    if (frame.body === 'caught_up') caughtUp++;
    if (frame.body === 'ticks') for (const batch of frame.ticks.batches) bids.push(...batch.bid);
    const isDone = bids.length >= Number(rows) && caughtUp > 0;
    if (isDone || (frame.body === 'ticks' && --frames === 0)) {
      isOver = true;
      call.cancel();
      client.close();
      if (isDone) console.log(JSON.stringify({ bids, cuts, caughtUp }));
      else { cuts++; connect(); }
    }
  });
  call.on('error', (error) => {
    if (isOver) return;
    console.error(`${error.code} ${error.details}`);
    process.exit(1);
  });
}

connect();
