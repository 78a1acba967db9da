'use strict';
// The store child: the `clickhouse-local` program inside the chDB library (the first argument), with the other arguments given.
// The call blocks for the process's whole life; it ends itself when its stdin ends, so a stop and a dead parent look the same.
const ffi = require('node:ffi');
const [, , library, ...args] = process.argv;
const chdb = new ffi.DynamicLibrary(library);
const run = chdb.getFunction('chdb_query_cmdline', { arguments: ['int32', 'pointer'], return: 'pointer' });
const errorOf = chdb.getFunction('chdb_result_error', { arguments: ['pointer'], return: 'pointer' });
const words = ['clickhouse', ...args].map((word) => Buffer.from(`${word}\0`));
const argv = Buffer.alloc(8 * (words.length + 1)); // ends with a NULL pointer
words.forEach((word, i) => argv.writeBigUInt64LE(ffi.getRawPointer(word), i * 8));
const result = run(words.length, ffi.getRawPointer(argv));
const message = result && errorOf(result);
if (message) process.stderr.write(`${ffi.toString(message)}\n`);
process.exit(message ? 1 : 0);
