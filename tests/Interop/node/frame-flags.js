'use strict';

const http2 = require('node:http2');

const PREFIX_BYTES = 5;

/** The compressed flag of each gRPC message, read off the bytes as they pass by. */
class FrameFlags {
  compressed = [];
  #prefix = Buffer.alloc(PREFIX_BYTES);
  #prefixBytes = 0;
  #bodyBytesLeft = 0;

  add(bytes) {
    while (bytes.length > 0) {
      if (this.#bodyBytesLeft > 0) {
        const body = Math.min(this.#bodyBytesLeft, bytes.length);
        this.#bodyBytesLeft -= body;
        bytes = bytes.subarray(body);
        continue;
      }
      this.#prefix[this.#prefixBytes++] = bytes[0];
      bytes = bytes.subarray(1);
      if (this.#prefixBytes === PREFIX_BYTES) {
        this.#prefixBytes = 0;
        this.#bodyBytesLeft = this.#prefix.readUInt32BE(1);
        this.compressed.push(this.#prefix[0] === 1);
      }
    }
  }
}

/**
 * grpc-js hides whether a message came compressed, so what each HTTP/2 stream receives is looked at before grpc-js
 * does. Returns an object whose `compressed` is the flags of the latest answer.
 */
function watchAnswers() {
  const answers = { compressed: [] };
  const connect = http2.connect;
  http2.connect = (...parameters) => {
    const session = connect(...parameters);
    const request = session.request;
    session.request = (...headers) => {
      const stream = request.apply(session, headers);
      const flags = new FrameFlags();
      answers.compressed = flags.compressed;
      const push = stream.push;
      stream.push = (chunk, ...rest) => {
        if (chunk) flags.add(chunk);
        return push.call(stream, chunk, ...rest);
      };
      return stream;
    };
    return session;
  };
  return answers;
}

module.exports = { watchAnswers };
