/** Paint gives colour by meaning to what is plain text already: nothing is said by it that the words do not say. */

/** What a text is, and so what in it has a meaning. */
export type Kind = 'report' | 'ladder' | 'prose';

/** SGR: the sixteen colours that every terminal shows in its own way, so that light and dark are both legible. [C ECMA-48 8.3.117] */
const MEANINGS = {
  heading: '1',
  quiet: '2',
  bad: '31',
  good: '32',
  doubt: '33',
  name: '36',
  typed: '1;36',
} as const;
type Meaning = keyof typeof MEANINGS;

/** Each named group of a pattern is painted as its name says; the first pattern that matches a line has it. */
type Rule = RegExp;

const REPORT: readonly Rule[] = [
  /^(?<heading>STORY \d+ {2}\S+) (?<good>\(certain\))/d,
  /^(?<heading>STORY \d+ {2}\S+) (?<doubt>\((?:likely|possible)\))/d,
  /^(?<heading>STORY \d+) {2}(?<doubt>cause not found)/d,
  /^(?<good>No incident:)/d,
  /^(?<doubt>Nothing to judge:)/d,
  /^(?<doubt>DOUBTED|NOT IN THE BUNDLE)$/d,
  /^(?<heading>(?:TUNNEL|CLOCK|TIMES|IKE|HEARD|LOST|What|When|Where|Cause|Lost|Evidence|Remedy|Open)) {2,}(?=\S)/d,
  /^(?<heading>Why|What to do|RECOVERY|DEFECTS|FILES|Evidence|On .*:|In the order of the logs:)$/d,
  /^ {2}(?<name>\d\d:\d\d:\d\d\.\d{3}) {2}.*(?<bad>logged the unknown SPI|never arrived)/d,
  /^ {2}(?<name>\d\d:\d\d:\d\d\.\d{3}) {2}/d,
  /^ {2}(?<bad>This is a black hole)/d,
  /^ {2}(?<good>Certain:)/d,
  /^ {2}(?<doubt>Likely:|Possible:|The lines below show what happened, but not why\.)/d,
  /^(?<quiet> {2}\S+ \S+:\d+)(?: {2}.*(?<bad>%CRYPTO-4-RECVD_PKT_INV_SPI))?/d,
  /^ {4}.*(?<bad>%CRYPTO-4-RECVD_PKT_INV_SPI)/d,
  /^ {2}(?<heading>On [^(]*) \((?:keeps it|helps this)/d,
  /^ {4}(?! )(?<typed>(?!.*\d\d:\d\d:\d\d).*)$/d,
  /^ {5}(?<typed>\S.*)$/d,
];

const LADDER: readonly Rule[] = [
  /^(?<heading> ?time on a.*)$/d,
  /^.(?<name>\d\d\S*(?: \+- \d+)?|no time) .*?(?<bad>UNKNOWN SPI|--x>|<--x)/d,
  /^(?<doubt>~)(?<name>\d\d\S*(?: \+- \d+)?)/d,
  /^ (?<name>\d\d\S*(?: \+- \d+)?)/d,
];

const PROSE: readonly Rule[] = [
  /^ {2}(?<good>ok) {5}/d,
  /^ {2}(?<doubt>note) {3}/d,
  /^ {2}(?<bad>lacks|denied) {2,4}/d,
  /^ +(?<quiet>mend:) (?<typed>[^#]*)(?:# .*)?$/d,
  /^(?<heading>(?:CAUSE|FACT|LINT|BELIEF) \S+:)/d,
  /^(?<heading>[A-Z]+S)$/d,
  /^ {2}(?<heading>[A-Z][\w ,()-]*:)$/d,
  /^ {2}(?<name>[a-z\d]+(?:-[a-z\d]+)+) {2,}/d,
  /^(?<heading>\S.*?:\d+(?::\d+)?) (?<bad>error):/d,
  /^(?<heading>\S.*?:\d+(?::\d+)?) (?<doubt>warning):/d,
  /^(?<heading>\S.*?:\d+(?::\d+)?) (?<name>notice):/d,
  /^ {2}(?<quiet>\d{4}-\d\d-\d\d \d\d:\d\d:\d\dZ) (?<heading>\S+ \([ab]\):)?.*?(?<bad>no longer armed|trap is gone|could not be reached|STILL THERE)/d,
  /^ {2}(?<quiet>\d{4}-\d\d-\d\d \d\d:\d\d:\d\dZ) (?<heading>\S+ \([ab]\):)?.*?(?<doubt>incomplete)/d,
  /^ {2}(?<quiet>\d{4}-\d\d-\d\d \d\d:\d\d:\d\dZ) (?<heading>\S+ \([ab]\):)?.*?(?<good>triggered|armed)/d,
  /^ {2}(?<quiet>\d{4}-\d\d-\d\d \d\d:\d\d:\d\dZ) (?<heading>\S+ \([ab]\):)?/d,
  /^ {2}(?<heading>\S+ \([ab]\):) (?:.*?(?<bad>no longer armed|trap is gone|could not be reached)|.*?(?<doubt>incomplete)|(?<good>disarmed|armed|triggered|recording saved))?/d,
  /^ {2}(?<bad>! .*)$/d,
  /^ {2}(?<bad>STILL THERE)/d,
  /^ {2}(?<quiet>tried: {2}|answer:|next: {3}|changes:|costs: {2})/d,
  /^ {5}(?<quiet>undo:)/d,
  /^ {5}(?<typed>\+ .*)$/d,
  /^(?<heading>WAITING \S+)/d,
  /^(?<heading>(?:plan|capture|bundle:|report:) \S+)/d,
  /^(?<heading>\S+ \([ab]\):)/d,
  /^(?<bad>FALSE)/d,
  /^(?<good>holds)/d,
];

const RULES: Readonly<Record<Kind, readonly Rule[]>> = { report: REPORT, ladder: LADDER, prose: PROSE };

/** An SPI that a line names is what the eye looks for in the next one. */
const SPI = /0x[0-9A-F]{8}\b/g;

export function paint(text: string, kind: Kind): string {
  return text
    .split('\n')
    .map((line) => paintLine(line, RULES[kind]))
    .join('\n');
}

interface Stretch {
  from: number;
  to: number;
  as: Meaning;
}

function paintLine(line: string, rules: readonly Rule[]): string {
  const match = rules.map((rule) => rule.exec(line)).find((found) => found !== null);
  const found = Object.entries(match?.indices?.groups ?? {}).flatMap(([as, place]): Stretch[] =>
    place === undefined || !isMeaning(as) ? [] : [{ from: place[0], to: place[1], as }],
  );
  const spis = [...line.matchAll(SPI)].map(({ index, 0: spi }): Stretch => ({ from: index, to: index + spi.length, as: 'name' }));
  const free = spis.filter((spi) => !found.some(({ from, to }) => spi.from < to && from < spi.to));
  return [...found, ...free].toSorted((one, two) => two.from - one.from).reduce(colour, line);
}

function isMeaning(name: string): name is Meaning {
  return Object.hasOwn(MEANINGS, name);
}

function colour(line: string, { from, to, as }: Stretch): string {
  return from === to ? line : `${line.slice(0, from)}\u001b[${MEANINGS[as]}m${line.slice(from, to)}\u001b[0m${line.slice(to)}`;
}
