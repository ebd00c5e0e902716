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
