/** Allowed is who may send us messages: addresses and networks; nobody when none is named. */
import { FlaptrapError } from '../errors.ts';
import { type Address, type AddressRange, isWithin, readAddress, readRange } from '../ipsec/address.ts';

/** Senders are few, and send much. */
const REMEMBERED_MAX = 10_000;

export class AllowedSources {
  readonly #ranges: readonly AddressRange[];
  readonly #known = new Map<string, Address | null>();

  /** `192.0.2.1`, `2001:db8::/32`, `any`. */
  constructor(allowed: readonly string[]) {
    this.#ranges = allowed.map(toRange);
  }

  /** The sender's address in its one spelling; null for one who is not let in. `::ffff:192.0.2.1` is 192.0.2.1. */
  admit(source: string): Address | null {
    const known = this.#known.get(source);
    if (known !== undefined) return known;
    if (this.#known.size >= REMEMBERED_MAX) this.#known.clear();
    // `fe80::1%eth0`: the zone says on which of our interfaces it was heard.
    const address = readAddress(source.split('%')[0]);
    const admitted = address !== undefined && this.#ranges.some((range) => isWithin(range, address)) ? address : null;
    this.#known.set(source, admitted);
    return admitted;
  }
}

function toRange(text: string): AddressRange {
  const range = readRange(text);
  if (range !== undefined && isWhole(text)) return range;
  throw new FlaptrapError('input', `${text} is no address and no network from which messages may come`, {
    next: 'write it as 192.0.2.1, 192.0.2.0/24, 2001:db8::/32, or any',
  });
}

/** `198.51.100.0/33` and `198.51.100.0/` are slips, and not the one address before the slash. */
function isWhole(text: string): boolean {
  const [bare = '', width] = text.split('/');
  if (width === undefined) return true;
  const widest = bare.includes(':') ? 128 : 32;
  return readAddress(width) !== undefined || (/^\d{1,3}$/.test(width) && Number(width) <= widest);
}
