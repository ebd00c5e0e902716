/** The secrets of one line: in commands by their form, in known phrases, and everywhere behind a word that announces one. */
import { type Found, inOrder } from './found.ts';
import { isNothing } from './harmless.ts';
import { matchCommand } from './match-command.ts';
import { phrasesOf } from './phrases.ts';
import { commandsOf, type Region } from './regions.ts';
import { scan } from './scan.ts';

/** `username ops secret 9`: a type without its hash; IOS takes none of these digits for a secret. */
const BARE_TYPE = /\bsecret [4589]$/i;

/** Also the users that stand in those commands. */
export function secretsOfLine(line: string): Found[] {
  const found = phrasesOf(line);
  const users: Found[] = [];
  const settled: Region[] = [];
  const commands = commandsOf(line);
  for (const { start, end } of commands) {
    const matched = matchCommand(line, start, end);
    if (matched === undefined) continue;
    for (const each of matched.found) (each.kind === 'user' ? users : found).push(each);
    settled.push({ start, end: matched.end });
  }
  const skipped = inOrder([...found, ...settled.map((region): Found => ({ ...region, kind: 'name' }))]);
  const secrets = [...found, ...scan(line, commands, skipped)];
  const kept = secrets.filter(
    ({ start, end }) => !isNothing(line.slice(start, end)) && !BARE_TYPE.test(line.slice(Math.max(0, end - 9), end)),
  );
  return inOrder([...kept, ...users]);
}
