/** What a router shows at arming and at the end is kept beside what was frozen at the trigger, and never taken for it. */
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { readBundle } from '../../src/bundle/read.ts';
import { captureTunnel } from '../../src/capture/capture-tunnel.ts';
import { keepBundle } from '../../src/capture/keep-bundle.ts';
import { isLogFile, showOf } from '../../src/ios/shows/index.ts';
import { openStage } from './stage.ts';

it('the bundle holds each show three times, and only that of the trigger says what stood then', async () => {
  const change = (text: string): string => `${text}\nshows: ["show ip interface brief | include {local}", show logging | include CRYPTO]\n`;
  await using stage = await openStage({ change });
  const plan = await stage.plan();
  const { fetched } = await captureTunnel(stage.context, plan, stage.playbook, () => stage.lab.play('delete-lost', 'b', 5));
  if (fetched === undefined) throw new Error('nothing was fetched');
  const folder = join(mkdtempSync(join(tmpdir(), 'flaptrap-')), 'bundle');
  await keepBundle(folder, plan, fetched, 0);
  const names = readdirSync(join(folder, 'b'));
  for (const name of [
    'show_crypto_ipsec_sa_detail.txt',
    'show_at_arming_crypto_ipsec_sa_detail.txt',
    'show_at_end_crypto_ipsec_sa_detail.txt',
  ])
    expect(names).toContain(name);
  expect(readFileSync(join(folder, 'b', 'show_at_arming_ip_interface_brief_include_198_51_100_1.txt'), 'utf8')).toContain('198.51.100.1');
  const others = names.filter((name) => name.startsWith('show_at_'));
  expect(others.filter((name) => isLogFile(name) || showOf(name) !== undefined)).toEqual([]);
  const { bundle } = await readBundle(folder);
  expect(bundle.doubts).toEqual([]);
  expect(fetched.b.failures).toEqual([]);
  rmSync(folder, { recursive: true });
});

it('a show that is not known does not keep a tunnel from being armed, and what is optional is not missed', async () => {
  const change = (text: string): string => `${text}\nevidence: [core, ha]\nshows: [show of something new]\n`;
  await using stage = await openStage({ change });
  const plan = await stage.plan();
  const { fetched } = await captureTunnel(stage.context, plan, stage.playbook, () => stage.lab.play('delete-lost', 'b', 5));
  expect(fetched?.b.failures.join()).toContain('it held the answer to `show of something new`');
  expect(fetched?.b.failures.join()).not.toContain('standby');
  expect(fetched?.b.evidence.some(({ name }) => name.includes('something_new'))).toBe(false);
});
