'use strict';

/** Runs a unary call; resolves to { response, headers, trailers }, rejects with the call's error. */
function unary(client, method, request, metadata, options = {}) {
  return new Promise((resolve, reject) => {
    const seen = {};
    const call = client[method](request, metadata, options, (error, response) => {
      if (error) reject(error);
      else seen.response = response;
    });
    call.on('metadata', (headers) => (seen.headers = headers));
    call.on('status', (status) => {
      seen.trailers = status.metadata;
      if (status.code === 0) resolve(seen);
    });
  });
}

/** Opens a call with a stream of requests and one response. */
function clientStream(client, method, metadata, options = {}) {
  let call;
  const response = new Promise((resolve, reject) => {
    call = client[method](metadata, options, (error, answer) => (error ? reject(error) : resolve(answer)));
  });
  // Whoever cancels before waiting must not bring the process down.
  response.catch(() => {});
  call.on('error', () => {});
  return { call, response };
}

/** Reads a call's responses; resolves to { responses, headers, trailers }, rejects with the call's error. */
function readAll(call, onResponse = () => {}) {
  return new Promise((resolve, reject) => {
    const seen = { responses: [] };
    call.on('metadata', (headers) => (seen.headers = headers));
    call.on('data', (response) => {
      seen.responses.push(response);
      onResponse(response, seen.responses.length);
    });
    call.on('error', reject);
    call.on('status', (status) => {
      seen.trailers = status.metadata;
      if (status.code === 0) resolve(seen);
    });
  });
}

/** The error a promise ends with; throws when it does not. */
async function errorOf(promise) {
  try {
    await promise;
  } catch (error) {
    return error;
  }
  throw new Error('The call succeeded.');
}

module.exports = { unary, clientStream, readAll, errorOf };
