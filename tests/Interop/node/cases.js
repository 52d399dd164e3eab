'use strict';
// The interoperability cases. Names and numbers are those of their public description.

const assert = require('node:assert/strict');
const { status, compressionAlgorithms } = require('@grpc/grpc-js');
const { unary, clientStream, readAll, errorOf } = require('./calls');

const LARGE_REQUEST = 271_828;
const LARGE_RESPONSE = 314_159;
const REQUEST_SIZES = [27_182, 8, 1_828, 45_904];
const RESPONSE_SIZES = [31_415, 9, 2_653, 58_979];
const NO_COMPRESS = 2;
const GZIP = { 'grpc.default_compression_algorithm': compressionAlgorithms.gzip };

const zeros = (bytes) => ({ body: Buffer.alloc(bytes) });
const large = () => ({ response_size: LARGE_RESPONSE, payload: zeros(LARGE_REQUEST) });
const ping = (response, request) => ({ response_parameters: [{ size: response }], payload: zeros(request) });
const sizes = (responses) => responses.map((response) => response.payload.body.length);

function assertZeros(payload, size) {
  assert.equal(payload.type, 'COMPRESSABLE');
  assert.ok(payload.body.equals(Buffer.alloc(size)), `expected ${size} zeros, got ${payload.body.length} bytes`);
}

async function assertEnds(promise, code, message) {
  const error = await errorOf(promise);
  assert.equal(error.code, code, error.message);
  if (message !== undefined) assert.equal(error.details, message);
}

async function emptyUnary(at) {
  const { response } = await unary(at.service(), 'EmptyCall', {}, at.metadata());
  assert.deepEqual({ ...response }, {});
}

async function largeUnary(at) {
  const { response } = await unary(at.service(), 'UnaryCall', large(), at.metadata());
  assertZeros(response.payload, LARGE_RESPONSE);
}

async function clientCompressedUnary(at) {
  const call = (client, value) =>
    unary(client, 'UnaryCall', { ...large(), expect_compressed: { value } }, at.metadata());
  await assertEnds(call(at.service(), true), status.INVALID_ARGUMENT);
  assertZeros((await call(at.service(GZIP), true)).response.payload, LARGE_RESPONSE);
  assertZeros((await call(at.service(), false)).response.payload, LARGE_RESPONSE);
}

async function serverCompressedUnary(at) {
  for (const value of [true, false]) {
    const request = { ...large(), response_compressed: { value } };
    const { response } = await unary(at.service(), 'UnaryCall', request, at.metadata());
    assertZeros(response.payload, LARGE_RESPONSE);
    assert.deepEqual(at.answers.compressed, [value]);
  }
}

async function clientStreaming(at) {
  const { call, response } = clientStream(at.service(), 'StreamingInputCall', at.metadata());
  for (const size of REQUEST_SIZES) call.write({ payload: zeros(size) });
  call.end();
  assert.equal((await response).aggregated_payload_size, 74_922);
}

async function clientCompressedStreaming(at) {
  const first = { expect_compressed: { value: true }, payload: zeros(27_182) };
  const second = { expect_compressed: { value: false }, payload: zeros(45_904) };

  const probe = clientStream(at.service(), 'StreamingInputCall', at.metadata());
  probe.call.write(first);
  await assertEnds(probe.response, status.INVALID_ARGUMENT);

  const { call, response } = clientStream(at.service(GZIP), 'StreamingInputCall', at.metadata());
  call.write(first);
  // grpc-js takes a message's flags in the place of the encoding.
  call.write(second, NO_COMPRESS);
  call.end();
  assert.equal((await response).aggregated_payload_size, 73_086);
}

async function serverStreaming(at) {
  const request = { response_parameters: RESPONSE_SIZES.map((size) => ({ size })) };
  const { responses } = await readAll(at.service().StreamingOutputCall(request, at.metadata()));
  assert.deepEqual(sizes(responses), RESPONSE_SIZES);
}

async function serverCompressedStreaming(at) {
  const request = {
    response_parameters: [
      { size: 31_415, compressed: { value: true } },
      { size: 92_653, compressed: { value: false } },
    ],
  };
  const { responses } = await readAll(at.service().StreamingOutputCall(request, at.metadata()));
  assert.deepEqual(sizes(responses), [31_415, 92_653]);
  assert.deepEqual(at.answers.compressed, [true, false]);
}

async function pingPong(at) {
  const call = at.service().FullDuplexCall(at.metadata());
  const { responses } = await new Promise((resolve, reject) => {
    readAll(call, (_, count) => {
      if (count < RESPONSE_SIZES.length) call.write(ping(RESPONSE_SIZES[count], REQUEST_SIZES[count]));
      else call.end();
    }).then(resolve, reject);
    call.write(ping(RESPONSE_SIZES[0], REQUEST_SIZES[0]));
  });
  assert.deepEqual(sizes(responses), RESPONSE_SIZES);
}

async function emptyStream(at) {
  const call = at.service().FullDuplexCall(at.metadata());
  call.end();
  assert.equal((await readAll(call)).responses.length, 0);
}

async function cancelAfterBegin(at) {
  const { call, response } = clientStream(at.service(), 'StreamingInputCall', at.metadata());
  call.cancel();
  await assertEnds(response, status.CANCELLED);
}

async function cancelAfterFirstResponse(at) {
  const call = at.service().FullDuplexCall(at.metadata());
  let received = 0;
  const end = readAll(call, (response) => {
    received = response.payload.body.length;
    call.cancel();
  });
  call.write(ping(31_415, 27_182));
  await assertEnds(end, status.CANCELLED);
  assert.equal(received, 31_415);
}

async function timeoutOnSleepingServer(at) {
  const call = at.service().FullDuplexCall(at.metadata(), { deadline: Date.now() + 1 });
  call.write({ payload: zeros(27_182) });
  await assertEnds(readAll(call), status.DEADLINE_EXCEEDED);
}

async function customMetadata(at) {
  const initial = 'x-grpc-test-echo-initial';
  const trailing = 'x-grpc-test-echo-trailing-bin';
  const metadata = () =>
    at.metadata({ [initial]: 'test_initial_metadata_value', [trailing]: Buffer.from('ababab', 'hex') });
  const assertEchoed = ({ headers, trailers }) => {
    assert.deepEqual(headers.get(initial), ['test_initial_metadata_value']);
    assert.deepEqual(trailers.get(trailing), [Buffer.from('ababab', 'hex')]);
  };

  const answer = await unary(at.service(), 'UnaryCall', large(), metadata());
  assertZeros(answer.response.payload, LARGE_RESPONSE);
  assertEchoed(answer);

  const call = at.service().FullDuplexCall(metadata());
  call.write(ping(LARGE_RESPONSE, LARGE_REQUEST));
  call.end();
  const answers = await readAll(call);
  assert.deepEqual(sizes(answers.responses), [LARGE_RESPONSE]);
  assertEchoed(answers);
}

async function statusCodeAndMessage(at) {
  const response_status = { code: status.UNKNOWN, message: 'test status message' };
  await assertEnds(
    unary(at.service(), 'UnaryCall', { response_status }, at.metadata()),
    status.UNKNOWN,
    response_status.message,
  );
  const call = at.service().FullDuplexCall(at.metadata());
  call.write({ response_status });
  call.end();
  await assertEnds(readAll(call), status.UNKNOWN, response_status.message);
}

async function specialStatusMessage(at) {
  const message = '\t\ntest with whitespace\r\nand Unicode BMP ☺ and non-BMP 😈\t\n';
  const request = { response_status: { code: status.UNKNOWN, message } };
  await assertEnds(unary(at.service(), 'UnaryCall', request, at.metadata()), status.UNKNOWN, message);
}

const unimplementedMethod = (at) =>
  assertEnds(unary(at.service(), 'UnimplementedCall', {}, at.metadata()), status.UNIMPLEMENTED);

const unimplementedService = (at) =>
  assertEnds(unary(at.unimplementedService(), 'UnimplementedCall', {}, at.metadata()), status.UNIMPLEMENTED);

module.exports = {
  empty_unary: emptyUnary,
  large_unary: largeUnary,
  client_compressed_unary: clientCompressedUnary,
  server_compressed_unary: serverCompressedUnary,
  client_streaming: clientStreaming,
  client_compressed_streaming: clientCompressedStreaming,
  server_streaming: serverStreaming,
  server_compressed_streaming: serverCompressedStreaming,
  ping_pong: pingPong,
  empty_stream: emptyStream,
  cancel_after_begin: cancelAfterBegin,
  cancel_after_first_response: cancelAfterFirstResponse,
  timeout_on_sleeping_server: timeoutOnSleepingServer,
  custom_metadata: customMetadata,
  status_code_and_message: statusCodeAndMessage,
  special_status_message: specialStatusMessage,
  unimplemented_method: unimplementedMethod,
  unimplemented_service: unimplementedService,
};
