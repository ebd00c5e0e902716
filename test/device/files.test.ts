/** Files read over a terminal are exact or an error. */
import { createHash } from 'node:crypto';
import { expect, test } from 'vitest';
import { connect } from '../../src/device/cli.ts';
import { deleteFile, fetchFile, listFiles, readMd5 } from '../../src/device/files.ts';
import { LIMITS } from '../../src/device/limits.ts';
import { PLATFORMS } from '../../src/ios/platforms/index.ts';
import { failureOf } from './failure.ts';
import { type Script, ScriptedRouter } from './scripted-router.ts';

const platform = PLATFORMS.ios;

/** A router with one file, printed as `more` prints it. */
function withFile(content: Buffer, changes: { md5?: string; print?: (wire: string) => string } = {}): Script {
  const wire = content.toString('latin1').replaceAll('\n', '\r\n');
  const md5 = changes.md5 ?? createHash('md5').update(content).digest('hex');
  return {
    commands: {
      'dir flash:': dir(content.length),
      'dir flash:flaptrap-1.txt': dir(content.length),
      'more flash:flaptrap-1.txt': (router) => {
        router.say(Buffer.from(changes.print?.(wire) ?? wire, 'latin1'));
        return '';
      },
      'verify /md5 flash:flaptrap-1.txt': `.....Done!\r\nverify /md5 (flash:flaptrap-1.txt) = ${md5}\r\n\r\n`,
    },
  };
}

function dir(sizeBytes: number): string {
  return `Directory of flash:/\r\n\r\n    1  drw-           0  Jan 30 2013 00:00:00 +00:00  boot\r\n  267  -rw-   ${sizeBytes}  Mar 29 2017 00:00:00 +00:00  flaptrap-1.txt\r\n\r\n2142715904 bytes total (1989595136 bytes free)\r\n`;
}

test('files are listed by name with their sizes, directories are not', async () => {
  await using router = await ScriptedRouter.start(withFile(Buffer.from('x')));
  await using cli = await connect(router.target());
  expect(await listFiles(cli, platform, 'flaptrap-*')).toEqual([{ name: 'flaptrap-1.txt', sizeBytes: 1 }]);
  expect(await listFiles(cli, platform, 'boot')).toEqual([]);
});

/** Rows of `dir`, each as the router prints it. */
function listing(rows: readonly [name: string, size: string][]): string {
  const lines = rows.map(([name, size], index) => `  ${index + 1}  -rw-   ${size}  Mar 29 2017 00:00:00 +00:00  ${name}`);
  return `Directory of flash:/\r\n\r\n${lines.join('\r\n')}\r\n\r\n2142715904 bytes total (1989595136 bytes free)\r\n`;
}

const UNUSABLE: readonly [what: string, name: string, size: string, problem: RegExp][] = [
  ['an escape sequence', 'flaptrap-1-\x1b]52;c;ZXZpbA==\x07.txt', '3', /cannot be typed/],
  ['a control character', 'flaptrap-1-\x01.txt', '3', /cannot be typed/],
  ['a C1 control character', 'flaptrap-1-\x9b31m.txt', '3', /cannot be typed/],
  ['a question mark', 'flaptrap-1-?.txt', '3', /cannot be typed/],
  ['a wildcard', 'flaptrap-1-*', '3', /cannot be typed/],
  ['a blank and a pipe', 'flaptrap-1-x | append y', '3', /cannot be typed/],
  ['a way out', 'flaptrap-1-/../../startup-config', '3', /out of the directory/],
  ['another file system', 'flaptrap-1-nvram:startup-config', '3', /out of the directory/],
  ['a name without end', `flaptrap-1-${'x'.repeat(200)}`, '3', /211 characters/],
  ['9 PB', 'flaptrap-1-large.txt', '9000000000000000', /9000000000000000 bytes/],
  ['a size beyond numbers', 'flaptrap-1-larger.txt', '9'.repeat(150), /bytes/],
  ['a name that was there already', 'flaptrap-1-good.txt', '7', /lists its name twice/],
];

test.each(UNUSABLE)('a file listed with %s costs that file only', async (_what, name, size, problem) => {
  const rows = listing([
    ['flaptrap-1-good.txt', '3'],
    [name, size],
    ['flaptrap-1-last.txt', '4'],
  ]);
  await using router = await ScriptedRouter.start({ commands: { 'dir flash:': rows } });
  await using cli = await connect(router.target());
  const [good, bad, last] = await listFiles(cli, platform, 'flaptrap-1-*');
  expect([good, last]).toEqual([
    { name: 'flaptrap-1-good.txt', sizeBytes: 3 },
    { name: 'flaptrap-1-last.txt', sizeBytes: 4 },
  ]);
  expect(bad?.problem).toMatch(problem);
});

test('a file that cannot be named is neither typed nor deleted, and the error names it', async () => {
  await using router = await ScriptedRouter.start();
  await using cli = await connect(router.target());
  for (const path of ['flash:flaptrap-1-*', 'flash:x | append flash:y', 'flash:../x', 'flash:\x1b[2J']) {
    const fetched = await failureOf(fetchFile(cli, path, { sizeBytes: 3, platform }));
    const deleted = await failureOf(deleteFile(cli, path));
    expect([fetched.code, deleted.code]).toEqual(['retrieval', 'left-behind']);
    expect(deleted.message).toContain(path);
    expect(await readMd5(cli, path)).toBeUndefined();
  }
  expect(router.typed.some(({ line }) => /more|delete|verify/.test(line))).toBe(false);
});

test('no room is made for a file of 9 PB', async () => {
  await using router = await ScriptedRouter.start();
  await using cli = await connect(router.target());
  const error = await failureOf(fetchFile(cli, 'flash:x', { sizeBytes: 9e15, platform }));
  expect(error).toMatchObject({ code: 'retrieval', context: { peer: 'hq', tried: 'more flash:x' } });
});

test('a directory of too many files is an error', async () => {
  const rows = listing(Array.from({ length: LIMITS.directoryEntries + 1 }, (_, index) => [`f${index}`, '1']));
  await using router = await ScriptedRouter.start({ commands: { 'dir flash:': rows } });
  await using cli = await connect(router.target());
  expect((await failureOf(listFiles(cli, platform, '*'))).message).toContain('10001 files');
});

test.each([
  ['plain lines', Buffer.from('one\ntwo\n')],
  ['no line end at the end', Buffer.from('one\ntwo')],
  ['a line that looks like the prompt at the end', Buffer.from('one\nhq#\n')],
  ['an empty file', Buffer.from('')],
  ['bytes of every kind', Buffer.concat([Buffer.from(Array.from({ length: 256 }, (_, byte) => byte)), Buffer.from('\n')])],
  ['CRLF line ends', Buffer.from('one\r\ntwo\r\n')],
  ['a text that quotes a refusal', Buffer.from('% Incomplete command.\n')],
])('a file with %s comes over exactly', async (_what, content) => {
  await using router = await ScriptedRouter.start(withFile(content));
  await using cli = await connect(router.target());
  const file = await fetchFile(cli, 'flash:flaptrap-1.txt', { sizeBytes: content.length, platform });
  expect(file.bytes.equals(content)).toBe(true);
  expect(file.md5Checked).toBe(true);
});

test('a file into which log lines fall each time is an error', async () => {
  const content = Buffer.from('one\ntwo\nthree\n');
  const noise = '*Nov 24 04:20:11.123: %LINK-3-UPDOWN: Interface Gi0/1, changed state to down\r\n';
  await using router = await ScriptedRouter.start(withFile(content, { print: (wire) => wire.replace('two', `${noise}two`) }));
  await using cli = await connect(router.target());
  const error = await failureOf(fetchFile(cli, 'flash:flaptrap-1.txt', { sizeBytes: content.length, platform }));
  expect(error.code).toBe('retrieval');
});

test('a file of the right size but another MD5 is an error', async () => {
  await using router = await ScriptedRouter.start(withFile(Buffer.from('one\n'), { md5: '0'.repeat(32) }));
  await using cli = await connect(router.target());
  expect((await failureOf(fetchFile(cli, 'flash:flaptrap-1.txt', { sizeBytes: 4, platform }))).code).toBe('retrieval');
});

test('a file that is still there after it was deleted is left behind', async () => {
  await using router = await ScriptedRouter.start({
    commands: { ...withFile(Buffer.from('x')).commands, 'delete /force flash:flaptrap-1.txt': '' },
  });
  await using cli = await connect(router.target());
  expect((await failureOf(deleteFile(cli, 'flash:flaptrap-1.txt'))).code).toBe('left-behind');
});
