/** Two real charon daemons in two network namespaces play stories whose truth is what was done: their logs, for tests that no one here wrote. */
import { parseArgs } from 'node:util';
import { findLack } from './strongswan/machine.ts';
import { playAll } from './strongswan/play.ts';

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    out: { type: 'string', default: 'test/charon' },
    at: { type: 'string', default: '3' },
    runs: { type: 'string', default: '1' },
  },
});

const lack = findLack();
if (lack === undefined) process.exitCode = (await playAll(values.out, Number(values.at), Number(values.runs), positionals)) ? 0 : 1;
else console.log(`skipped: ${lack}`);
