/** `flaptrap evidence` and `flaptrap verify`, as they are typed. */
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
import { openArchive } from '../../src/evidence/archive.ts';
import { unpackCase } from '../case/open.ts';
import { allow, askSshKeygen, HAS_SSH_KEYGEN, makeKey } from '../evidence/keys.ts';
import { flaptrap } from './flaptrap.ts';
import { buildProgram, runCli } from './run-cli.ts';

const folder = mkdtempSync(join(tmpdir(), 'flaptrap-evidence-'));
const bundle = join(folder, 'case');
beforeAll(() => unpackCase('sa-cleared/ios', bundle));
afterEach(() => vi.unstubAllEnvs());
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const state = ['--state', join(folder, 'state')];
const out = (name: string): string[] => ['--out', join(folder, name), ...state];

async function filesOf(path: string): Promise<Map<string, string>> {
  const { files } = await openArchive(readFileSync(path), path);
  return new Map(files.map((file) => [file.path, Buffer.from(file.bytes).toString('utf8')]));
}

describe('evidence of a bundle that was collected by hand', () => {
  it('holds both ends, reports and clocks, says what is missing, and tells nobody whose routers these are', async () => {
    const { code, stdout } = await flaptrap(['evidence', bundle, '--no-sign', '--json', ...out('plain')]);
    expect(code).toBe(0);
    const said = JSON.parse(stdout) as { archive: string; map: string; isSameVerdict: boolean; missing: string[] };
    expect(said).toMatchObject({ schema: 'flaptrap.evidence/1', isSameVerdict: true, signature: null, receipt: null });
    const files = await filesOf(said.archive);
    expect([...files.keys()]).toEqual(
      expect.arrayContaining([
        'bagit.txt',
        'data/CONTENTS.txt',
        'data/bundle/a/show_logging.txt',
        'data/bundle/b/show_logging.txt',
        'data/clocks.json',
        'data/report/report.json',
        'data/report/report.txt',
      ]),
    );
    expect(files.get('data/CONTENTS.txt')).toContain('plan, applets and journal: this bundle was collected by hand');
    expect(files.get('data/CONTENTS.txt')).toContain('sa-cleared (certain)');
    for (const [path, text] of files)
      if (!path.endsWith('.html')) expect(`${path}\n${text}`).not.toMatch(/\bhq\b|\bbranch\b|192\.0\.2\.1\b|198\.51\.100\.1\b/);
    expect(statSync(said.map).mode & 0o777).toBe(0o600);
    expect(readFileSync(said.map, 'utf8')).toMatch(/"value": "192\.0\.2\.1",\s+"token": "(?!192)\d/);
  });

  it('is the same bytes for the same time, and never written over', async () => {
    vi.stubEnv('SOURCE_DATE_EPOCH', '1767571200');
    const first = await flaptrap(['evidence', bundle, '--no-sign', ...out('twice')]);
    const second = await flaptrap(['evidence', bundle, '--no-sign', ...out('twice')]);
    expect([first.code, second.code]).toEqual([0, 0]);
    expect(readdirSync(join(folder, 'twice'))).toEqual([
      'case-evidence-2.map.json',
      'case-evidence-2.tar.gz',
      'case-evidence.map.json',
      'case-evidence.tar.gz',
    ]);
    const [one, two] = ['case-evidence.tar.gz', 'case-evidence-2.tar.gz'].map((name) => readFileSync(join(folder, 'twice', name)));
    expect(one?.equals(two ?? Buffer.alloc(0))).toBe(true);
  });

  it('keeps addresses and names where that is asked, and never a secret', async () => {
    const own = join(folder, 'own');
    mkdirSync(own, { recursive: true });
    await unpackCase('sa-cleared/ios', own);
    writeFileSync(join(own, 'a/show_running-config.txt'), 'hostname hq\ncrypto isakmp key Gehe1m address 198.51.100.1\n');
    for (const [name, options] of [
      ['no', ['--no-redact']],
      ['secrets', ['--redact', 'secrets']],
      ['names', ['--redact', 'names,secrets']],
    ] as const) {
      const { stdout } = await flaptrap(['evidence', own, '--no-sign', '--json', ...options, ...out(`own-${name}`)]);
      const all = [...(await filesOf((JSON.parse(stdout) as { archive: string }).archive)).values()].join('\n');
      expect(all).toContain('192.0.2.1');
      expect(all.includes('hostname hq')).toBe(name !== 'names');
      expect(all).not.toContain('Gehe1m');
    }
  });
});

describe.skipIf(!HAS_SSH_KEYGEN)('a signed archive', () => {
  it('is believed by ssh-keygen and by verify, and a touched one by neither', async () => {
    const key = makeKey(folder, 'id', 'ed25519');
    const { code, stdout } = await flaptrap(['evidence', bundle, '--key', key, '--json', ...out('signed')]);
    expect(code).toBe(0);
    const { archive, signature } = JSON.parse(stdout) as { archive: string; signature: string };
    const allowed = allow(folder, key);
    expect(askSshKeygen(archive, signature, allowed)).toMatchObject({ status: 0 });
    expect(await flaptrap(['verify', archive, '--allowed-signers', allowed])).toMatchObject({
      code: 0,
      stdout: expect.stringContaining('signed by ops@example.net'),
    });
    expect(await flaptrap(['verify', archive, '--key', `${key}.pub`])).toMatchObject({ code: 0 });
    vi.stubEnv('HOME', folder);
    expect((await flaptrap(['verify', archive])).stdout).toContain('a key not known to you');
    const cut = readFileSync(archive);
    writeFileSync(archive, cut.subarray(0, cut.length - 20));
    expect(askSshKeygen(archive, signature, allowed).status).not.toBe(0);
    const { code: bad, stdout: told } = await flaptrap(['verify', archive, '--json']);
    expect(bad).toBe(1);
    expect((JSON.parse(told) as { faults: { fault: string }[] }).faults.map(({ fault }) => fault)).toEqual([
      'archive-cut',
      'signature-wrong',
    ]);
  });

  it('takes the passphrase of its key by reference', async () => {
    const key = makeKey(folder, 'locked', 'ecdsa 256', 'open sesame');
    const refused = await flaptrap(['evidence', bundle, '--key', key, ...out('unlocked')]);
    expect([refused.code, refused.stderr]).toEqual([2, expect.stringContaining('nobody can be asked for its passphrase')]);
    vi.stubEnv('KEY_PASSPHRASE', 'open sesame');
    expect(await flaptrap(['evidence', bundle, '--key', key, '--passphrase', 'env:KEY_PASSPHRASE', ...out('unlocked')])).toMatchObject({
      code: 0,
    });
  });
});

describe('a bad use', () => {
  it.each([
    [['--case', '690000000'], 'takes a file only with its token'],
    [['--case', 'x1'], 'expected the number of a service request'],
    [['--token', 'env:T'], 'is of no use without --case'],
    [['--redact', 'macs'], 'expected addresses, names, secrets'],
    [['--case', '690000000', '--token', 'hunter2'], 'this is not a reference to a secret'],
    [['--key', '/nowhere/id'], 'cannot read the key /nowhere/id'],
  ])('of evidence, %s, is told and writes nothing', async (options, said) => {
    const { code, stdout, stderr } = await flaptrap(['evidence', bundle, ...options, ...out('bad')]);
    expect([code, stdout, stderr]).toEqual([2, '', expect.stringContaining(said)]);
    expect(() => readdirSync(join(folder, 'bad'))).toThrow('ENOENT');
  });

  it('of verify is told too', async () => {
    expect(await flaptrap(['verify', join(folder, 'nothing')])).toMatchObject({
      code: 2,
      stderr: expect.stringContaining('it is not there'),
    });
    expect(await flaptrap(['verify', join(bundle, 'tunnel.yaml'), '--key', join(bundle, 'tunnel.yaml')])).toMatchObject({
      code: 2,
      stderr: expect.stringContaining('is no public SSH key'),
    });
  });
});

describe('a case', () => {
  it('gets the archive, and its receipt stays beside it without the token', async () => {
    const heard: string[] = [];
    const pem = (name: string) => readFileSync(join(import.meta.dirname, '../evidence', name));
    const server = createServer({ key: pem('case-drop-key.pem'), cert: pem('case-drop-cert.pem') }, (request, response) => {
      heard.push(`${request.method} ${request.url}`);
      request.resume().on('end', () => response.writeHead(201).end('thank you'));
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    try {
      const drop = `https://localhost:${(server.address() as AddressInfo).port}/home/`;
      const args = ['evidence', bundle, '--no-sign', '--json', '--case', '690000000', '--token', 'env:T', '--drop', drop, ...out('sent')];
      // Certificates that are believed beside the system's are read when a process starts.
      const env = { T: 'tOkEn-4711', NODE_EXTRA_CA_CERTS: join(import.meta.dirname, '../evidence/case-drop-cert.pem') };
      const { code, stdout, stderr } = await runCli(await buildProgram(), args, { env });
      expect(code, stderr).toBe(0);
      const receipt = (JSON.parse(stdout) as { receipt: string }).receipt;
      expect(heard).toEqual(['PUT /home/case-evidence.tar.gz']);
      expect(JSON.parse(readFileSync(receipt, 'utf8'))).toMatchObject({
        schema: 'flaptrap.receipt/1',
        caseNumber: '690000000',
        uploads: [{ file: 'case-evidence.tar.gz', status: 201, answer: 'thank you', tries: 1 }],
      });
      expect(statSync(receipt).mode & 0o777).toBe(0o600);
      expect(stdout + stderr + readFileSync(receipt, 'utf8')).not.toContain('tOkEn-4711');
    } finally {
      server.close();
    }
  }, 60_000);
});
