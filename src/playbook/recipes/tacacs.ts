/** A TACACS+ command set, as tac_plus reads it: the words of each command, anchored; all else is refused. */
import { ARGUMENT, type NeededCommand, type Recipe } from './recipe.ts';

export const tacacs: Recipe = {
  title: 'TACACS+ command set (tac_plus), on the server',
  print: (commands) => [
    '# The applets run their commands as EEM, which sends no user name: either `event manager session cli username` of a user in this',
    '# group, or eem.authorizationBypass in the playbook. `event`, `description`, `action`, `logging`, `default` are configuration lines:',
    '# they are asked for under `aaa authorization config-commands`.',
    'group = flaptrap {',
    '  default service = deny',
    '  service = exec { priv-lvl = 15 }',
    ...[...bySet(commands)].flatMap(([word, patterns]) => [
      `  cmd = ${word} {`,
      ...patterns.map((pattern) => `    permit "${pattern}"`),
      '    deny ".*"',
      '  }',
    ]),
    '}',
  ],
};

/** The first word of each command, and what may follow it. */
function bySet(commands: readonly NeededCommand[]): Map<string, string[]> {
  const sets = new Map<string, string[]>();
  for (const { command } of commands) {
    const [word = '', ...rest] = command.trim().split(/ +/);
    const pattern = `^${restOf(word, rest).map(patternOf).join(' ')}`;
    const patterns = sets.get(word) ?? [];
    if (!patterns.includes(pattern)) patterns.push(pattern);
    sets.set(word, patterns);
  }
  return sets;
}

/** Free text is the applet's own business. */
const FREE_TEXT = ['action', 'event', 'description'];

function restOf(word: string, rest: string[]): string[] {
  return FREE_TEXT.includes(word) ? [] : rest;
}

function patternOf(word: string): string {
  if (word.startsWith('FLAPTRAP-')) return word.replace(/-[0-9a-f]{8}-/, '-[0-9a-f]+-');
  if (/flaptrap-[0-9a-f]{8}-/.test(word)) return word.replace(/flaptrap-[0-9a-f]{8}-.*/, 'flaptrap-[0-9a-f]+-.*');
  return ARGUMENT.test(word) || word.includes('.') ? word.replaceAll('.', '[.]') : word;
}
