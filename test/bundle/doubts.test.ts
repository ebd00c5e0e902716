/** Bundles that are not what they say: each is judged all the same, says so, and is certain of nothing that rests on it. */
import { createHash } from 'node:crypto';
import { cpSync, mkdtempSync, readdirSync, readFileSync, renameSync, rmSync, unlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { FORMATS } from '../../src/report/formats/index.ts';
import { judgeBundle } from '../../src/run/judge-bundle.ts';
import { unpackCase } from '../case/open.ts';

/** Each is certain, by lines of both routers. */
const CERTAIN = ['delete-lost/ios', 'delete-lost/ikev2-ios', 'sa-cleared/ios'];
const LOG = 'show_logging.txt';
let folder: string;

beforeEach(async () => {
  folder = join(mkdtempSync(join(tmpdir(), 'doubts-')), 'bundle');
  await layCase('delete-lost/ios');
});
afterEach(() => rmSync(join(folder, '..'), { recursive: true }));

async function layCase(name: string): Promise<void> {
  rmSync(folder, { recursive: true, force: true });
  await unpackCase(name, folder);
}

/** As the capture would have written it, with changes. */
function layManifest(change: (files: { path: string; bytes: number; sha256?: string }[]) => object[] = (files) => files): void {
  const paths = ['a', 'b'].flatMap((side) => readdirSync(join(folder, side)).map((name) => `${side}/${name}`));
  const files = paths.map((path) => {
    const bytes = readFileSync(join(folder, path));
    return { path, bytes: bytes.length, sha256: createHash('sha256').update(bytes).digest('hex') };
  });
  writeFileSync(join(folder, 'manifest.json'), JSON.stringify({ schema: 'flaptrap.manifest/1', files: change(files) }));
}

function edit(path: string, change: (text: string) => string): void {
  const before = readFileSync(join(folder, path), 'utf8');
  const after = change(before);
  expect(after).not.toBe(before);
  writeFileSync(join(folder, path), after);
}

async function judged() {
  const { verdict, diagnostics } = await judgeBundle(folder, Date.now());
  return {
    confidence: verdict.incidents[0]?.cause.confidence,
    certain: verdict.incidents
      .flatMap(({ cause, chain: { forgot, told, sends } }) => [cause, forgot, told, sends])
      .filter(({ confidence }) => confidence === 'certain').length,
    wouldDecide: verdict.incidents[0]?.cause.missing ?? [],
    missing: verdict.missing.filter((each) => !/was not captured/.test(each)),
    said: diagnostics.map(({ file, summary }) => `${file.slice(folder.length + 1)} ${summary}`),
  };
}

describe('a bundle that is as its manifest says', () => {
  it.each(CERTAIN)('is certain, and nothing is said: %s', async (name) => {
    await layCase(name);
    layManifest();
    expect(await judged()).toMatchObject({ confidence: 'certain', missing: [], said: [] });
  });
});

describe('a bundle that is not as its manifest says', () => {
  it.each<[string, string, () => void, string]>([
    ['a byte of a log was changed', `b/${LOG}`, () => edit(`b/${LOG}`, (text) => text.replace('Log Buffer', 'Log buffer')), 'SHA-256'],
    ['a line was added to a log', `b/${LOG}`, () => edit(`b/${LOG}`, (text) => `${text}\n`), 'it has '],
    ['a log was cut', `b/${LOG}`, () => edit(`b/${LOG}`, (text) => text.slice(0, -1)), 'it has '],
    ['a log was taken away', `b/${LOG}`, () => unlinkSync(join(folder, 'b', LOG)), 'removed after the capture'],
    [
      'a log was added',
      'b/more.log',
      () => writeFileSync(join(folder, 'b/more.log'), 'Jan  5 03:00:00.000: %SYS-5-X: y\n'),
      'was added after',
    ],
    ['a log has another name', 'b/console.log', () => renameSync(join(folder, 'b', LOG), join(folder, 'b/console.log')), 'was added after'],
  ])('says so and is not certain: %s', async (_what, path, change, words) => {
    layManifest();
    change();
    const { confidence, certain, missing, said } = await judged();
    expect(confidence).not.toBe('certain');
    expect(certain).toBe(0);
    expect(missing.join('\n')).toMatch(new RegExp(`b: ${path.slice(2)} .*${words}`));
    expect(said.join('\n')).toMatch(new RegExp(`${path} this .*${words}`));
  });

  it('stays certain of what rests on other files', async () => {
    layManifest();
    edit('a/show_version.txt', (text) => `${text}\n`);
    const { confidence, missing } = await judged();
    expect(confidence).toBe('certain');
    expect(missing).toEqual([expect.stringContaining('a: show_version.txt was changed after the capture')]);
  });

  it.each(['../b/x.log', '/etc/passwd', 'a/../../x', 'C:\\x.log', '..\\x'])('names a path that leads out of it: %s', async (path) => {
    layManifest((files) => [...files, { path, bytes: 1 }]);
    const { confidence, missing, wouldDecide } = await judged();
    expect(wouldDecide).toContain('a correct manifest.json');
    expect(missing).toEqual([expect.stringContaining(`manifest.json lists ${JSON.stringify(path)}`)]);
    expect(confidence).not.toBe('certain');
  });

  it('takes every entry for a file, when there are several', async () => {
    layManifest((files) => [...files, { path: `b/${LOG}`, bytes: 1 }]);
    expect(await judged()).toMatchObject({ confidence: 'likely', missing: [expect.stringContaining('by the manifest')] });
  });

  it.each([
    ['is no JSON', '{"schema": '],
    ['has another form', '{"schema": "flaptrap.manifest/1", "files": 7}'],
    ['is binary', Buffer.from(Array.from({ length: 999 }, (_, index) => index % 251))],
  ])('goes on without a manifest that %s, and says that nothing is proved', async (_what, text) => {
    writeFileSync(join(folder, 'manifest.json'), text);
    const { confidence, missing, said } = await judged();
    expect(confidence).toBe('certain');
    expect(missing).toEqual([expect.stringContaining('manifest.json is ignored, so no file is verified by it')]);
    expect(said).toEqual([expect.stringContaining('the manifest is ignored')]);
  });

  it('believes a manifest without a list, as people write it by hand', async () => {
    layManifest(() => []);
    expect(await judged()).toMatchObject({ confidence: 'certain', missing: [] });
  });
});

describe('a tunnel.yaml that cannot be true', () => {
  const HQ = 'address: 192.0.2.1';
  const BRANCH = 'address: 198.51.100.1';

  it.each([
    ['one address for both', HQ, HQ, 'gives 192.0.2.1 to both peers'],
    ['one address in two spellings', 'address: 2001:db8::1', 'address: 2001:DB8:0::1', 'gives 2001:db8::1 to both peers'],
    ['an address that is the other one behind a NAT', `${HQ}, natAddress: 198.51.100.1`, BRANCH, 'gives 198.51.100.1 to both peers'],
    ['the same, crosswise', HQ, `${BRANCH}, natAddress: 192.0.2.1`, 'gives 192.0.2.1 to both peers'],
    ['one NAT for both', `${HQ}, natAddress: 203.0.113.9`, `${BRANCH}, natAddress: 203.0.113.9`, 'gives 203.0.113.9 to both peers'],
    [
      'an address of which no record speaks',
      HQ,
      'address: 203.0.113.77',
      'gives 203.0.113.77 to peer b, an address that occurs in neither',
    ],
    ['the beginning of an address', 'address: 192.0.2.1', 'address: 198.51.100.10', 'gives 198.51.100.10 to peer b'],
    ['a NAT of which no record speaks', `${HQ}, natAddress: 203.0.113.9`, BRANCH, 'gives 203.0.113.9 to peer a, an address that occurs'],
    ['an IPv6 address of which no record speaks', HQ, 'address: 2001:db8::77', 'gives 2001:db8::77 to peer b'],
    ['no address at all', 'address: 0.0.0.0', BRANCH, 'gives 0.0.0.0 to peer a, which no router can have'],
    ['the loopback', HQ, 'address: 127.0.0.1', 'gives 127.0.0.1 to peer b, which no router can have'],
    ['a group', HQ, 'address: 224.0.0.5', 'gives 224.0.0.5 to peer b, which no router can have'],
  ])('says so and is not certain: %s', async (_what, a, b, words) => {
    writeFileSync(join(folder, 'tunnel.yaml'), `a: {name: hq, ${a}}\nb: {name: branch, ${b}}\n`);
    const { certain, missing, said } = await judged();
    expect(certain).toBe(0);
    expect(missing.join('\n')).toContain(`tunnel.yaml ${words}`);
    expect(said.join('\n')).toContain(`tunnel.yaml this ${words}`);
  });

  it('is not doubted for what a record without addresses does not say', async () => {
    for (const path of [`a/${LOG}`, `b/${LOG}`]) writeFileSync(join(folder, path), '*Mar  1 00:00:01.000: %SYS-5-CONFIG_I: x\n');
    for (const side of ['a', 'b'])
      for (const name of readdirSync(join(folder, side))) if (name !== LOG) unlinkSync(join(folder, side, name));
    expect((await judged()).missing).toEqual([]);
  });
});

describe('a file of the other router', () => {
  const copy = (from: string, to: string) => cpSync(join(folder, from), join(folder, to), { recursive: true });

  it.each(CERTAIN)('is told when a/ was copied to b/, and nothing is certain: %s', async (name) => {
    await layCase(name);
    rmSync(join(folder, 'b'), { recursive: true });
    copy('a', 'b');
    const { certain, missing, said } = await judged();
    expect(certain).toBe(0);
    expect(missing.join('\n')).toContain(`b: ${LOG} is the same as a/${LOG}`);
    expect(said.join('\n')).toContain(`b/${LOG} this is the same as a/${LOG}`);
  });

  it.each<[string, (text: string) => string]>([
    ['as it is', (text) => `${text}\n`],
    ['with the line ends of Windows', (text) => text.replaceAll('\n', '\r\n')],
    ['without its beginning', (text) => text.slice(text.length * 0.4)],
    [
      'with every fourth line gone',
      (text) =>
        text
          .split('\n')
          .filter((_, index) => index % 4 > 0)
          .join('\n'),
    ],
    ['with the addresses turned', (text) => text.replaceAll('192.0.2.1:500, remote', '198.51.100.1:500, remote')],
  ])('is told when it was copied under another name: %s', async (_what, change) => {
    copy(`a/${LOG}`, 'b/console.log');
    edit('b/console.log', change);
    const { certain, missing } = await judged();
    expect(certain).toBe(0);
    expect(missing.join('\n')).toMatch(new RegExp(`b: console\\.log is (?:mostly )?the same as a/${LOG}`));
  });

  it('is told when it was moved, and is read as what it is', async () => {
    renameSync(join(folder, 'a', LOG), join(folder, 'b/console.log'));
    const { verdict, timeline } = await judgeBundle(folder, Date.now());
    expect(verdict.missing[0]).toBe('b: console.log is output of hq, not of branch: it was read as part of a/');
    expect(timeline.recordings.a.lines).toBeGreaterThan(0);
    expect(verdict.incidents[0]?.cause).toMatchObject({ id: 'delete-lost', confidence: 'likely' });
    expect(verdict.incidents[0]?.cause.evidence.map(({ side, file }) => `${side}/${file}`)).toContain('a/../b/console.log');
  });

  it('is told by its own words when a/ is gone', async () => {
    rmSync(join(folder, 'b'), { recursive: true });
    copy('a', 'b');
    rmSync(join(folder, 'a'), { recursive: true });
    expect((await judged()).missing.join('\n')).toContain('the folders are swapped');
  });

  it.each([
    ['at a prompt', 'hq#show crypto session detail\nCrypto session current status\n'],
    ['in a configuration', 'version 15.1\nhostname hq\n!\n'],
    ['by its uptime', 'Cisco IOS Software\nHQ.example.net uptime is 1 day\n'],
  ])('is told by its host name: %s', async (_what, text) => {
    writeFileSync(join(folder, 'b/show_note.txt'), text);
    const { missing, said } = await judged();
    expect(missing.join('\n')).toContain('b: show_note.txt shows the host name hq, not branch: it may be in the wrong folder');
    expect(said.join('\n')).toContain('b/show_note.txt this shows the host name hq, not branch');
  });

  it.each<[string, Record<string, string>]>([
    ['its own name', { 'b/show_note.txt': 'branch#show clock\n' }],
    ['a name that tunnel.yaml does not have', { 'b/show_note.txt': 'spoke-7#show clock\n', 'a/show_note.txt': 'core-1#show clock\n' }],
    ['a terminal that went on to the other router', { 'b/show_note.txt': 'branch#show clock\nbranch#telnet 192.0.2.1\nhq#show clock\n' }],
    [
      'a show that says the same everywhere',
      { 'a/show_ntp_status.txt': '%NTP is not enabled.\n', 'b/show_ntp_status.txt': '%NTP is not enabled.\n' },
    ],
  ])('is not seen in %s', async (_what, files) => {
    for (const [path, text] of Object.entries(files)) writeFileSync(join(folder, path), text);
    for (const side of ['a', 'b']) unlinkSync(join(folder, side, 'show_version.txt'));
    expect((await judged()).missing).toEqual([]);
  });

  it('is told when both folders are of a router that tunnel.yaml calls otherwise', async () => {
    writeFileSync(join(folder, 'tunnel.yaml'), 'a: {name: Berlin, address: 192.0.2.1}\nb: {name: Bonn, address: 198.51.100.1}\n');
    for (const side of ['a', 'b']) writeFileSync(join(folder, side, 'show_version.txt'), 'core-1 uptime is 1 day\n');
    expect((await judged()).missing.join('\n')).toContain('b: show_version.txt shows the host name core-1');
  });
});

describe('the report for people', () => {
  it('has the doubts under their own heading, and once', async () => {
    layManifest();
    edit(`b/${LOG}`, (text) => `${text}\n`);
    const { verdict, timeline } = await judgeBundle(folder, Date.now());
    const report = FORMATS.text.print(verdict, timeline).replace(/\s+/g, ' ');
    expect(report).toMatch(/DOUBTED b: show_logging\.txt was changed after the capture/);
    expect(report.split('was changed after the capture').length).toBe(2);
    expect(report).not.toContain('NOT IN THE BUNDLE b: show_logging.txt');
  });
});

describe('folders that are exchanged', () => {
  it('keep their doubts on the side of the router that printed the file', async () => {
    layManifest();
    edit('a/show_crypto_ipsec_sa_detail.txt', (text) => `${text}\n`);
    renameSync(join(folder, 'a'), join(folder, 'c'));
    renameSync(join(folder, 'b'), join(folder, 'a'));
    renameSync(join(folder, 'c'), join(folder, 'b'));
    rmSync(join(folder, 'manifest.json'));
    layManifest((files) => files.map((file) => (file.path === `b/${LOG}` ? { ...file, sha256: '00' } : file)));
    const { timeline } = await judgeBundle(folder, Date.now());
    expect(timeline.doubts).toMatchObject([{ side: 'a', file: LOG }]);
  });
});
