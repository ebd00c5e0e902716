/** Completions: none of the commands, options and choices is missing, and real shells complete by them. */
import { execFileSync, spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type DescribedCommand, describeProgram } from '../../src/cli/completion/describe.ts';
import { SHELLS } from '../../src/cli/completion/shells.ts';
import { makeProgram } from '../../src/cli/program/program.ts';
import { flaptrap } from './flaptrap.ts';
import { silentScreen } from './silent-screen.ts';

const FOLDER = mkdtempSync(join(tmpdir(), 'flaptrap-completion-'));
const door = { screen: silentScreen(), end: async () => undefined, show: async () => undefined };
const program = await makeProgram(['completion'], door, () => undefined);
const COMMANDS: DescribedCommand[] = describeProgram(program);
const scripts = Object.fromEntries(Object.entries(SHELLS).map(([shell, print]) => [shell, print(COMMANDS)]));

const isThere = (shell: string): boolean => spawnSync(shell, ['--version']).status === 0;

beforeAll(() => {
  for (const [shell, script] of Object.entries(scripts)) writeFileSync(join(FOLDER, shell), script);
  mkdirSync(join(FOLDER, 'zsh-functions'));
  writeFileSync(join(FOLDER, 'zsh-functions/_flaptrap'), scripts['zsh'] ?? '');
});
afterAll(() => rmSync(FOLDER, { recursive: true, force: true }));

describe.each(Object.keys(SHELLS))('the completion for %s', (shell) => {
  it('is what the command prints', async () => {
    const { code, stdout } = await flaptrap(['completion', shell]);
    expect(code).toBe(0);
    expect(stdout).toBe(scripts[shell]);
  });

  it('misses no command, option or choice', () => {
    const script = scripts[shell] ?? '';
    const wanted = [...COMMANDS, ...COMMANDS.flatMap(({ commands }) => commands)].flatMap(({ name, options, values }) => [
      name,
      ...values,
      ...options.flatMap((option) => [
        ...option.flags.map((flag) => (shell === 'fish' ? `-${flag.startsWith('--') ? 'l' : 's'} ${flag.replace(/^-+/, '')}` : flag)),
        ...option.values,
      ]),
    ]);
    expect(wanted.length).toBeGreaterThan(300);
    expect(wanted.filter((word) => !script.includes(word))).toEqual([]);
  });
});

it('every command that help shows is described, with every option of its own help', async () => {
  const { stdout } = await flaptrap(['--help']);
  const shown = stdout.split('\n').flatMap((line) => /^ {2}([a-z]+) /.exec(line)?.[1] ?? []);
  expect(COMMANDS.map(({ name }) => name)).toEqual(shown);
  for (const { name, options } of COMMANDS.filter((each) => each.name !== 'help')) {
    const help = (await flaptrap([name, '--help'])).stdout;
    const flags = [...help.matchAll(/^ {2}(?:-\w, )?(--[a-z-]+)/gm)].map(([, flag]) => flag);
    expect(options.flatMap((each) => each.flags).filter((flag) => flag.startsWith('--'))).toEqual(flags);
  }
});

it('a shell that is not known is asked back', async () => {
  expect(await flaptrap(['completion', 'bsh'])).toMatchObject({ code: 2, stderr: expect.stringContaining('did you mean bash') });
});

/** What stands on the line when Tab is pressed, and some of what must be offered, and must not. */
const TRIED = [
  ['flaptrap reh', ['rehearse'], ['report']],
  ['flaptrap rehearse --cau', ['--cause'], ['--json']],
  ['flaptrap rehearse --cause rekey-r', ['rekey-race', 'rekey-reorder'], ['stale-nhrp']],
  ['flaptrap analyze --format ', ['json', 'ladder'], ['--json']],
  ['flaptrap explain label-o', ['label-order'], ['delete-lost']],
  ['flaptrap completion ', ['bash', 'fish', 'zsh'], ['check']],
  ['flaptrap eem ', ['run', 'test', 'new'], ['--event', 'check']],
  ['flaptrap eem run --', ['--event', '--answers', '--json'], ['--ignore', '--format']],
  ['flaptrap eem test --', ['--json'], ['--event']],
  ['flaptrap eem run router.cfg --ev', ['--event'], ['--json']],
  ['flaptrap eem new --', ['--help'], ['--event']],
  ['flaptrap lint --ignore=label-o', ['label-order'], ['no-event']],
] as const;

describe('a real bash', () => {
  it.each(TRIED)('completes %s', (line, offered, kept) => {
    const script = `source ${join(FOLDER, 'bash')}; COMP_LINE=$1; shift; COMP_WORDS=("$@"); COMP_CWORD=$(( $# - 1 )); _flaptrap; printf '%s\\n' "\${COMPREPLY[@]}"`;
    // As bash itself takes the line apart: an equals sign is a word.
    const words = line.split(/ |(=)/).filter((word) => word !== undefined);
    const answered = execFileSync('bash', ['--norc', '-c', script, 'bash', line, ...words], { encoding: 'utf8' }).split('\n');
    expect(answered).toEqual(expect.arrayContaining([...offered]));
    expect(answered.filter((word) => (kept as readonly string[]).includes(word))).toEqual([]);
  });

  it('leaves a playbook to its own completion of files', () => {
    const registered = execFileSync('bash', ['--norc', '-c', `source ${join(FOLDER, 'bash')}; complete -p flaptrap`], { encoding: 'utf8' });
    expect(registered).toContain('-o default');
  });
});

describe.skipIf(!isThere('fish'))('a real fish', () => {
  it.each(TRIED)('completes %s', (line, offered, kept) => {
    const script = `source ${join(FOLDER, 'fish')}; complete -C '${line}'`;
    const answered = execFileSync('fish', ['--no-config', '-c', script], { encoding: 'utf8' })
      .split('\n')
      .map((each) => each.split('\t')[0] ?? '');
    const words = answered.map((word) => word.replace(/^--ignore=/, ''));
    expect(words).toEqual(expect.arrayContaining([...offered]));
    expect(words.filter((word) => (kept as readonly string[]).includes(word))).toEqual([]);
  });
});

describe.skipIf(!isThere('zsh'))('a real zsh', () => {
  /** zsh completes on a terminal alone: one is made inside, with a mark behind what it lists. */
  const ASK = `
zmodload zsh/zpty
zpty -b z zsh -f -i
send() { zpty -w z "$1" }
send 'PS1=; PS2=; fpath=(${join(FOLDER, 'zsh-functions')} $fpath); autoload -Uz compinit; compinit -u -D; tab() { zle complete-word; print -r DONE''NOW; }; zle -N tab; bindkey "^I" tab'
send 'zstyle ":completion:*" list-grouped no; zstyle ":completion:*" verbose no; compadd() { builtin compadd "$@"; local -a found; builtin compadd -O found "$@"; print -rl -- "FOUND:"$^found; }; print -r READY''NOW'
zpty -r z out '*READYNOW*'
zpty -w -n z "$1"$'\\t'
zpty -r z out '*DONENOW*'
print -r -- "$out"
zpty -d z
`;

  it.each(TRIED)('completes %s', (line, offered, kept) => {
    const { stdout } = spawnSync('zsh', ['-f', '-c', ASK, 'zsh', line], { encoding: 'utf8', timeout: 15_000 });
    const found = [...stdout.matchAll(/FOUND:(\S+)/g)].map(([, word]) => word ?? '');
    expect(found, stdout.slice(-600)).toEqual(expect.arrayContaining([...offered]));
    expect(found.filter((word) => (kept as readonly string[]).includes(word))).toEqual([]);
  });
});
