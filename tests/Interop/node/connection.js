'use strict';

const path = require('node:path');
const grpc = require('@grpc/grpc-js');
const loader = require('@grpc/proto-loader');

/** Clients of one target that put the same headers on each call. */
class Connection {
  #options;
  #packages;
  #clients = [];

  constructor(options, answers) {
    this.#options = options;
    this.answers = answers;
    const definition = loader.loadSync(path.join('grpc', 'testing', 'test.proto'), {
      includeDirs: [options.protos],
      keepCase: true,
      defaults: true,
      enums: String,
    });
    this.#packages = grpc.loadPackageDefinition(definition).grpc.testing;
  }

  /** Channel options make a client of its own, such as one that compresses. */
  service(channelOptions = {}) {
    return this.#client(this.#packages.TestService, channelOptions);
  }

  unimplementedService() {
    return this.#client(this.#packages.UnimplementedService, {});
  }

  metadata(entries = {}) {
    const metadata = new grpc.Metadata();
    for (const header of this.#options.header) {
      const [name, ...value] = header.split('=');
      metadata.set(name, value.join('='));
    }
    for (const [name, value] of Object.entries(entries)) metadata.set(name, value);
    return metadata;
  }

  close() {
    for (const client of this.#clients) client.close();
  }

  #client(Client, channelOptions) {
    const client = new Client(this.#options.target, grpc.credentials.createInsecure(), channelOptions);
    this.#clients.push(client);
    return client;
  }
}

module.exports = { Connection };
