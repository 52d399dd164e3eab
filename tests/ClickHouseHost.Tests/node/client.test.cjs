// The official client against the host: run by NodeClientTests with HOST_URL, HOST_USER and HOST_PASSWORD.
'use strict';
const { test, before, after } = require('node:test');
const assert = require('node:assert/strict');
const { Readable } = require('node:stream');
const { createClient, ClickHouseError } = require('@clickhouse/client');

const options = {
  url: process.env.HOST_URL,
  username: process.env.HOST_USER,
  password: process.env.HOST_PASSWORD,
  database: 'trading_data',
  clickhouse_settings: { output_format_json_quote_64bit_integers: 1 },
};
let client;
before(() => {
  client = createClient(options);
});
after(() => client.close());

async function rows(query, query_params = {}, settings = {}) {
  const result = await client.query({
    query,
    query_params,
    format: 'JSONEachRow',
    clickhouse_settings: settings,
  });
  return result.json();
}

async function until(check, what) {
  const end = Date.now() + 60_000;
  while (!(await check())) {
    assert.ok(Date.now() < end, what);
    await new Promise((done) => setTimeout(done, 30));
  }
}

const running = async (mark) =>
  Number(
    (
      await rows(
        "SELECT count() AS n FROM system.processes WHERE position(query, {mark:String}) > 0 AND position(query, 'system.processes') = 0",
        { mark },
      )
    )[0].n,
  );

test('ping', async () => {
  assert.deepEqual(await client.ping(), { success: true });
  assert.equal((await client.ping({ select: true })).success, true);
});

test('wrong password', async () => {
  const stranger = createClient({ ...options, password: 'wrong' });
  await assert.rejects(stranger.query({ query: 'SELECT 1' }), (error) => {
    assert.ok(error instanceof ClickHouseError);
    assert.equal(error.code, '516');
    assert.equal(error.type, 'AUTHENTICATION_FAILED');
    return true;
  });
  await stranger.close();
});

test('query in several formats', async () => {
  const query = "SELECT number AS n, concat('x', toString(number)) AS s FROM numbers(2)";
  const read = async (format) => (await client.query({ query, format })).json();
  assert.deepEqual(await read('JSONEachRow'), [
    { n: '0', s: 'x0' },
    { n: '1', s: 'x1' },
  ]);
  assert.deepEqual(await read('JSONCompactEachRow'), [
    ['0', 'x0'],
    ['1', 'x1'],
  ]);
  assert.deepEqual(await read('JSONCompactEachRowWithNamesAndTypes'), [
    ['n', 's'],
    ['UInt64', 'String'],
    ['0', 'x0'],
    ['1', 'x1'],
  ]);
  assert.deepEqual(await read('JSONObjectEachRow'), {
    row_1: { n: '0', s: 'x0' },
    row_2: { n: '1', s: 'x1' },
  });
  const json = await read('JSON');
  assert.deepEqual(json.meta, [
    { name: 'n', type: 'UInt64' },
    { name: 's', type: 'String' },
  ]);
  assert.equal(json.rows, 2);
  assert.deepEqual(json.data[1], { n: '1', s: 'x1' });
  assert.deepEqual((await read('JSONCompact')).data, [
    ['0', 'x0'],
    ['1', 'x1'],
  ]);
  assert.deepEqual(await read('JSONColumnsWithMetadata').then((r) => r.data), {
    n: ['0', '1'],
    s: ['x0', 'x1'],
  });
  const text = async (format) => (await client.query({ query, format })).text();
  assert.equal(await text('CSV'), '0,"x0"\n1,"x1"\n');
  assert.equal(await text('CSVWithNames'), '"n","s"\n0,"x0"\n1,"x1"\n');
  assert.equal(await text('TabSeparatedWithNamesAndTypes'), 'n\ts\nUInt64\tString\n0\tx0\n1\tx1\n');
});

test('Parquet', async () => {
  const { stream } = await client.exec({
    query: 'SELECT number FROM numbers(100000) FORMAT Parquet',
  });
  const parts = [];
  for await (const part of stream) parts.push(part);
  const file = Buffer.concat(parts);
  assert.equal(file.subarray(0, 4).toString(), 'PAR1');
  assert.equal(file.subarray(-4).toString(), 'PAR1');
});

test('headers and summary', async () => {
  const result = await client.query({
    query: 'SELECT number FROM numbers(1000)',
    format: 'JSONEachRow',
    query_id: 'id of the client',
  });
  assert.equal(result.query_id, 'id of the client');
  assert.equal(result.response_headers['x-clickhouse-format'], 'JSONEachRow');
  assert.ok(result.response_headers['x-clickhouse-timezone']);
  await result.text();

  await client.command({ query: 'CREATE OR REPLACE TABLE summed (a UInt32) ENGINE = MergeTree ORDER BY a' });
  const inserted = await client.insert({
    table: 'summed',
    values: [{ a: 1 }, { a: 2 }, { a: 3 }],
    format: 'JSONEachRow',
  });
  assert.equal(inserted.executed, true);
  assert.equal(inserted.summary.written_rows, '3');
});

test('streamed select of a million rows', async () => {
  const result = await client.query({
    query: "SELECT number AS n, repeat('x', 20) AS s FROM numbers(1000000)",
    format: 'JSONEachRow',
  });
  let count = 0;
  let sum = 0;
  for await (const part of result.stream()) {
    for (const row of part) {
      count += 1;
      sum += Number(row.json().n);
    }
  }
  assert.equal(count, 1_000_000);
  assert.equal(sum, 499_999_500_000);
});

test('streamed select with headers in the stream', async () => {
  const result = await client.query({
    query: 'SELECT number AS n FROM numbers(500000)',
    format: 'CSVWithNames',
  });
  let count = 0;
  let heads = 0;
  for await (const part of result.stream()) {
    for (const row of part) {
      count += 1;
      if (row.text === '"n"') heads += 1;
    }
  }
  assert.equal(heads, 1);
  assert.equal(count, 500_001);
});

test('response compression', async () => {
  const packed = createClient({ ...options, compression: { response: true, request: true } });
  await packed.command({ query: 'CREATE OR REPLACE TABLE packed (a UInt32, s String) ENGINE = MergeTree ORDER BY a' });
  const values = Array.from({ length: 50_000 }, (_, a) => ({ a, s: `row ${a}` }));
  await packed.insert({ table: 'packed', values, format: 'JSONEachRow' });
  const result = await packed.query({ query: 'SELECT * FROM packed ORDER BY a', format: 'JSONEachRow' });
  assert.equal(result.response_headers['content-encoding'], 'gzip');
  assert.deepEqual(await result.json(), values);
  await packed.close();
});

test('streamed insert', async () => {
  await client.command({ query: 'CREATE OR REPLACE TABLE streamed (a UInt32, s String) ENGINE = MergeTree ORDER BY a' });
  const total = 200_000;
  await client.insert({
    table: 'streamed',
    values: Readable.from(
      (function* () {
        for (let a = 0; a < total; a += 1) yield { a, s: `it's "${a}"\n\t\\` };
      })(),
    ),
    format: 'JSONEachRow',
  });
  const [found] = await rows('SELECT count() AS n, sum(a) AS sum, any(s) AS s FROM streamed WHERE a = 7 OR 1');
  assert.equal(found.n, String(total));
  assert.equal(found.sum, String((total * (total - 1)) / 2));
  assert.equal((await rows('SELECT s FROM streamed WHERE a = 7'))[0].s, 'it\'s "7"\n\t\\');
});

test('inserts in other formats and with columns', async () => {
  await client.command({ query: "CREATE OR REPLACE TABLE others (a UInt32, s String DEFAULT 'd') ENGINE = MergeTree ORDER BY a" });
  await client.insert({ table: 'others', values: [[1, 'one']], format: 'JSONCompactEachRow' });
  await client.insert({ table: 'others', values: Readable.from(['2,"two"\n'], { objectMode: false }), format: 'CSV' });
  await client.insert({ table: 'others', values: [{ a: 3 }], columns: ['a'], format: 'JSONEachRow' });
  await client.insert({ table: 'others', values: [{ a: 4, s: 'x' }], columns: { except: ['s'] }, format: 'JSONEachRow' });
  await client.command({
    query: 'INSERT INTO others SELECT {a:UInt32}, {s:String}',
    query_params: { a: 5, s: 'five' },
  });
  assert.deepEqual(await rows('SELECT * FROM others ORDER BY a'), [
    { a: 1, s: 'one' },
    { a: 2, s: 'two' },
    { a: 3, s: 'd' },
    { a: 4, s: 'd' },
    { a: 5, s: 'five' },
  ]);
});

const awkward = 'quote \' double " back \\ tab \t line \n return \r nul \0 snow ☃ {a:UInt8} ; --';

for (const [type, value, expected] of [
  ['UInt8', 255],
  ['UInt16', 65535],
  ['UInt32', 4294967295],
  ['UInt64', 18446744073709551615n, '18446744073709551615'],
  ['Int8', -128],
  ['Int16', -32768],
  ['Int32', -2147483648],
  ['Int64', -9223372036854775808n, '-9223372036854775808'],
  ['Float32', 1.5],
  ['Float64', 1.0000000000000002],
  ['Float64', -1e308],
  ['String', awkward],
  ['String', ''],
  ['String', '\\N'],
  ['FixedString(5)', 'ab\\cd'],
  ['LowCardinality(String)', awkward],
  ['Nullable(String)', null],
  ['Nullable(String)', awkward],
  ['Nullable(UInt8)', null],
  ['LowCardinality(Nullable(String))', null],
  ['Array(UInt8)', [1, 2, 3]],
  ['Array(String)', [awkward, '', "it's", '[1,2]']],
  ['Array(Array(String))', [[awkward], [], ['x', 'y']]],
  ['Array(Nullable(Int32))', [1, null, -3]],
  ['Bool', true],
  ['Bool', false],
  ['Date', '2014-05-08'],
  ['DateTime', '2014-05-08 12:34:56'],
  ["DateTime('UTC')", '2014-05-08 12:34:56'],
  ['DateTime64(3)', '2014-05-08 12:34:56.789'],
  ["DateTime64(6, 'UTC')", '2014-05-08 12:34:56.789012'],
  ["Enum8('buy' = 1, 'sell' = -1)", 'sell'],
  ["Enum16('it\\'s' = 1000, 'b' = 2)", "it's"],
  ['Decimal(18, 5)', '12345.67891'],
  ['Decimal(38, 10)', '-1234567890123456789012345678.0123456789'],
  ['UUID', '61f0c404-5cb3-11e7-907b-a6006ad3dba0'],
  ['Tuple(UInt8, String)', undefined],
  ['Map(String, UInt8)', { a: 1, "b'": 2 }],
]) {
  if (value === undefined) continue;
  test(`parameter of type ${type}: ${String(value).slice(0, 20)}`, async () => {
    const settings = { output_format_json_quote_decimals: 1 };
    const [row] = await rows(`SELECT {p:${type}} AS p`, { p: value }, settings);
    assert.deepEqual(row.p, expected ?? value);

    // And the type survives a table.
    await client.command({ query: 'DROP TABLE IF EXISTS typed SYNC' });
    await client.command({
      query: `CREATE TABLE typed (p ${type}) ENGINE = MergeTree ORDER BY tuple() SETTINGS allow_nullable_key = 1`,
      clickhouse_settings: { allow_suspicious_low_cardinality_types: 1 },
    });
    await client.command({ query: `INSERT INTO typed SELECT {p:${type}}`, query_params: { p: value } });
    await client.insert({ table: 'typed', values: [row], format: 'JSONEachRow' });
    for (const stored of await rows('SELECT p FROM typed', {}, settings)) {
      assert.deepEqual(stored.p, expected ?? value);
    }
  });
}

test('a date as a parameter', async () => {
  const [row] = await rows("SELECT toUnixTimestamp64Milli({p:DateTime64(3, 'UTC')}) AS p", {
    p: new Date('2014-05-08T12:34:56.789Z'),
  });
  assert.equal(row.p, '1399552496789');
});

for (const [query, code, type] of [
  ['selec 1', '62', 'SYNTAX_ERROR'],
  ['SELECT * FROM nowhere', '60', 'UNKNOWN_TABLE'],
  ['SELECT {missing:UInt8}', '456', 'UNKNOWN_QUERY_PARAMETER'],
  ["SELECT throwIf(1, 'no luck')", '395', 'FUNCTION_THROW_IF_VALUE_IS_NON_ZERO'],
]) {
  test(`error ${type}`, async () => {
    await assert.rejects(client.query({ query }), (error) => {
      assert.ok(error instanceof ClickHouseError);
      assert.equal(error.code, code);
      assert.equal(error.type, type);
      if (code === '395') assert.match(error.message, /no luck/);
      return true;
    });
  });
}

test('error in the middle of a stream', async () => {
  const result = await client.query({
    query: "SELECT number, throwIf(number = 3000000, 'half way') FROM numbers(10000000)",
    format: 'JSONEachRow',
  });
  let count = 0;
  await assert.rejects(
    async () => {
      for await (const part of result.stream()) count += part.length;
    },
    (error) => {
      assert.ok(error instanceof ClickHouseError, String(error));
      assert.equal(error.code, '395');
      assert.match(error.message, /half way/);
      return true;
    },
  );
  assert.ok(count > 100_000 && count < 3_000_001);
});

test('error of an insert', async () => {
  await client.command({ query: 'CREATE OR REPLACE TABLE narrow (a UInt8) ENGINE = MergeTree ORDER BY a' });
  await assert.rejects(
    client.insert({ table: 'narrow', values: [{ a: 'many' }], format: 'JSONEachRow' }),
    (error) => error instanceof ClickHouseError && error.code === '27',
  );
  assert.equal((await rows('SELECT count() AS n FROM narrow'))[0].n, '0');
});

test('abort of a long query', async () => {
  const mark = `abort_${process.pid}`;
  const abort = new AbortController();
  const query = client.query({
    query: `SELECT count() AS ${mark} FROM system.numbers WHERE NOT ignore(number)`,
    abort_signal: abort.signal,
  });
  const failed = assert.rejects(query, /aborted/);
  await until(async () => (await running(mark)) === 1, 'it never ran');
  abort.abort();
  await failed;
  await until(async () => (await running(mark)) === 0, 'it went on after the abort');
});

test('closing a stream early', async () => {
  const mark = `early_${process.pid}`;
  const result = await client.query({
    query: `SELECT number AS ${mark} FROM system.numbers`,
    format: 'JSONEachRow',
  });
  const stream = result.stream();
  await new Promise((done) => stream.once('data', done));
  assert.equal(await running(mark), 1);
  result.close();
  await until(async () => (await running(mark)) === 0, 'it went on after the close');
});

test('parallel queries', async () => {
  const answers = await Promise.all(
    Array.from({ length: 40 }, (_, n) => rows('SELECT {n:UInt32} AS n, sleep(0.02) AS s', { n })),
  );
  answers.forEach(([row], n) => assert.equal(row.n, n));
});
