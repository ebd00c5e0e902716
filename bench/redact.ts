/** What leaks of 100,000 lines in which secrets, names, users, serial numbers and addresses stand in the forms that IOS prints, and how fast it goes over the same lines eight times in one text, as long as a large log, when the code is warm. */
import { Redactor } from '../src/ios/redact/redactor.ts';
import { type Random, seeded } from '../src/lab/random.ts';
import { fill, leaks, SECRET_FORMS } from '../test/ios/redact/forms.ts';
import { drawCustomer, fillNames, NAME_FORMS } from '../test/ios/redact/name-forms.ts';
import { medianOf, printGoals } from './goal.ts';
import { tellLines } from './read-logs.ts';

const LINES = 100_000;
/** One form in a hundred lines, as in a bundle whose log stands beside its configuration. */
const SEEDED_SHARE = 0.01;
/** So that the steady state is measured: over a few MB the first turns are those in which code is compiled. */
const COPIES = 8;
const WARM_UPS = 2;
const TURNS = 5;
const KINDS = ['address', 'name', 'user'] as const;
/** What must stay as it is, for the verdict rests on it. */
const KEPT = /\b0x[0-9A-Fa-f]{8}\b|\b(?:conn_id|M-ID of|seq|Node|flags|keysize|message ID|SPI:?) ?=? ?\w+|\d\d:\d\d:\d\d\.\d{3}/g;

interface Written {
  lines: string[];
  /** By the number of its line: what must not be read of it. */
  planted: Map<number, { form: string; values: string[] }>;
}

const LETTERS = 'abcdefghijkmnopqrstuvwxyzABCDEFGHJKLMNPQRSTUVWXYZ23456789';

function secretOf(random: Random): string {
  const letter = (): string => LETTERS[Math.floor(random() * LETTERS.length)] ?? '';
  return `Z${Array.from({ length: 10 + Math.floor(random() * 14) }, letter).join('')}q`;
}

/** A form of several lines stays together: a key block is one. */
async function write(share: number): Promise<Written> {
  const random = seeded(19);
  const told = (await tellLines('a')).map(({ ms, body }) => (ms < 0 ? body : `Jan  5 00:${stampOf(ms)}: ${body}`));
  const customer = drawCustomer(random);
  const written: Written = { lines: [], planted: new Map() };
  const plant = (text: string, form: string, values: string[]): void => {
    if (values.length > 0) written.planted.set(written.lines.length, { form, values });
    written.lines.push(text);
  };
  for (let at = 0; written.lines.length < LINES; at += 1) {
    if (random() >= share) written.lines.push(told[at % told.length] ?? '');
    else if (random() < 0.5) {
      const form = NAME_FORMS[Math.floor(random() * NAME_FORMS.length)] ?? '';
      const { text, values } = fillNames(form, customer, random);
      plant(text, form, values);
    } else {
      const form = SECRET_FORMS[Math.floor(random() * SECRET_FORMS.length)];
      if (form === undefined) continue;
      const secret = (): string => form.value ?? secretOf(random);
      const user = (): string => customer.values['USER']?.[Math.floor(random() * 5)] ?? '';
      for (const line of fill(form, secret, user).lines) plant(line.text, line.form, [...line.secrets, ...line.users]);
      // What follows a key is no part of it.
      written.lines.push('!');
    }
  }
  return written;
}

function stampOf(ms: number): string {
  const seconds = Math.floor(ms / 1000);
  const two = (value: number): string => String(value % 60).padStart(2, '0');
  return `${two(Math.floor(seconds / 60))}:${two(seconds)}.${String(Math.floor(ms % 1000)).padStart(3, '0')}`;
}

function redact(text: string): string {
  return new Redactor({ kinds: KINDS, names: ['hq', 'branch'] }).redact(text);
}

/** Processor time of all threads, the collector's and the compiler's too. */
function rateOf(text: string): number {
  const before = process.cpuUsage();
  redact(text);
  const { user, system } = process.cpuUsage(before);
  return Buffer.byteLength(text) / (user + system);
}

function measure(text: string): number[] {
  // In one piece, as a decoder gives it.
  const long = Buffer.from(`${text}\n`.repeat(COPIES)).toString();
  for (let turn = 0; turn < WARM_UPS; turn += 1) redact(text);
  return Array.from({ length: TURNS }, () => rateOf(long));
}

function sayLeaks({ planted }: Written, redacted: readonly string[]): string[] {
  return [...planted].flatMap(([line, { form, values }]) => {
    const bare = form.replace(/«\w+»/g, '');
    return values.filter((value) => leaks(value, redacted[line] ?? '', bare)).map((value) => `${value} in: ${redacted[line]}`);
  });
}

/** Figures of the lines that nothing was planted in. */
function sayTouched({ lines, planted }: Written, redacted: readonly string[]): string[] {
  const kept = (line: string): string => (line.match(KEPT) ?? []).join(' ');
  return lines.flatMap((line, index) =>
    planted.has(index) || kept(line) === kept(redacted[index] ?? '') ? [] : [`${line} => ${redacted[index]}`],
  );
}

const share = process.argv.includes('--dense') ? 1 : SEEDED_SHARE;
const written = await write(share);
const text = written.lines.join('\n');
const after = redact(text).split('\n');
const leaked = sayLeaks(written, after);
const touched = sayTouched(written, after);
for (const each of [...leaked.slice(0, 20), ...touched.slice(0, 20)]) console.log(`  ${each}`);
const plantedValues = [...written.planted.values()].reduce((sum, { values }) => sum + values.length, 0);
console.log(
  `${written.lines.length} lines, ${(text.length / 1e6).toFixed(1)} MB, ${written.planted.size} of them with ${plantedValues} secrets, names, users, serial numbers and addresses`,
);
const rates = measure(text);
console.log(
  `MB/s of ${TURNS} turns over ${((text.length * COPIES) / 1e6).toFixed(1)} MB: ${rates.map((rate) => rate.toFixed(1)).join(', ')}`,
);
printGoals([
  { name: 'lines kept', figure: after.length, unit: 'lines', limit: { atLeast: written.lines.length } },
  { name: 'leaks', figure: leaked.length, unit: 'values', limit: { atMost: 0 } },
  { name: 'figures touched', figure: touched.length, unit: 'lines', limit: { atMost: 0 } },
  { name: 'redacted', figure: medianOf(rates), unit: 'MB/s', limit: { atLeast: 50 } },
]);
