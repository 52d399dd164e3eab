'use strict';
// node indicators.cjs COUNT ROUNDS MILLISECONDS: candles a second of technicalindicators, every indicator by itself and all in turn, as
// JSON {name: [round, …]}. The candles are a random walk; a library's speed does not depend on the prices.

const path = require('node:path');
const ti = require(path.join(process.env.NODE_PATH, 'technicalindicators'));

const [count, rounds, milliseconds] = process.argv.slice(2).map(Number);

const [open, high, low, close, volume] = [[], [], [], [], []];
let price = 100;
for (let i = 0; i < count; i++) {
  open.push(price);
  price *= 1 + (Math.random() - 0.5) * 0.01;
  close.push(price);
  high.push(Math.max(open[i], price) * (1 + Math.random() * 0.002));
  low.push(Math.min(open[i], price) * (1 - Math.random() * 0.002));
  volume.push(Math.floor(Math.random() * 1e6));
}

const all = {
  sma: () => ti.SMA.calculate({ period: 20, values: close }),
  ema: () => ti.EMA.calculate({ period: 20, values: close }),
  macd: () =>
    ti.MACD.calculate({
      values: close,
      fastPeriod: 12,
      slowPeriod: 26,
      signalPeriod: 9,
      SimpleMAOscillator: false,
      SimpleMASignal: false,
    }),
  ichimoku: () =>
    ti.IchimokuCloud.calculate({
      high,
      low,
      conversionPeriod: 9,
      basePeriod: 26,
      spanPeriod: 52,
      displacement: 26,
    }),
  rsi: () => ti.RSI.calculate({ period: 14, values: close }),
  stochastic: () => ti.Stochastic.calculate({ high, low, close, period: 14, signalPeriod: 3 }),
  stoch_rsi: () =>
    ti.StochasticRSI.calculate({
      values: close,
      rsiPeriod: 14,
      stochasticPeriod: 14,
      kPeriod: 3,
      dPeriod: 3,
    }),
  ao: () => ti.AwesomeOscillator.calculate({ high, low, fastPeriod: 5, slowPeriod: 34 }),
  bollinger: () => ti.BollingerBands.calculate({ period: 20, stdDev: 2, values: close }),
  atr: () => ti.ATR.calculate({ high, low, close, period: 14 }),
  adl: () => ti.ADL.calculate({ high, low, close, volume }),
  obv: () => ti.OBV.calculate({ close, volume }),
  mfi: () => ti.MFI.calculate({ high, low, close, volume, period: 14 }),
  vwap: () => ti.VWAP.calculate({ high, low, close, volume }),
};
all['all of them'] = () =>
  Object.entries(all).forEach(([name, run]) => name !== 'all of them' && run());

const found = Object.fromEntries(Object.keys(all).map((name) => [name, []]));
for (let round = -1; round < rounds; round++) {
  for (const [name, run] of Object.entries(all)) {
    const begin = performance.now();
    let runs = 0;
    do {
      run();
      runs++;
    } while (performance.now() - begin < milliseconds);
    // The first round compiles.
    if (round >= 0) {
      found[name].push((runs * count * 1000) / (performance.now() - begin));
    }
  }
}
process.stdout.write(JSON.stringify(found));
