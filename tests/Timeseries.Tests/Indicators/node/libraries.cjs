'use strict';
// What the two libraries compute. A series may be shorter than the candles: it is aligned at the last one. Where a library's
// convention differs, `from` leaves out the rows that still feel it, `rounded` is half of the unit it rounds to, and
// `note` says why.

const path = require('node:path');
const { pathToFileURL } = require('node:url');

const packages = process.env.NODE_PATH;
const ti = require(path.join(packages, 'technicalindicators'));
const TI = 'technicalindicators';
const TS = 'trading-signals';

/** The candles after which a recursive mean has forgotten how it was seeded, to 1e-15. */
const forgetting = (alpha) => Math.ceil(Math.log(1e-15) / Math.log(1 - alpha));

/** Feeds one of trading-signals' indicators; null while it has no result. */
const feed = (indicator, inputs) => inputs.map((one) => indicator.update(one, false) ?? null);

const field = (results, name) => results.map((one) => one?.[name] ?? null);

async function compute(series, other, parameters) {
  const ts = await import(pathToFileURL(path.join(packages, 'trading-signals/dist/index.js')));
  const { high, low, close, volume, candles } = series;
  const p = parameters;
  const found = [];
  const add = (source, output, values, more = {}) =>
    found.push({ source, output, values, ...more });

  add(TI, 'sma.sma', ti.SMA.calculate({ period: p.sma.period, values: close }));
  add(TS, 'sma.sma', feed(new ts.SMA(p.sma.period), close));

  const emaFrom = forgetting(2 / (p.ema.period + 1));
  add(TI, 'ema.ema', ti.EMA.calculate({ period: p.ema.period, values: close }));
  add(TS, 'ema.ema', feed(new ts.EMA(p.ema.period), close), {
    from: emaFrom,
    note: 'seeds with the first price',
  });

  const macd = ti.MACD.calculate({
    values: close,
    fastPeriod: p.macd.fast,
    slowPeriod: p.macd.slow,
    signalPeriod: p.macd.signal,
    SimpleMAOscillator: false,
    SimpleMASignal: false,
  });
  add(TI, 'macd.macd', field(macd, 'MACD'));
  add(TI, 'macd.signal', field(macd, 'signal'));
  add(TI, 'macd.histogram', field(macd, 'histogram'));
  const macd2 = feed(
    new ts.MACD(new ts.EMA(p.macd.fast), new ts.EMA(p.macd.slow), new ts.EMA(p.macd.signal)),
    close,
  );
  const macdFrom =
    p.macd.slow + forgetting(2 / (p.macd.slow + 1)) + forgetting(2 / (p.macd.signal + 1));
  const seeds = { from: macdFrom, note: 'seeds each mean with its first value' };
  add(TS, 'macd.macd', field(macd2, 'macd'), seeds);
  add(TS, 'macd.signal', field(macd2, 'signal'), seeds);
  add(TS, 'macd.histogram', field(macd2, 'histogram'), seeds);

  add(TI, 'rsi.rsi', ti.RSI.calculate({ period: p.rsi.period, values: close }), {
    rounded: 0.005,
    note: 'rounds to 0.01',
  });
  add(TS, 'rsi.rsi', feed(new ts.RSI(p.rsi.period), close));

  const bands = ti.BollingerBands.calculate({
    period: p.bollinger.period,
    stdDev: p.bollinger.deviations,
    values: close,
  });
  const bands2 = feed(new ts.BollingerBands(p.bollinger.period, p.bollinger.deviations), close);
  for (const name of ['upper', 'middle', 'lower']) {
    add(TI, `bollinger.${name}`, field(bands, name));
    add(TS, `bollinger.${name}`, field(bands2, name));
  }
  add(TI, 'bollinger.percent_b', field(bands, 'pb'));
  add(
    TS,
    'bollinger.width',
    feed(
      new ts.BollingerBandsWidth(
        new ts.BollingerBands(p.bollinger.period, p.bollinger.deviations),
      ),
      close,
    ),
  );

  const stochastic = ti.Stochastic.calculate({
    high,
    low,
    close,
    period: p.stochastic.period,
    signalPeriod: p.stochastic.signal,
  });
  add(TI, 'stochastic.fast_k', field(stochastic, 'k'));
  add(TI, 'stochastic.fast_d', field(stochastic, 'd'));
  const slow = feed(
    new ts.StochasticOscillator({
      kPeriod: p.stochastic.period,
      kSlowingPeriod: p.stochastic.slowing,
      dPeriod: p.stochastic.signal,
    }),
    candles,
  );
  add(TS, 'stochastic.slow_k', field(slow, 'stochK'));
  add(TS, 'stochastic.slow_d', field(slow, 'stochD'));

  add(
    TS,
    'stoch_rsi.stoch_rsi',
    feed(new ts.StochasticRSI(p.stoch_rsi.rsi), close).map((one) =>
      one === null ? null : 100 * one,
    ),
    { note: 'one period for both, 0 to 1' },
  );

  const cloud = ti.IchimokuCloud.calculate({
    high,
    low,
    conversionPeriod: p.ichimoku.conversion,
    basePeriod: p.ichimoku.base,
    spanPeriod: p.ichimoku.span,
    displacement: p.ichimoku.displacement,
  });
  const cloud2 = feed(
    new ts.IchimokuCloud({
      conversionInterval: p.ichimoku.conversion,
      baseInterval: p.ichimoku.base,
      spanBInterval: p.ichimoku.span,
    }),
    candles,
  );
  const lines = {
    tenkan: 'conversion',
    kijun: 'base',
    senkou_a_ahead: 'spanA',
    senkou_b_ahead: 'spanB',
  };
  for (const [ours, theirs] of Object.entries(lines)) {
    add(TI, `ichimoku.${ours}`, field(cloud, theirs));
    add(TS, `ichimoku.${ours}`, field(cloud2, theirs));
  }

  add(TI, 'adl.adl', ti.ADL.calculate({ high, low, close, volume }), {
    rounded: 0.5,
    note: 'rounds to whole numbers; takes high = low as 1',
  });
  add(TS, 'adl.adl', feed(new ts.AD(), candles));

  add(
    TI,
    'ao.ao',
    ti.AwesomeOscillator.calculate({
      high,
      low,
      fastPeriod: p.ao.fast,
      slowPeriod: p.ao.slow,
    }),
  );
  add(TS, 'ao.ao', feed(new ts.AO(p.ao.fast, p.ao.slow), candles));

  add(TI, 'obv.obv', ti.OBV.calculate({ close, volume }), { note: 'begins at the second candle' });
  add(TS, 'obv.obv', feed(new ts.OBV(2), candles), { note: 'begins at the second candle' });

  add(TS, 'mfi.mfi', feed(new ts.MFI(p.mfi.period), candles));

  add(TI, 'volume.volume_ma', ti.SMA.calculate({ period: p.volume.period, values: volume }));
  add(TS, 'volume.price_volume_trend', feed(new ts.PVT(), candles), {
    note: 'begins at the second candle',
  });

  add(
    TS,
    'returns.return',
    ts.getReturns(close).map((percent) => percent / 100),
    { note: 'in percent' },
  );
  const returns = [close, other.close].map((one) => ts.getReturns(one));
  const n = p.correlation.period;
  add(
    TS,
    'correlation.correlation',
    returns[0].map((_, i) =>
      i + 1 < n
        ? null
        : ts.getCorrelation(...returns.map((one) => one.slice(i + 1 - n, i + 1))),
    ),
  );

  add(TI, 'atr.atr', ti.ATR.calculate({ high, low, close, period: p.atr.period }));
  add(TI, 'atr.true_range', ti.TrueRange.calculate({ high, low, close }));
  add(TS, 'atr.atr', feed(new ts.ATR(p.atr.period), candles), {
    from: forgetting(1 / p.atr.period),
    note: 'counts high − low of the first candle',
  });
  add(TS, 'atr.true_range', feed(new ts.TR(), candles), { from: 1 });

  const sessions = [[], []];
  for (let start = 0; start < close.length; start += series.session) {
    const part = (one) => one.slice(start, start + series.session);
    sessions[0].push(
      ...ti.VWAP.calculate({
        high: part(high),
        low: part(low),
        close: part(close),
        volume: part(volume),
      }),
    );
    sessions[1].push(...feed(new ts.VWAP(), part(candles)));
  }
  add(TI, 'vwap.vwap', sessions[0]);
  add(TS, 'vwap.vwap', sessions[1]);

  const window = p.vwap_rolling.period;
  add(
    TS,
    'vwap_rolling.vwap',
    candles.map((_, i) =>
      i + 1 < window ? null : feed(new ts.VWAP(), candles.slice(i + 1 - window, i + 1)).at(-1),
    ),
    { note: 'begun anew for every window' },
  );
  return found;
}

module.exports = { compute };
