/** Evidence of a capture that is remembered here: its record, its sessions and its report go with the bundle, without anybody's names. */
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { inflateRawSync } from 'node:zlib';
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
import { FileStore } from '../../src/capture/file-store.ts';
import { evidence } from '../../src/cli/evidence.ts';
import { openArchive } from '../../src/evidence/archive.ts';
import { draftPlan } from '../../src/run/draft.ts';
import { readPlaybook } from '../capture/stage.ts';
import { unpackCase } from '../case/open.ts';
import { HAS_SSH_KEYGEN, makeKey } from '../evidence/keys.ts';
import { flaptrap } from './flaptrap.ts';
import { silentScreen } from './silent-screen.ts';

const ARMED_AT_MS = Date.UTC(2026, 0, 5, 3);
const folder = mkdtempSync(join(tmpdir(), 'flaptrap-captured-'));
const [bundle, state, sessions] = ['case', 'state', 'sessions'].map((name) => join(folder, name)) as [string, string, string];
const playbook = readPlaybook();
const { plan } = draftPlan(playbook, ARMED_AT_MS);
const [first] = plan.peers.a.steps;

beforeAll(async () => {
  await unpackCase('sa-cleared/ios', bundle);
  const manifest = { schema: 'flaptrap.manifest/1', captureId: plan.captureId, by: 'ops@hq', clockProbes: [], files: [], failures: [] };
  writeFileSync(join(bundle, 'manifest.json'), JSON.stringify(manifest));
  const store = new FileStore(state);
  await store.open(plan, playbook);
  const at = new Date(ARMED_AT_MS).toISOString();
  await store.note(plan.captureId, { at, side: 'a', step: first?.id ?? '', what: 'intent' });
  mkdirSync(sessions);
  writeFileSync(join(sessions, 'hq.jsonl'), '{"sent":"enable secret Gehe1m"}\n{"heard":"hq#ping 198.51.100.1 source 192.0.2.1"}\n');
});
afterEach(() => vi.unstubAllEnvs());
afterAll(() => rmSync(folder, { recursive: true, force: true }));

async function pack(...options: readonly string[]): Promise<Map<string, string>> {
  const args = ['evidence', bundle, '--no-sign', '--json', '--state', state, '--out', join(folder, 'out'), ...options];
  const { code, stdout, stderr } = await flaptrap(args);
  expect(code, stderr).toBe(0);
  const { archive } = JSON.parse(stdout) as { archive: string };
  const { files } = await openArchive(readFileSync(archive), archive);
  return new Map(files.map((file) => [file.path, Buffer.from(file.bytes).toString('utf8')]));
}

/** What the page holds packed, opened again, without the program of every such page. */
function enclosedIn(html: string): string {
  const page = readFileSync(join(import.meta.dirname, '../../page/flaptrap.html'), 'utf8');
  return [...html.matchAll(/[A-Za-z0-9+/]{200,}={0,2}/g)]
    .filter(([packed]) => !page.includes(packed))
    .flatMap(([packed]) => {
      try {
        return [inflateRawSync(Buffer.from(packed, 'base64')).toString('utf8')];
      } catch {
        // Any other long word of the page.
        return [];
      }
    })
    .join('\n');
}

const OWN = /\bhq\b|\bbranch\b|192\.0\.2\.1\b|198\.51\.100\.1\b|Gehe1m/;

describe('evidence of a capture that is remembered', () => {
  it('holds plan, playbook, applets, journal and what was typed, and misses none of them', async () => {
    const files = await pack();
    const captured = [...files].filter(([path]) => path.startsWith('data/capture/'));
    expect(captured.map(([path]) => path.slice('data/capture/'.length)).sort()).toEqual([
      'applets_a.cfg',
      'applets_b.cfg',
      'journal.jsonl',
      'plan.json',
      'playbook.json',
      'sent.txt',
    ]);
    expect(files.get('data/capture/sent.txt')).toContain(`(a)  ${first?.id}: intent\n    > `);
    expect(files.get('data/capture/applets_a.cfg')).toContain('event manager applet');
    expect(files.get('data/CONTENTS.txt')).toContain(`EVIDENCE ${plan.captureId}-evidence`);
    expect(files.get('data/CONTENTS.txt')).not.toContain('plan, applets and journal:');
    for (const [path, text] of captured) expect(`${path}\n${text}`).not.toMatch(OWN);
  });

  it('says so where another folder holds the record', async () => {
    const files = await pack('--state', join(folder, 'other'));
    expect(files.get('data/CONTENTS.txt')).toContain(`capture ${plan.captureId} is not remembered here (--state names another folder)`);
  });

  it('takes the sessions along that are named, redacted like all else', async () => {
    const files = await pack('--sessions', sessions);
    const [[path, text] = ['', '']] = [...files].filter(([each]) => each.startsWith('data/sessions/'));
    expect(path).toMatch(/^data\/sessions\/name-\d+\.jsonl$/);
    expect(text.split('\n')).toHaveLength(3);
    expect(text).not.toMatch(OWN);
  });

  it('holds the report as a page, whose bundle inside is the redacted one', async () => {
    const html = (await pack()).get('data/report/report.html') ?? '';
    const enclosed = enclosedIn(html);
    expect(enclosed).toContain('ISAKMP');
    expect(enclosed).not.toMatch(OWN);
  });
});

describe.skipIf(!HAS_SSH_KEYGEN)('a key with a passphrase', () => {
  it('is opened by what is typed where nobody reads it, asked once, by its path', async () => {
    const key = makeKey(folder, 'asked', 'ed25519', 'open sesame');
    const questions: string[] = [];
    const answering = (answer: string) => ({
      ...silentScreen(),
      askHidden: async (question: string) => {
        questions.push(question);
        return answer;
      },
    });
    const options = { redact: false, sign: true, key, state, out: join(folder, 'asked-out') } as const;
    expect(await evidence(bundle, options, answering('open sesame'))).toBe(0);
    expect(questions).toEqual([`passphrase of ${key}: `]);
    await expect(evidence(bundle, options, answering('open barley'))).rejects.toThrow(/passphrase/);
  });
});
