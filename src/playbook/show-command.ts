/** A show command is one show as a playbook may write it: names of the tunnel in braces, at most one filter, nothing that a terminal or EEM acts on. */

/** Filled in for each router: its own address, the peer's, the inner VRF (as `show crypto session` calls it too), the front one, the tunnel's interface. */
export const PLACEHOLDERS = ['local', 'remote', 'vrf', 'ivrf', 'frontVrf', 'fvrf', 'interface'] as const;
export type Placeholder = (typeof PLACEHOLDERS)[number];
export type Names = Partial<Record<Placeholder, string>>;

/** What leaves the output on the terminal; `redirect`, `append` and `tee` write files. */
const FILTERS = ['include', 'exclude', 'begin', 'section', 'count'];

const WORDS = /^show [A-Za-z0-9{][A-Za-z0-9 ._:/{}-]*$/;
/** No quote and no `?`, which asks for help at once; a bar would be one more pipe. */
const PATTERN = /^[A-Za-z0-9 ._:/{}^$*+()[\],=%@#-]+$/;
const PLACEHOLDER = /\{([^{}]*)\}/g;

/** `show ip route | include 198.51` in two; the filter is undefined where there is none. */
export function splitFilter(command: string): { words: string; filter?: string | undefined } {
  const at = command.indexOf('|');
  return at === -1 ? { words: command } : { words: command.slice(0, at).trimEnd(), filter: command.slice(at + 1).trim() };
}

/** Why it cannot be used; undefined when it can. */
export function whyNoShow(command: string): string | undefined {
  const { words, filter } = splitFilter(command);
  if (!words.startsWith('show ')) return 'expected a show command, such as show crypto ipsec sa detail';
  if (!WORDS.test(words)) return 'expected one show command of letters, digits and . _ : / -, without quotes';
  const unknown = [...command.matchAll(PLACEHOLDER)].find(([, name = '']) => !isPlaceholder(name));
  if (unknown !== undefined) return `${unknown[0]} is not known: there are ${PLACEHOLDERS.map((name) => `{${name}}`).join(', ')}`;
  if (/[{}]/.test(command.replaceAll(PLACEHOLDER, ''))) return 'a brace is left open';
  return filter === undefined ? undefined : whyNoFilter(filter);
}

function whyNoFilter(filter: string): string | undefined {
  const [name = '', ...rest] = filter.split(/ +/);
  if (!FILTERS.includes(name)) return `\`| ${name}\` is not a filter that may stand here: there are ${FILTERS.join(', ')}`;
  if (filter.includes('|')) return 'expected one pipe at most: classic IOS takes no second one';
  if (rest.length === 0) return `\`| ${name}\` needs what to look for`;
  return PATTERN.test(rest.join(' ')) ? undefined : 'expected a pattern without quotes, question marks and backslashes';
}

function isPlaceholder(name: string): name is Placeholder {
  return (PLACEHOLDERS as readonly string[]).includes(name);
}

/** With its names filled in; in a filter an address matches itself alone. */
export function fillIn(command: string, names: Names): string {
  const { words, filter } = splitFilter(command);
  const filled = withoutVrf(words, names).replaceAll(PLACEHOLDER, (whole, name: Placeholder) => names[name] ?? whole);
  if (filter === undefined) return filled;
  return `${filled} | ${filter.replaceAll(PLACEHOLDER, (whole, name: Placeholder) => (names[name] ?? whole).replaceAll('.', '[.]'))}`;
}

/** Of a router without that VRF the words that would name it are left out: `show ip route vrf {vrf} 10.1.0.0` is `show ip route 10.1.0.0` there. */
const VRF_WORDS = /(?<word> (?:vrf|ivrf|fvrf))? \{(?<name>vrf|ivrf|frontVrf|fvrf)\}/g;
/** `show vrf {vrf}`, `show ip vrf {vrf}`: there the word is the command's own. */
const HEAD = /^show(?: ip| ipv6)?$/;

function withoutVrf(words: string, names: Names): string {
  return words.replaceAll(VRF_WORDS, (whole: string, word: string | undefined, name: Placeholder, offset: number) => {
    if (names[name] !== undefined) return whole;
    return HEAD.test(words.slice(0, offset)) ? (word ?? '') : '';
  });
}

/** Placeholders that nobody has given a name for, and without which the command would be another. */
export function namesLacking(command: string, names: Names): Placeholder[] {
  return [...fillIn(command, names).matchAll(PLACEHOLDER)].flatMap(([, name = '']) =>
    isPlaceholder(name) && names[name] === undefined ? [name] : [],
  );
}
