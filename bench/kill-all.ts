/** The proofs by kill, with the same options: captures whose record are files, captures out of a store, and those at each thing that they make durable. */
import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';

const codes = ['kill.js', 'kill-stored.js', 'kill-marks.js'].map((name) => {
  const script = fileURLToPath(new URL(name, import.meta.url));
  return spawnSync(process.execPath, [script, ...process.argv.slice(2)], { stdio: 'inherit' }).status ?? 1;
});
process.exitCode = Math.max(...codes);
