/** Doubts of the file system: how files are written, listed, read, proven and deleted. */
import { type Doubt, refuses, rewords, swallows } from './doubt.ts';

/** What a file system that cuts long names keeps of one. */
const NAME_KEPT = 20;
const REDIRECTED = /(\| (?:redirect|append) [a-z0-9-]+:)(\S+)/;

export const FILE_DOUBTS = {
  'delete-asks-nothing': {
    belief: '`delete /force` asks nothing.',
    rests: 'files of ours are deleted once they are home',
    mark: 'L',
    source: 'eem.md 10.9',
    code: ['device/files.ts'],
    quirk: {
      onLine: (line, seat, { flash }) => {
        const name = /^delete \/force [a-z0-9-]+:(\S+)$/.exec(line)?.[1];
        if (name === undefined) return undefined;
        return seat.ask(`Delete filename [${name}]? `, () =>
          seat.ask(`Delete flash:/${name}? [confirm]`, (answer) => {
            if (/^y?$/i.test(answer)) flash.delete(name);
            return '';
          }),
        );
      },
    },
  },
  'delete-deletes': {
    belief: 'A file that was deleted without a word is gone.',
    rests: 'nothing of ours stays on flash',
    mark: 'B',
    source: 'eem.md 10.9',
    code: ['device/files.ts', 'capture/remove-files.ts'],
    quirk: swallows(/^delete \/force /),
  },
  'directory-takes-patterns': {
    belief: '`dir` takes `*` in a name.',
    rests: 'whether the trap has sprung is seen by its files',
    mark: 'L',
    source: 'eem.md 10.13',
    code: ['capture/residue.ts', 'device/files.ts', 'lab/device/commands/files.ts'],
    quirk: refuses(/^dir \S*\*/, '%Error opening flash:/ (No such file or directory)'),
  },
  'file-system-writes': {
    belief: '`| redirect` writes what a command prints into a file.',
    rests: 'the record is saved',
    mark: 'L',
    source: 'eem.md 10.13',
    code: ['playbook/freeze.ts', 'capture/probe-verdict.ts'],
    quirk: { onLine: (line) => (REDIRECTED.test(line) ? '' : undefined) },
  },
  'hash-words': {
    belief: '`verify /md5` prints `verify /md5 (PATH) = HASH`.',
    rests: 'a file that came home is exact',
    mark: 'L',
    source: 'eem.md 10.13',
    code: ['device/files.ts'],
    quirk: rewords(/^verify \/md5/, /^verify .* = /m, 'MD5 of it: '),
  },
  'more-prints-as-it-is': {
    belief: '`more` prints a file as it is, with at most some newlines behind it.',
    rests: 'a file that came home is exact',
    mark: 'B',
    source: 'eem.md 10.13',
    code: ['device/line-ends.ts', 'device/files.ts'],
    quirk: { onOutput: (output, typed) => (typed.startsWith('more ') ? `-- file --\n${output}\n\n` : output) },
  },
  'names-keep-their-case': {
    belief: 'A file is listed under the name that it was written by, in capitals or not.',
    rests: 'whether the trap has sprung is seen by its files',
    mark: 'B',
    source: 'eem.md 10.13',
    code: ['playbook/check-lists.ts', 'playbook/ownership.ts'],
    quirk: {
      onOutput: (output, typed) => (typed.startsWith('dir') ? output.replace(/flaptrap-\S+/g, (name) => name.toUpperCase()) : output),
    },
  },
  'names-may-be-long': {
    belief: 'Old flash takes names of 63 characters.',
    rests: 'each file of a capture has a name of its own',
    mark: 'U',
    source: 'eem.md 10.13',
    code: ['playbook/ownership.ts'],
    quirk: { retype: (line) => line.replace(REDIRECTED, (_all, before: string, name: string) => `${before}${name.slice(0, NAME_KEPT)}`) },
  },
  'one-write-makes-one-file': {
    belief: 'A second file is written beside the first.',
    rests: 'the record comes home beside the first file of a freeze',
    mark: 'B',
    source: 'eem.md 10.13',
    code: ['capture/fetch.ts', 'capture/look.ts'],
    quirk: {
      onLine: (line, seat, { flash }) =>
        seat.isInternal && REDIRECTED.test(line) && [...flash.keys()].some((name) => /^flaptrap-/i.test(name))
          ? '%Error opening file (No space left on device)\n'
          : undefined,
    },
  },
  'write-failure-words': {
    belief: 'A `| redirect` that cannot write says so behind a `%`.',
    rests: 'a trap and a guard see that flash has taken nothing, and leave the log buffer, which alone holds the record',
    mark: 'B',
    source: 'eem.md 10.13',
    code: ['playbook/contexts.ts', 'lab/device/filters.ts'],
    quirk: { onWriteFailure: () => 'no room there' },
  },
} as const satisfies Record<string, Doubt>;
