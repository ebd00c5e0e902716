/** A bundle that the page saves says itself which packet files it leaves out. */
import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { NODE } from '../../src/bundle/disk/node.ts';
import { packBundle, packetFilesOf } from '../../src/bundle/pack.ts';
import { Redactor } from '../../src/ios/redact/redactor.ts';
import { judgeHere } from '../../src/page/judge-here.ts';
import { filesOfCase } from '../case/open.ts';

const PACKETS = readFileSync(new URL('../charon/delete-lost-at-rekey-ikev2.pcap', import.meta.url));

function dropped(path: string, bytes: Uint8Array) {
  return { path, bytes: bytes.length, read: async () => bytes };
}

const judged = (files: ReturnType<typeof dropped>[]) => judgeHere(files, NODE, Date.UTC(2026, 10, 26), () => undefined);

it('names each packet file as missing, and why, and holds the rest', async () => {
  const files = (await filesOfCase('delete-lost/124-xe')).map(({ path, bytes }) => dropped(`case/${path}`, bytes));
  const { bundle, verdict } = await judged([...files, dropped('case/a/packets.pcap', PACKETS)]);
  expect(packetFilesOf(bundle)).toEqual([{ side: 'a', name: 'packets.pcap' }]);
  const saved = await judged([dropped('saved.tar', await packBundle(bundle, new Redactor(), NODE))]);
  expect(saved.bundle.missing).toContain('a: packets.pcap: left out when the bundle was saved: in a packet file nothing can be hidden');
  expect(packetFilesOf(saved.bundle)).toEqual([]);
  expect(saved.verdict.incidents.map(({ cause }) => cause.id)).toEqual(verdict.incidents.map(({ cause }) => cause.id));
});

it('names nobody who captured, and no address in the name of a file that failed', async () => {
  const files = (await filesOfCase('delete-lost/124-xe')).map(({ path, bytes }) => dropped(`case/${path}`, bytes));
  const { bundle } = await judged(files);
  const { address } = bundle.tunnel.a;
  const failures = [
    { side: 'a' as const, what: `show_crypto_ipsec_sa_peer_${address.replaceAll('.', '_')}.txt`, why: `nothing came from ${address}` },
  ];
  const manifest = { schema: 'flaptrap.manifest/1' as const, by: 'noc-operator', clockProbes: [], files: [], failures };
  const redactor = new Redactor({ kinds: ['address', 'name', 'user'] });
  const saved = new TextDecoder().decode(await packBundle({ ...bundle, manifest }, redactor, NODE));
  expect(saved).toContain('show_crypto_ipsec_sa_peer_');
  expect(saved).not.toContain('noc-operator');
  expect(saved).not.toContain(address.replaceAll('.', '_'));
  expect(saved).not.toContain(address);
});
