/** A capture without its output: each stream fails from the first word on, and the evidence comes home all the same. */
import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable, Writable } from 'node:stream';
import { expect, it, vi } from 'vitest';
import { run } from '../../src/cli/run.ts';
import { openTerminal } from '../../src/cli/screen.ts';
import { changesOf, UNTOUCHED } from '../capture/stage.ts';
import { startTestLab } from '../lab/lab-login.ts';
import { writeLabPlaybook } from './lab-playbook.ts';
import { shortenPauses } from './quick-pauses.ts';

const broken = (code: string): Writable =>
  new Writable({ write: (_chunk, _encoding, done) => done(Object.assign(new Error(`write ${code}`), { code })) });

it.each(['EPIPE', 'EIO', 'ENOSPC'])('a capture goes on to its end when both streams fail by %s', async (code) => {
  shortenPauses();
  const lab = await startTestLab({ speed: 60 });
  const folder = mkdtempSync(join(tmpdir(), 'flaptrap-'));
  const playbook = writeLabPlaybook(lab, folder, 'probe: false\ntail: 5s\npoll: 1s\n');
  const terminal = openTerminal({ input: Readable.from([]), output: broken(code), errors: broken(code) });
  const out = join(folder, 'captures');
  const ended = run(playbook, { state: join(folder, 'state'), out, yes: true }, terminal);
  // Armed: the watch is the last that both get.
  const watches = (): number =>
    [lab.a, lab.b].filter(({ router }) => router.eem.applets.some(({ name }) => name.endsWith('-WATCH')) && router.debugs.size > 1).length;
  await expect.poll(watches).toBe(2);
  lab.b.router.say(
    'CRYPTO-4-RECVD_PKT_INV_SPI',
    "decaps: rec'd IPSEC packet has invalid spi for destaddr=198.51.100.1, prot=50, spi=0xB761863E(3076621886), srcaddr=192.0.2.1",
  );
  expect(await ended).toBe(0);
  expect(readdirSync(join(out, readdirSync(out)[0] ?? ''))).toContain('report.json');
  expect([changesOf(lab, 'a'), changesOf(lab, 'b')]).toEqual([UNTOUCHED, UNTOUCHED]);
  await lab.close();
  vi.unstubAllEnvs();
  rmSync(folder, { recursive: true, force: true });
});
