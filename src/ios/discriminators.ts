/** Discriminators are filters before a destination of the log: each part of one drops what matches it, or takes nothing else. */

export interface LoggedMessage {
  facility: string;
  severity: number;
  mnemonic: string;
  body: string;
}

/** One part; all parts have to let a message pass. */
interface Sieve {
  field: string;
  drops: boolean;
  pattern: string;
}

/** By name, as the table of `show logging` and the configuration say them. */
export type Discriminators = ReadonlyMap<string, readonly Sieve[]>;

const FIELD = '(?:severity|facility|mnemonics|msg-body)';
/** `logging discriminator NOISE severity drops 4 facility drops CRYPTO` [C CFCR] */
const CONFIGURED = /^\s*logging discriminator (\S{1,20})\s/;
/** `test      mnemonics      drops    CONFIG_I`; below it, without the name, its other parts [C genieparser] */
const LISTED = new RegExp(`^\\s*(?:(\\S{1,20})\\s+)?(?=${FIELD}\\s+(?:group\\s+)?(?:drops|includes)\\s)`);
/** `severity group drops 4,5`, `msg-body drops "by cisco"`: up to the next part of the line. */
const PART = new RegExp(
  `\\b(severity|facility|mnemonics|msg-body)\\s+(?:group\\s+)?(drops|includes)\\s+(\\S.*?)(?=\\s+(?:${FIELD}|rate-limit)\\s|\\s*$)`,
  'g',
);

export function readDiscriminators(text: string): Discriminators {
  const found = new Map<string, Sieve[]>();
  let current: string | undefined;
  for (const line of text.split('\n')) {
    const head = CONFIGURED.exec(line) ?? LISTED.exec(line);
    if (head === null) continue;
    current = head[1] ?? current;
    if (current === undefined) continue;
    found.set(current, [...(found.get(current) ?? []), ...partsOf(line)]);
  }
  return found;
}

function partsOf(line: string): Sieve[] {
  return [...line.matchAll(PART)].map(([, field = '', takes, pattern = '']) => ({ field, drops: takes === 'drops', pattern }));
}

/** True where every part surely lets the message pass; what a discriminator does that nothing describes is not known. */
export function lets(discriminator: readonly Sieve[] | undefined, message: LoggedMessage): boolean {
  return discriminator?.every((sieve) => isMatched(sieve, message) === !sieve.drops) === true;
}

/** Undefined where the pattern is more than words: a regular expression of somebody else's is not run. */
function isMatched({ field, pattern }: Sieve, message: LoggedMessage): boolean | undefined {
  if (field === 'severity') return pattern.split(/[\s,]+/).includes(String(message.severity));
  const words = pattern.replace(/^"(.*)"$/, '$1');
  if (!WORDS.test(words)) return undefined;
  const text = { facility: message.facility, mnemonics: message.mnemonic }[field] ?? message.body;
  return words.split('|').some((word) => text.includes(word));
}

/** A pattern is looked for anywhere in its field; these characters mean themselves. [C CFCR] */
const WORDS = /^[\w |%':=,-]+$/;
