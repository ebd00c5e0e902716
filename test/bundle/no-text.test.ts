/** What is no text of a router is called by its name, with what to hand in instead; of what lost its end the beginning is read. */
import { gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { judgeFiles } from '../case/open.ts';

const TUNNEL = 'a: {name: hq, address: 192.0.2.1}\nb: {name: branch, address: 198.51.100.1}\n';
const noise = Buffer.from(Array.from({ length: 3000 }, (_, index) => (index * index * 31 + 7 * index) & 255));
const bundleOf = async (files: Record<string, string | Buffer>) => {
  const all = Object.entries({ 'tunnel.yaml': TUNNEL, ...files }).map(([path, content]) => ({ path, bytes: Buffer.from(content) }));
  return (await judgeFiles(all, 'no-text')).bundle;
};

describe('a file that is no text', () => {
  it.each([
    ['screen.png', '89504e470d0a1a0a0000000d', 'it is a picture (PNG): paste what it shows as text'],
    ['screen.jpg', 'ffd8ffe000104a464946', 'it is a picture (JPEG): paste what it shows as text'],
    ['log.txt', '89504e470d0a1a0a0000000d', 'it is a picture (PNG): paste what it shows as text'],
    ['photo.heic', '00000024667479706865696300000000', 'it is a picture (HEIC): paste what it shows as text'],
    ['System.evtx', '456c6646696c65000000', 'it is an event log of Windows (EVTX): export its events as text or CSV'],
    [
      'Flap.msg',
      'd0cf11e0a1b11ae10000',
      'it is a file of Outlook or of an older Office (OLE): save what is in it as text, a mail also as .eml',
    ],
    ['report.pdf', '255044462d312e370a', 'it is a PDF: save what is in it as text'],
    ['kiwi.db', '53514c69746520666f726d6174203300', 'it is a database (SQLite): export the messages as text or CSV'],
    ['system.journal', '4c504b53485248000000', undefined],
  ])('is named: %s', async (name, head, words) => {
    const { files } = await bundleOf({ [`a/${name}`]: Buffer.concat([Buffer.from(head, 'hex'), noise]) });
    const file = files?.find(({ path }) => path.endsWith(name));
    expect(file?.leftOut).toEqual(words === undefined ? [] : [words]);
    expect(file?.takenFor).toBe(words === undefined ? 'no text: a file of an unknown kind' : 'nothing: it was not read');
  });
});

describe('a packed log that lost its end', () => {
  const two = (figures: number) => String(figures).padStart(2, '0');
  const stamp = (at: number) => `Jan  5 2026 03:${two(Math.floor(at / 60))}:${two(at % 60)}.000 UTC`;
  const log = Array.from({ length: 3000 }, (_, at) => `${stamp(at)}: %SYS-5-CONFIG_I: ${at * 7919}`).join('\n');
  it.each([0.3, 0.8, 0.99])('is read as far as it goes, at %d of it, and said to be cut', async (share) => {
    const packed = gzipSync(log);
    const { sides, missing } = await bundleOf({ 'a/x.log.gz': packed.subarray(0, Math.floor(packed.length * share)) });
    const text = sides.a[0]?.text ?? '';
    expect(text.length).toBeGreaterThan(1000);
    expect(log.startsWith(text)).toBe(true);
    expect(missing).toContain('a: x.log is cut short');
  });
});
