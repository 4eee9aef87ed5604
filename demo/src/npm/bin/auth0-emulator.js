#!/usr/bin/env node
'use strict';
// Starts the distribution that is in this package, on its own Java runtime.
const {spawn} = require('node:child_process');
const path = require('node:path');

const home = path.join(__dirname, '..', 'dist');
const emulator = spawn(
  path.join(home, 'runtime', 'bin', 'java'),
  [
    '@' + path.join(home, 'lib', 'jvm.options'),
    '-cp',
    path.join(home, 'lib', '*'),
    'dev.portcullis.demo.EmulatorMain',
    ...process.argv.slice(2),
  ],
  {stdio: 'inherit'},
);
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) {
  process.on(signal, () => emulator.kill(signal));
}
emulator.on('error', error => {
  console.error(`auth0-emulator: ${error.message}`);
  process.exit(1);
});
emulator.on('exit', (code, signal) => process.exit(signal ? 1 : code));
