/** An archive that was touched is told by name what was done to it. */
import { generateKeyPairSync, sign } from 'node:crypto';
import { gunzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { openArchive, packArchive } from '../../src/evidence/archive.ts';
import { type BagFile, checkBag, makeBag } from '../../src/evidence/bag.ts';
import { fingerprintOf } from '../../src/evidence/public-key.ts';
import { printSignature, signedPart } from '../../src/evidence/sshsig.ts';
import { type Handed, verifyArchive } from '../../src/evidence/verify.ts';
import { printString } from '../../src/evidence/wire.ts';

const NOW_MS = Date.UTC(2026, 0, 5);
const PAYLOAD = [
  { path: 'CONTENTS.txt', bytes: Buffer.from('what is in it\n') },
  { path: 'bundle/a/show 100%.txt', bytes: Buffer.from('hq#\n') },
  { path: 'bundle/b/show_logging.txt', bytes: Buffer.from('branch#\n') },
];
const BAG = makeBag(PAYLOAD, [['Bag-Software-Agent', 'flaptrap']]);
const { privateKey, publicKey } = generateKeyPairSync('ed25519');
const RAW_KEY = Buffer.from(publicKey.export({ format: 'jwk' }).x ?? '', 'base64url');
const KEY = Buffer.concat([printString('ssh-ed25519'), printString(RAW_KEY)]);
const ALLOWED = `ops@example.net ssh-ed25519 ${KEY.toString('base64')} ops\n`;

const packed = (files: readonly BagFile[] = BAG) => packArchive(files, '7f3a9c01-evidence', NOW_MS);
const signed = (archive: Uint8Array, namespace = 'flaptrap'): string => {
  const part = signedPart(archive, namespace);
  const text = printSignature(KEY, Buffer.concat([printString('ssh-ed25519'), printString(sign(null, part, privateKey))]));
  if (namespace === 'flaptrap') return text;
  const bytes = Buffer.from(text.split('\n').slice(1, -2).join(''), 'base64');
  const moved = Buffer.from(bytes.toString('latin1').replace('\0\0\0\x08flaptrap', `\0\0\0\x04${namespace}`), 'latin1');
  return `-----BEGIN SSH SIGNATURE-----\n${moved.toString('base64')}\n-----END SSH SIGNATURE-----\n`;
};

async function faultsOf(archive: Uint8Array, more: Partial<Handed> = {}): Promise<string[]> {
  const { faults } = await verifyArchive({
    name: 'x.tar.gz',
    archive,
    signature: signed(archive),
    signatureName: 'x.tar.gz.sig',
    nowMs: NOW_MS,
    ...more,
  });
  return faults.map(({ fault, file }) => `${fault} ${file}`);
}

const without = (path: string): BagFile[] => BAG.filter((file) => file.path !== path);
const with_ = (path: string, text: string): BagFile[] => [...without(path), { path, bytes: Buffer.from(text) }];

describe('an archive as it was written', () => {
  it('is whole, and the same bytes each time', async () => {
    const archive = await packed();
    expect(await faultsOf(archive)).toEqual([]);
    expect((await packed()).equals(archive)).toBe(true);
    expect((await packArchive(BAG, '7f3a9c01-evidence', NOW_MS + 1000)).equals(archive)).toBe(false);
  });

  it('has the four tag files of RFC 8493 and its payload below data/', () => {
    expect(BAG.map(({ path }) => path)).toEqual([
      'bagit.txt',
      'bag-info.txt',
      'manifest-sha256.txt',
      'tagmanifest-sha256.txt',
      'data/CONTENTS.txt',
      'data/bundle/a/show 100%.txt',
      'data/bundle/b/show_logging.txt',
    ]);
    const text = (path: string) => Buffer.from(BAG.find((file) => file.path === path)?.bytes ?? []).toString();
    expect(text('bagit.txt')).toBe('BagIt-Version: 1.0\nTag-File-Character-Encoding: UTF-8\n');
    expect(text('bag-info.txt')).toContain('Payload-Oxum: 26.3\n');
    expect(text('manifest-sha256.txt')).toMatch(/^[0-9a-f]{64} {2}data\/bundle\/a\/show 100%25\.txt$/m);
    expect(checkBag(BAG)).toEqual([]);
  });
});

describe('an archive that was touched', () => {
  it.each([
    ['a file taken away', without('data/CONTENTS.txt'), ['file-missing data/CONTENTS.txt']],
    ['a file added', with_('data/bundle/a/more.txt', 'x'), ['file-extra data/bundle/a/more.txt']],
    ['a file added beside the lists', with_('extra.txt', 'x'), ['file-extra extra.txt']],
    ['a changed byte', with_('data/CONTENTS.txt', 'What is in it\n'), ['file-changed data/CONTENTS.txt']],
    ['a changed list', with_('bag-info.txt', 'Payload-Oxum: 1.1\n'), ['file-changed bag-info.txt']],
    ['no list', without('manifest-sha256.txt'), ['file-missing manifest-sha256.txt']],
    ['no list of the lists', without('tagmanifest-sha256.txt'), ['file-missing tagmanifest-sha256.txt']],
    ['nothing of a bag', with_('bagit.txt', 'hello\n'), ['not-a-bag bagit.txt']],
  ])('by %s is told so', async (_what, files, expected) => {
    expect(await faultsOf(await packed(files))).toEqual(expected);
  });

  it('by a cut is told so, wherever it was cut', async () => {
    const archive = await packed();
    for (const at of [archive.length - 1, archive.length - 9, Math.floor(archive.length / 2), 20])
      expect(await faultsOf(archive.subarray(0, at))).toEqual(['archive-cut x.tar.gz']);
    expect(await faultsOf(Buffer.concat([archive.subarray(0, 40), Buffer.alloc(40, 1), archive.subarray(80)]))).toEqual([
      'archive-damaged x.tar.gz',
    ]);
    expect(await faultsOf(gunzipSync(archive))).toEqual(['archive-damaged x.tar.gz']);
  });

  it('by something else in its place is told what it is', async () => {
    const whyOf = async (bytes: Uint8Array): Promise<string | undefined> => (await openArchive(bytes, 'x.tar.gz')).faults[0]?.why;
    expect(await whyOf(new Uint8Array())).toBe('is empty');
    expect(await whyOf(Buffer.from('hello\n'))).toMatch(/^is no \.tar\.gz archive: name the one/);
  });

  it('after it was signed no longer fits its signature', async () => {
    const archive = await packed();
    const touched = await packed(with_('data/CONTENTS.txt', 'What is in it\n'));
    expect(await faultsOf(touched, { signature: signed(archive) })).toEqual([
      'file-changed data/CONTENTS.txt',
      'signature-wrong x.tar.gz.sig',
    ]);
  });
});

describe('a signature', () => {
  it('for something else, damaged or absent is told so', async () => {
    const archive = await packed();
    expect(await faultsOf(archive, { signature: signed(archive, 'file') })).toEqual(['namespace-wrong x.tar.gz.sig']);
    expect(await faultsOf(archive, { signature: 'nothing' })).toEqual(['signature-damaged x.tar.gz.sig']);
    expect(await faultsOf(archive, { signature: signed(archive).replace(/\n.{70}\n/, '\n') })).toEqual(['signature-damaged x.tar.gz.sig']);
    expect(await faultsOf(archive, { signature: undefined })).toEqual(['signature-missing x.tar.gz.sig']);
  });

  it('says whose it is: a name that is known, or the key alone', async () => {
    const archive = await packed();
    const handed = { name: 'x', archive, signature: signed(archive), signatureName: 'x.sig', nowMs: NOW_MS };
    expect((await verifyArchive(handed)).signer).toEqual({ fingerprint: fingerprintOf(KEY), knownAs: null });
    expect((await verifyArchive({ ...handed, allowedSigners: ALLOWED })).signer?.knownAs).toBe('ops@example.net');
    expect((await verifyArchive({ ...handed, publicKey: KEY })).faults).toEqual([]);
  });

  it('of whom nobody believes is a fault where it was said who is believed', async () => {
    const archive = await packed();
    const other = ALLOWED.replace(
      KEY.toString('base64'),
      Buffer.concat([printString('ssh-ed25519'), printString(Buffer.alloc(32, 7))]).toString('base64'),
    );
    for (const allowedSigners of [
      other,
      ALLOWED.replace(' ssh', ' namespaces="git,file" ssh'),
      ALLOWED.replace(' ssh', ' valid-before="20251231" ssh'),
      ALLOWED.replace(' ssh', ' valid-after="20260201Z" ssh'),
      `#${ALLOWED}`,
    ])
      expect(await faultsOf(archive, { allowedSigners })).toEqual(['signer-unknown x.tar.gz.sig']);
    expect(await faultsOf(archive, { allowedSigners: ALLOWED.replace(' ssh', ' namespaces="git,flap*" ssh') })).toEqual([]);
    expect(await faultsOf(archive, { allowedSigners: other, mayBeUnknown: true })).toEqual([]);
    expect(await faultsOf(archive, { publicKey: Buffer.concat([printString('ssh-ed25519'), printString(Buffer.alloc(32, 7))]) })).toEqual([
      'signer-unknown x.tar.gz.sig',
    ]);
  });
});
