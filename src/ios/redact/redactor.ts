/** A redactor takes secrets out of texts, on demand also users, addresses and names: one value, one token, in order of appearance. */
import { AddressMap } from './address-map.ts';
import { type Found, inOrder, type RedactedKind } from './found.ts';
import { HardwareMap, isHardware } from './hardware.ts';
import { knownIn } from './known.ts';
import { namesIn } from './names-in.ts';
import { type Survey, surveyOf } from './survey.ts';

/** What goes, beside the secrets that a text itself marks as such. */
export interface RedactorOptions {
  /** Beside secrets, which always go. */
  kinds?: readonly Exclude<RedactedKind, 'secret'>[];
  /** Removed verbatim wherever they stand: the password that was typed, the key that was used. */
  secrets?: readonly (string | undefined)[];
  /** Users and host names that are known beforehand. */
  users?: readonly string[];
  names?: readonly string[];
}

/** One replaced span of the original text. */
export interface Edit {
  start: number;
  end: number;
  token: string;
}

/** One line of the map that stays at home: what stands for what. */
export interface Replacement {
  kind: Exclude<RedactedKind, 'secret'>;
  value: string;
  token: string;
}

/** `<secret-12>` in a text that was redacted before. */
const SECRET_TOKEN = /<secret-(\d{1,6})>/g;

const IPV4_IN_PATH = /(?<![A-Za-z0-9])\d{1,3}(?:_\d{1,3}){3}(?![A-Za-z0-9])/g;

function inFileName(value: string): string {
  return value.replaceAll(/[^A-Za-z0-9]+/g, '_');
}

function replacedWord(text: string, value: string, by: string): string {
  return text.replaceAll(new RegExp(`(?<![A-Za-z0-9])${value}(?![A-Za-z0-9])`, 'gi'), by);
}

/** Remembers which value became which token, over all texts that it is given. */
export class Redactor {
  readonly #kinds: ReadonlySet<RedactedKind>;
  readonly #secrets: readonly string[];
  /** Looked for everywhere: by its lower case, a user or a name. */
  readonly #learned = new Map<string, 'user' | 'name'>();
  readonly #tokens = new Map<string, Replacement | string>();
  readonly #counts: Record<'secret' | 'user' | 'name', number> = { secret: 0, user: 0, name: 0 };
  readonly #addresses = new AddressMap();
  readonly #hardware = new HardwareMap();
  /** Of texts that were learned from and not redacted yet. */
  readonly #surveys = new Map<string, Survey>();

  constructor({ kinds = [], secrets = [], users = [], names = [] }: RedactorOptions = {}) {
    this.#kinds = new Set(kinds);
    this.#secrets = secrets.flatMap((each) => (each === undefined ? [] : [each]));
    for (const user of this.#kinds.has('user') ? users : []) this.#learned.set(user.toLowerCase(), 'user');
    for (const name of this.#kinds.has('name') ? names : []) this.#learned.set(name.toLowerCase(), 'name');
  }

  /** Give it all texts before the first is redacted: a name that one of them tells is then found in the others, and networks keep their hosts. */
  learn(text: string): void {
    if (this.#surveys.has(text)) return;
    const survey = surveyOf(text, this.#kinds);
    for (const [value, kind] of survey.values) if (!this.#learned.has(value)) this.#learned.set(value, kind);
    this.#addresses.learn(survey.addresses, survey.networks);
    this.#surveys.set(text, survey);
  }

  /** The text without them; it keeps its lines. */
  redact(text: string): string {
    const pieces: string[] = [];
    let at = 0;
    this.#visit(text, (start, end, token) => {
      pieces.push(text.slice(at, start), token);
      at = end;
    });
    return at === 0 ? text : pieces.join('') + text.slice(at);
  }

  /** A file is called by its command, whose signs are underscores there: `show_crypto_ipsec_sa_peer_192_0_2_1.txt`. Ask when the texts were redacted. */
  redactPath(path: string): string {
    if (!this.#kinds.has('address')) return this.redact(path);
    const named = [...this.#addresses.mappings].filter(([value]) => value.includes(':'));
    const withoutIpv6 = named.reduce((text, [value, token]) => replacedWord(text, inFileName(value), inFileName(token)), path);
    return this.redact(withoutIpv6.replaceAll(IPV4_IN_PATH, (spelled) => inFileName(this.redact(spelled.replaceAll('_', '.')))));
  }

  /** The same as a list, in order: for who keeps marks in the text. */
  edits(text: string): Edit[] {
    const edits: Edit[] = [];
    this.#visit(text, (start, end, token) => edits.push({ start, end, token }));
    return edits;
  }

  /** All that was replaced so far, but for secrets: they are in no list. */
  get replacements(): Replacement[] {
    const named = [...this.#tokens.values()].filter((each): each is Replacement => typeof each !== 'string');
    const addresses = [...this.#addresses.mappings, ...this.#hardware.mappings].flatMap(([value, token]): Replacement[] =>
      value === token ? [] : [{ kind: 'address', value, token }],
    );
    return [...named, ...addresses];
  }

  /** Known values alone: for bytes that are no text of a router. */
  static hideKnown(text: string, secrets: readonly string[]): string {
    let at = 0;
    const pieces = inOrder(knownIn(text, secrets)).map(({ start, end }) => {
      const piece = `${text.slice(at, start)}<removed>`;
      at = end;
      return piece;
    });
    return pieces.join('') + text.slice(at);
  }

  /** Addresses are many, all else is little: the two are told in one order, and an address inside something else is a part of it. */
  #visit(text: string, tell: (start: number, end: number, token: string) => void): void {
    for (const [, number] of text.includes('<secret-') ? text.matchAll(SECRET_TOKEN) : [])
      this.#counts.secret = Math.max(this.#counts.secret, Number(number));
    this.learn(text);
    const survey = this.#surveys.get(text) ?? surveyOf(text, this.#kinds);
    this.#surveys.delete(text);
    const { starts, ends, values } = survey.allAddresses;
    const found = this.#find(text, survey);
    let next = 0;
    let last = 0;
    const tellAddresses = (before: number): void => {
      for (; (starts[next] ?? before) < before; next += 1) {
        const start = starts[next] ?? 0;
        const end = ends[next] ?? 0;
        if (start < last || end > before) continue;
        const value = values[next] ?? '';
        const token = this.#mapped(value);
        if (token !== value) tell(start, end, token);
      }
    };
    for (const { start, end, kind } of found) {
      tellAddresses(start);
      tell(start, end, this.#tokenOf(text.slice(start, end), kind));
      last = end;
    }
    tellAddresses(text.length + 1);
  }

  #find(text: string, { secrets, placed, lines }: Survey): Found[] {
    const found = knownIn(text, this.#secrets);
    for (const each of secrets) if (each.kind === 'secret' || this.#kinds.has(each.kind)) found.push(each);
    for (const each of placed) found.push(each);
    for (const { start, end } of namesIn(text, this.#learned.keys(), lines))
      found.push({ start, end, kind: this.#learned.get(text.slice(start, end).toLowerCase()) ?? 'name' });
    return inOrder(found);
  }

  #mapped(value: string): string {
    const known = this.#addresses.known(value);
    if (known !== undefined) return known;
    return isHardware(value) ? this.#hardware.mapped(value) : this.#addresses.mapped(value);
  }

  #tokenOf(value: string, kind: RedactedKind): string {
    if (kind === 'address') return this.#mapped(value);
    const key = `${kind} ${kind === 'name' ? value.toLowerCase() : value}`;
    const known = this.#tokens.get(key);
    if (known !== undefined) return typeof known === 'string' ? known : known.token;
    this.#counts[kind] += 1;
    // A name stays one for whoever reads prompts and headers.
    const token = kind === 'name' ? `name-${this.#counts.name}` : `<${kind}-${this.#counts[kind]}>`;
    this.#tokens.set(key, kind === 'secret' ? token : { kind, value, token });
    return token;
  }
}
