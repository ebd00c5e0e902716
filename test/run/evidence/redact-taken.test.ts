/** A redacted bundle is judged as the original: whatever the names are, the records say the same. */
import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { assembleBundle } from '../../../src/bundle/assemble.ts';
import { type Manifest, parseManifest } from '../../../src/bundle/manifest.ts';
import { isLeft, type RawFile, type TakenFile } from '../../../src/bundle/taken.ts';
import { Redactor } from '../../../src/ios/redact/redactor.ts';
import { redactTaken } from '../../../src/run/evidence/redact-taken.ts';
import { judgeRead } from '../../../src/run/judge-read.ts';
import type { Verdict } from '../../../src/verdict/verdict.ts';
import { CASES, filesOfCase } from '../../case/open.ts';
import { howMany } from '../../how-many.ts';

/** No stamp of any case is later. */
const NOW_MS = Date.UTC(2026, 11, 1);
const SAMPLE = CASES.filter((_name, index) => index % howMany(12, 1) === 0);

const taken = (files: readonly RawFile[]): TakenFile[] =>
  files.map((file) => ({ ...file, sha256: createHash('sha256').update(file.bytes).digest('hex') }));

async function* each(files: readonly TakenFile[]): AsyncGenerator<TakenFile> {
  yield* files;
}

async function judged(files: readonly TakenFile[]): Promise<Verdict> {
  return judgeRead(await assembleBundle(each(files), 'x'), 'x', NOW_MS).verdict;
}

const gist = ({ incidents, defects }: Verdict): unknown => [
  incidents.map(({ spi, receiver, occurrences, persistence, firstAt, cause }) => [
    spi,
    receiver,
    occurrences,
    persistence,
    firstAt,
    cause.id,
    cause.confidence,
  ]),
  defects.map(({ id }) => id),
];

const ALL = { kinds: ['address', 'name', 'user'], names: ['hq', 'branch'] } as const;

describe('a case without its names', () => {
  it.each(SAMPLE)('%s has the same verdict, with the same SPIs and times', async (name) => {
    const files = taken(await filesOfCase(name));
    const redacted = redactTaken(files, new Redactor(ALL), true);
    expect(gist(await judged(redacted.files))).toEqual(gist(await judged(files)));
  });
});

describe('the files of a bundle', () => {
  const text = (path: string, content: string): RawFile => ({ path, bytes: new TextEncoder().encode(content) });
  const read = (files: readonly TakenFile[], path: string): string => {
    const file = files.find((each) => each.path === path);
    return file === undefined || isLeft(file) ? '' : new TextDecoder().decode(file.bytes);
  };

  it('lose a name that only another file tells, in their own names too, and keep their figures', () => {
    const files = taken([
      text('a/show_running-config.txt', 'hostname berlin-core1\ncrypto ikev2 keyring KR_ACME\n peer MUNICH\n  address 203.0.113.7\n'),
      text('b/berlin-core1_log.txt', 'Jan  5 00:05:00.000: IKEv2:Adding keyring kr_acme for MUNICH, spi 0x12AB34CD 203.0.113.7\n'),
    ]);
    const { files: redacted } = redactTaken(files, new Redactor(ALL), true);
    const path = redacted.map((file) => file.path).find((each) => each.startsWith('b/')) ?? '';
    expect(path).toBe('b/name-1_log.txt');
    expect(read(redacted, path)).toMatch(
      /^Jan {2}5 00:05:00\.000: IKEv2:Adding keyring name-2 for name-3, spi 0x12AB34CD 198\.18\.\d+\.\d+\n$/,
    );
    expect(read(redacted, 'a/show_running-config.txt').split('\n')).toHaveLength(5);
  });

  it('that are no text stay out, and are named, unless only secrets go', () => {
    const pcap = {
      path: 'a/x.pcap',
      bytes: Uint8Array.from([0xd4, 0xc3, 0xb2, 0xa1, 2, 0, 4, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1, 0, 1, 0, 0, 0]),
    };
    const { files, left } = redactTaken(taken([pcap]), new Redactor(ALL), true);
    expect(files).toEqual([]);
    expect(left.map((file) => file.path)).toEqual(['a/x.pcap']);
    expect(redactTaken(taken([pcap]), new Redactor(), false).files).toHaveLength(1);
  });

  it('keep a manifest that proves them, and what was changed before is still found', () => {
    const files = taken([text('a/show_logging.txt', 'hq#show logging\n'), text('b/show_logging.txt', 'branch#show logging\n')]);
    const sums = files.map((file) => ({
      path: file.path,
      bytes: isLeft(file) ? 0 : file.bytes.length,
      sha256: 'sha256' in file ? file.sha256 : '',
    }));
    const [whole, changed] = [sums[0], { ...sums[1], sha256: '0'.repeat(64) }];
    const manifest = {
      schema: 'flaptrap.manifest/1',
      captureId: '7f3a9c01',
      by: 'ops@hq',
      files: [whole, changed],
      failures: [{ side: 'b', why: 'branch hung up' }],
    };
    const all = [...files, ...taken([text('manifest.json', JSON.stringify(manifest))])];
    const redacted = redactTaken(all, new Redactor(ALL), true).files;
    const parsed = parseManifest(read(redacted, 'manifest.json'));
    const { files: listed, by, failures } = 'manifest' in parsed ? parsed.manifest : ({} as Manifest);
    const now = (path: string) => redacted.find((file) => file.path === path);
    expect(listed?.[0]).toMatchObject({ sha256: (now('a/show_logging.txt') as { sha256: string }).sha256 });
    expect(listed?.[1]?.sha256).toBe('0'.repeat(64));
    expect([by, failures?.[0]?.why]).toEqual([undefined, 'name-2 hung up']);
  });
});
