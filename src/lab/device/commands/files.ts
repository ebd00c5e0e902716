/** Commands of the flash: what is there, its text, its hash, its removal. */
import { createHash } from 'node:crypto';
import { isOurs, nameOf } from '../flash.ts';
import type { Router } from '../router.ts';
import { fileStamp } from '../stamp.ts';
import type { Command } from './command.ts';

export const FILE_COMMANDS: readonly Command[] = [
  { words: 'dir', privilege: 15, run: (router) => directory(router, '') },
  {
    words: 'dir <path>',
    privilege: 15,
    run: (router, [path = '']) => (isOurs(router, path) ? directory(router, nameOf(path)) : wrongDevice(path)),
  },
  {
    words: 'more <path>',
    privilege: 15,
    run: (router, [path = '']) => withFile(router, path, 'opening', (bytes) => bytes.toString('latin1')),
  },
  {
    words: 'verify /md5 <path>',
    privilege: 15,
    run: (router, [path = '']) =>
      withFile(router, path, 'opening', (bytes) => `.Done!\nverify /md5 (${path}) = ${createHash('md5').update(bytes).digest('hex')}\n`),
  },
  { words: 'delete /force <path>', privilege: 15, run: (router, [path = '']) => remove(router, path) },
  {
    words: 'delete <path>',
    privilege: 15,
    run: (router, [path = ''], session) =>
      session.ask(`Delete filename [${nameOf(path)}]? `, (name) => {
        const chosen = name === '' ? path : name;
        return session.ask(`Delete ${router.fileSystem}/${nameOf(chosen)}? [confirm]`, (answer) =>
          /^y?$/i.test(answer) ? remove(router, chosen) : '',
        );
      }),
  },
];

function remove(router: Router, path: string): string {
  return withFile(router, path, 'deleting', () => {
    router.flash.delete(nameOf(path));
    return '';
  });
}

function withFile(router: Router, path: string, act: string, work: (bytes: Buffer) => string): string {
  if (!isOurs(router, path)) return wrongDevice(path);
  const file = router.flash.get(nameOf(path));
  return file === undefined ? `%Error ${act} ${path} (No such file or directory)` : work(file.bytes);
}

function wrongDevice(path: string): string {
  return `%Error opening ${path} (No such device)`;
}

/** `*` and `?` in a name, as IOS takes them. [L] */
function directory(router: Router, name: string): string {
  const pattern = new RegExp(
    `^${name
      .replace(/[.+^${}()|[\]\\]/g, '\\$&')
      .replaceAll('*', '.*')
      .replaceAll('?', '.')}$`,
  );
  const files = [...router.flash].filter(([each]) => name === '' || pattern.test(each));
  if (name !== '' && files.length === 0) return `%Error opening ${router.fileSystem}/${name} (No such file or directory)`;
  const rows = files.map(
    ([each, { bytes, changedAtMs }], index) =>
      `${String(index + 1).padStart(5)}  -rw-  ${String(bytes.length).padStart(12)}  ${fileStamp(changedAtMs)}  ${each}`,
  );
  const shown = rows.length > 0 ? rows : ['No files in directory'];
  return [
    `Directory of ${router.fileSystem}/${name}`,
    '',
    ...shown,
    '',
    `${router.flashBytes} bytes total (${router.freeBytes} bytes free)`,
  ].join('\n');
}
