/** What the system refuses is said in words that nobody has to look up. */
import { expect, it } from 'vitest';
import { fileTrouble, sayFileTrouble } from '../src/file-trouble.ts';

function refused(code: string, syscall: string): Error {
  return Object.assign(new Error(`${code}: refused`), { code, syscall, path: 'captures/x' });
}

it('says of what cannot be written that its folder is missing, not that the file is', () => {
  expect(fileTrouble('write the report', 'gone/x.txt', refused('ENOENT', 'open'))).toMatchObject({
    message: 'cannot write the report gone/x.txt: its folder is not there',
    context: { next: 'make the folder, or name another place' },
  });
});

it('says of what cannot be read that it is not there', () => {
  expect(fileTrouble('read', 'gone.log', refused('ENOENT', 'open')).message).toBe('cannot read gone.log: it is not there');
});

it.each([
  ['lstat', 'cannot look at captures/x: you have no right to it'],
  ['mkdir', 'cannot make the folder captures/x: you have no right to it'],
  ['scandir', 'cannot read the folder captures/x: you have no right to it'],
  ['unlink', 'cannot remove captures/x: you have no right to it'],
])('says what was tried, not the name of the call %s', (call, said) => {
  expect(sayFileTrouble(refused('EACCES', call))).toMatchObject({ message: said });
});
