'use strict';
// One interoperability case: node client.js --case NAME --target HOST:PORT --protos DIR [--header NAME=VALUE]…
// Exit code 0 when it holds; otherwise 1 and what was wrong. `--case list` prints the names.

const { parseArgs } = require('node:util');
const { watchAnswers } = require('./frame-flags');

// Before grpc-js takes hold of http2.
const answers = watchAnswers();
const { Connection } = require('./connection');
const cases = require('./cases');

const { values: options } = parseArgs({
  options: {
    case: { type: 'string' },
    target: { type: 'string' },
    protos: { type: 'string' },
    header: { type: 'string', multiple: true, default: [] },
    timeout_ms: { type: 'string', default: '60000' },
  },
});

async function main() {
  if (options.case === 'list') {
    console.log(Object.keys(cases).join('\n'));
    return;
  }
  const run = cases[options.case];
  if (!run) throw new Error(`There is no case ${options.case}; there are: ${Object.keys(cases).join(', ')}`);
  const connection = new Connection(options, answers);
  const tooLate = setTimeout(() => {
    console.error(`${options.case}: no end after ${options.timeout_ms} ms`);
    process.exit(1);
  }, Number(options.timeout_ms));
  await run(connection);
  clearTimeout(tooLate);
  connection.close();
  console.log(`${options.case}: holds`);
}

main().catch((error) => {
  console.error(`${options.case}: ${error.stack}`);
  process.exit(1);
});
