'use strict';
// Each value from the formula as it is printed, from the raw candles, without state from row to row: recursive means as the weighted
// sum they stand for, windows as slices. Slow on purpose, and written without sight of the implementation it checks.

const sum = (values) => values.reduce((total, one) => total + one, 0);
const mean = (values) => sum(values) / values.length;
const typical = (c) => (c.high + c.low + c.close) / 3;
const median = (c) => (c.high + c.low) / 2;

/** The last n of the first i + 1 values; null when there are fewer. */
const last = (values, i, n) => (i + 1 < n ? null : values.slice(i + 1 - n, i + 1));

const smaOf = (values, i, n) => {
  const window = last(values, i, n);
  return window && !window.includes(null) ? mean(window) : null;
};

/** x seeded with the mean of the first n, then weighted: (1-a)^k × seed + Σ a (1-a)^j x(t-j). */
const recursive = (values, i, n, a) => {
  if (i + 1 < n) {
    return null;
  }
  let total = 0;
  let weight = a;
  let j = i;
  for (; j >= n && weight > 1e-30; j--) {
    total += weight * values[j];
    weight *= 1 - a;
  }
  return j >= n ? total : total + (weight / a) * mean(values.slice(0, n));
};

const ema = (values, i, n) => recursive(values, i, n, 2 / (n + 1));
const wilder = (values, i, n) => recursive(values, i, n, 1 / n);

const rsiOf = (close, n) => {
  const changes = close.slice(1).map((one, i) => one - close[i]);
  const gains = changes.map((one) => Math.max(one, 0));
  const losses = changes.map((one) => Math.max(-one, 0));
  return close.map((_, i) => {
    if (i < n) {
      return null;
    }
    const loss = wilder(losses, i - 1, n);
    return loss === 0 ? 100 : 100 - 100 / (1 + wilder(gains, i - 1, n) / loss);
  });
};

const middleOf = (candles, i, n) => {
  const window = last(candles, i, n);
  return (
    window &&
    (Math.max(...window.map((one) => one.high)) + Math.min(...window.map((one) => one.low))) / 2
  );
};

const profileOf = (window, bins, share) => {
  const low = Math.min(...window.map((one) => one.low));
  const high = Math.max(...window.map((one) => one.high));
  const edges = Array.from({ length: bins + 1 }, (_, i) => low + (i * (high - low)) / bins);
  const volumes = Array.from({ length: bins }, (_, i) =>
    sum(
      window.map((one) => {
        const shared = Math.min(one.high, edges[i + 1]) - Math.max(one.low, edges[i]);
        return shared > 0 ? (one.volume * shared) / (one.high - one.low) : 0;
      }),
    ),
  );
  // A candle of one price lies in one bin.
  window
    .filter((one) => one.high === one.low)
    .forEach((one) => {
      const bin = Math.floor(((one.low - low) / (high - low)) * bins);
      volumes[Math.min(bin, bins - 1)] += one.volume;
    });
  const poc = volumes.indexOf(Math.max(...volumes));
  let [from, to] = [poc, poc];
  while (sum(volumes.slice(from, to + 1)) < share * sum(volumes)) {
    if ((volumes[to + 1] ?? -1) >= (volumes[from - 1] ?? -1)) {
      to++;
    } else {
      from--;
    }
  }
  return [(edges[poc] + edges[poc + 1]) / 2, edges[from], edges[to + 1]];
};

const flowsOf = (candles, i, n) => {
  const window = last(candles, i, n + 1);
  if (!window) {
    return null;
  }
  const flow = (keep) =>
    sum(
      window
        .slice(1)
        .map((one, j) =>
          keep(typical(one) - typical(window[j])) ? typical(one) * one.volume : 0,
        ),
    );
  return [flow((change) => change > 0), flow((change) => change < 0)];
};

function compute(series, other, p) {
  const { close, high, low, volume, candles } = series;
  const rows = (value) => close.map((_, i) => value(i));
  const found = [];
  const add = (output, values) => found.push({ source: 'formula', output, values });

  add('ema.ema', rows((i) => ema(close, i, p.ema.period)));
  const macd = rows((i) =>
    i + 1 < p.macd.slow ? null : ema(close, i, p.macd.fast) - ema(close, i, p.macd.slow),
  );
  const begun = macd.slice(p.macd.slow - 1);
  const signal = rows((i) => ema(begun, i - (p.macd.slow - 1), p.macd.signal));
  add('macd.signal', signal);
  add('macd.histogram', rows((i) => (signal[i] === null ? null : macd[i] - signal[i])));

  add('rsi.rsi', rsiOf(close, p.rsi.period));
  const rsi = rsiOf(close, p.stoch_rsi.rsi);
  const raw = rows((i) => {
    const window = last(rsi, i, p.stoch_rsi.period);
    if (!window || window.includes(null)) {
      return null;
    }
    const [least, most] = [Math.min(...window), Math.max(...window)];
    return most === least ? 50 : (100 * (rsi[i] - least)) / (most - least);
  });
  const k = rows((i) => smaOf(raw, i, p.stoch_rsi.smoothing));
  add('stoch_rsi.stoch_rsi', raw);
  add('stoch_rsi.k', k);
  add('stoch_rsi.d', rows((i) => smaOf(k, i, p.stoch_rsi.signal)));

  const { conversion, base, span, displacement } = p.ichimoku;
  const before = (i, value) => (i < displacement ? null : value(i - displacement));
  add(
    'ichimoku.senkou_a',
    rows((i) =>
      before(i, (t) =>
        t + 1 < span
          ? null
          : (middleOf(candles, t, conversion) + middleOf(candles, t, base)) / 2,
      ),
    ),
  );
  add('ichimoku.senkou_b', rows((i) => before(i, (t) => middleOf(candles, t, span))));
  add('ichimoku.chikou', close);

  const medians = candles.map(median);
  const fast = rows((i) => smaOf(medians, i, p.ao.fast));
  const slow = rows((i) => smaOf(medians, i, p.ao.slow));
  const ao = rows((i) => (slow[i] === null ? null : fast[i] - slow[i]));
  const aoSignal = rows((i) => smaOf(ao, i, p.ao.signal));
  add('ao.fast_ma', fast);
  add('ao.slow_ma', slow);
  add('ao.signal', aoSignal);
  add('ao.histogram', rows((i) => (aoSignal[i] === null ? null : ao[i] - aoSignal[i])));

  add('mfi.positive_flow', rows((i) => flowsOf(candles, i, p.mfi.period)?.[0] ?? null));
  add('mfi.negative_flow', rows((i) => flowsOf(candles, i, p.mfi.period)?.[1] ?? null));

  add('volume.volume', volume);
  add(
    'volume.volume_ratio',
    rows((i) => {
      const average = smaOf(volume, i, p.volume.period);
      return average === null ? null : volume[i] / average;
    }),
  );

  const change = (values, i) => (i === 0 ? null : values[i] / values[i - 1] - 1);
  const returns = rows((i) => change(close, i));
  const others = rows((i) => change(other.close, i));
  add('returns.return', returns);
  add(
    'returns.volatility',
    rows((i) => {
      const window = last(returns, i, p.returns.period);
      if (!window || window.includes(null)) {
        return null;
      }
      const average = mean(window);
      return Math.sqrt(
        sum(window.map((one) => (one - average) ** 2)) / (p.returns.period - 1),
      );
    }),
  );
  add(
    'correlation.correlation',
    rows((i) => {
      const [x, y] = [returns, others].map((one) => last(one, i, p.correlation.period));
      if (!x || x.includes(null)) {
        return null;
      }
      const [mx, my] = [mean(x), mean(y)];
      const products = sum(x.map((one, j) => (one - mx) * (y[j] - my)));
      const squares = (values, m) => Math.sqrt(sum(values.map((one) => (one - m) ** 2)));
      return products / (squares(x, mx) * squares(y, my));
    }),
  );

  const ranges = rows((i) =>
    i === 0
      ? null
      : Math.max(
          high[i] - low[i],
          Math.abs(high[i] - close[i - 1]),
          Math.abs(low[i] - close[i - 1]),
        ),
  );
  add('atr.atr', rows((i) => wilder(ranges.slice(1), i - 1, p.atr.period)));

  add(
    'vwap.session_volume',
    rows((i) => sum(volume.slice(i - (i % series.session), i + 1))),
  );
  add(
    'vwap_rolling.vwap',
    rows((i) => {
      const window = last(candles, i, p.vwap_rolling.period);
      return (
        window &&
        sum(window.map((one) => typical(one) * one.volume)) / sum(window.map((one) => one.volume))
      );
    }),
  );

  const profile = rows((i) => {
    const window = last(candles, i, p.volume_profile.period);
    return window && profileOf(window, p.volume_profile.bins, p.volume_profile.value_area);
  });
  ['point_of_control', 'value_low', 'value_high'].forEach((name, at) =>
    add(`volume_profile.${name}`, rows((i) => profile[i]?.[at] ?? null)),
  );
  const slowK = rows((i) => {
    const fastOf = (t) => {
      const window = last(candles, t, p.stochastic.period);
      if (!window) {
        return null;
      }
      const least = Math.min(...window.map((one) => one.low));
      const most = Math.max(...window.map((one) => one.high));
      return most === least ? 50 : (100 * (close[t] - least)) / (most - least);
    };
    const window = Array.from({ length: p.stochastic.slowing }, (_, j) => i - j);
    const values = window.map((t) => (t < 0 ? null : fastOf(t)));
    return values.includes(null) ? null : mean(values);
  });
  const mfi = rows((i) => {
    const flows = flowsOf(candles, i, p.mfi.period);
    return flows && (sum(flows) === 0 ? 50 : (100 * flows[0]) / sum(flows));
  });
  const places = candles.map((one) =>
    one.high === one.low
      ? 0
      : (one.volume * (one.close - one.low - (one.high - one.close))) / (one.high - one.low),
  );
  const adl = rows((i) => sum(places.slice(0, i + 1)));
  const signed = rows((i) => (i === 0 ? 0 : Math.sign(close[i] - close[i - 1]) * volume[i]));
  const obv = rows((i) => sum(signed.slice(0, i + 1)));
  // Ready rows only: an indicator whose outputs are ready together tells none of them before.
  const from = (values, first) => values.map((one, i) => (i < first ? null : one));
  const { slow: slowest, signal: smoothed } = p.macd;
  const readyMacd = from(macd, slowest + smoothed - 2);
  const readyAo = from(ao, p.ao.slow + p.ao.signal - 2);
  const { period, slowing, signal: averaged } = p.stochastic;
  const readyK = from(slowK, period + slowing + averaged - 3);
  const readyVolume = from(volume, p.volume.period - 1);
  const signals = [
    ['macd', readyMacd, close],
    ['rsi', rsiOf(close, p.rsi.period)],
    ['stochastic', readyK],
    ['ao', readyAo, close],
    ['adl', adl],
    ['obv', obv],
    ['mfi', mfi],
    ['volume', readyVolume],
  ];
  for (const [name, values, prices] of signals) {
    const { mean: period, window: width } = p[`${name}_signals`];
    const compare = (one, other, i) => {
      const scale = Math.max(Math.abs(one), Math.abs(other), prices ? prices[i] : 0);
      return Math.abs(one - other) <= 1e-9 * scale ? 0 : Math.sign(one - other);
    };
    const means = rows((i) => smaOf(values, i, period));
    add(`${name}_signals.mean`, means);
    add(
      `${name}_signals.trend`,
      rows((i) => (means[i] === null ? null : compare(values[i], means[i], i))),
    );
    add(
      `${name}_signals.divergence`,
      rows((i) => {
        const before = i < width ? [null] : values.slice(i - width, i);
        if (before.includes(null)) {
          return null;
        }
        const closes = close.slice(i - width, i);
        if (closes.every((one) => close[i] > one)) {
          return before.every((one) => compare(values[i], one, i) > 0) ? 0 : -1;
        }
        if (closes.every((one) => close[i] < one)) {
          return before.every((one) => compare(values[i], one, i) < 0) ? 0 : 1;
        }
        return 0;
      }),
    );
  }
  return found;
}

module.exports = { compute };
