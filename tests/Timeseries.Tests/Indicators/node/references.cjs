'use strict';
// node references.cjs INPUT: computes every reference series of every file in INPUT and prints them as JSON.
// INPUT: {session, parameters: {indicator: {name: value}}, files: [{name, open, high, low, close, volume}]}

const fs = require('node:fs');
const libraries = require('./libraries.cjs');
const formulas = require('./formulas.cjs');

const input = JSON.parse(fs.readFileSync(process.argv[2], 'utf8'));

const files = input.files.map((file) => ({
  ...file,
  session: input.session,
  candles: file.close.map((close, i) => ({
    open: file.open[i],
    high: file.high[i],
    low: file.low[i],
    close,
    volume: file.volume[i],
  })),
}));

async function main() {
  const found = {};
  for (const file of files) {
    const other = files.find((one) => one !== file);
    found[file.name] = [
      ...(await libraries.compute(file, other, input.parameters)),
      ...formulas.compute(file, other, input.parameters),
    ];
  }
  process.stdout.write(JSON.stringify(found));
}

main();
