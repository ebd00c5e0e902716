/** A redactor takes secrets out of texts, on demand also users, addresses and names: one value, one token, in order of appearance. */
import { AddressMap } from './address-map.ts';
import { addressesOf } from './addresses.ts';
import { type Found, inOrder, type RedactedKind } from './found.ts';
import { knownIn } from './known.ts';
import { secretsOfText } from './text-secrets.ts';
import { usersOf } from './users.ts';

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

/** `<secret-12>` in a text that was redacted before. */
const SECRET_TOKEN = /<secret-(\d{1,6})>/g;

/** Remembers which value became which token, over all texts that it is given. */
export class Redactor {
  readonly #kinds: ReadonlySet<RedactedKind>;
  readonly #known: Readonly<Record<'secret' | 'user' | 'name', readonly string[]>>;
  readonly #tokens = new Map<string, string>();
  readonly #counts: Record<'secret' | 'user' | 'name', number> = { secret: 0, user: 0, name: 0 };
  readonly #addresses = new AddressMap();

  constructor({ kinds = [], secrets = [], users = [], names = [] }: RedactorOptions = {}) {
    this.#kinds = new Set(kinds);
    this.#known = { secret: secrets.flatMap((each) => (each === undefined ? [] : [each])), user: users, name: names };
  }

  /** The text without them; it keeps its lines. */
  redact(text: string): string {
    const pieces: string[] = [];
    let at = 0;
    for (const { start, end, token } of this.edits(text)) {
      pieces.push(text.slice(at, start), token);
      at = end;
    }
    return at === 0 ? text : pieces.join('') + text.slice(at);
  }

  /** The same as a list, in order: for who keeps marks in the text. */
  edits(text: string): Edit[] {
    for (const [, number] of text.includes('<secret-') ? text.matchAll(SECRET_TOKEN) : [])
      this.#counts.secret = Math.max(this.#counts.secret, Number(number));
    return this.#find(text).map(({ start, end, kind }) => ({ start, end, token: this.#tokenOf(text.slice(start, end), kind) }));
  }

  /** Known values alone: for bytes that are no text of a router. */
  static hideKnown(text: string, secrets: readonly string[]): string {
    let at = 0;
    const pieces = inOrder(knownIn(text, secrets, 'secret')).map(({ start, end }) => {
      const piece = `${text.slice(at, start)}<removed>`;
      at = end;
      return piece;
    });
    return pieces.join('') + text.slice(at);
  }

  #find(text: string): Found[] {
    const found: Found[] = [
      ...secretsOfText(text).filter(({ kind }) => kind === 'secret' || this.#kinds.has(kind)),
      ...knownIn(text, this.#known.secret, 'secret'),
    ];
    if (this.#kinds.has('user')) found.push(...usersOf(text), ...knownIn(text, this.#known.user, 'user'));
    if (this.#kinds.has('name')) found.push(...knownIn(text, this.#known.name, 'name'));
    if (this.#kinds.has('address')) found.push(...this.#addressesOf(text));
    return inOrder(found);
  }

  /** Networks first: the bits of their hosts are free then. */
  #addressesOf(text: string): Found[] {
    const found = addressesOf(text);
    for (const { start, end, prefixLength } of found)
      if (prefixLength !== undefined) this.#addresses.learn(text.slice(start, end), prefixLength);
    return found;
  }

  #tokenOf(value: string, kind: RedactedKind): string {
    if (kind === 'address') return this.#addresses.mapped(value);
    const key = `${kind} ${kind === 'name' ? value.toLowerCase() : value}`;
    const known = this.#tokens.get(key);
    if (known !== undefined) return known;
    this.#counts[kind] += 1;
    // A name stays one for whoever reads prompts and headers.
    const token = kind === 'name' ? `name-${this.#counts.name}` : `<${kind}-${this.#counts[kind]}>`;
    this.#tokens.set(key, token);
    return token;
  }
}
