/** Files read over a terminal are exact or an error. */
import { createHash } from 'node:crypto';
import { expect, test } from 'vitest';
import { connect } from '../../src/device/cli.ts';
import { deleteFile, fetchFile, listFiles } from '../../src/device/files.ts';
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
