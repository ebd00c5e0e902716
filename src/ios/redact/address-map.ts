/** The address map gives each address another one: two that share a prefix share one of the same length afterwards, so every mask still fits. */
import ipaddr from 'ipaddr.js';

interface Family {
  bits: number;
  /** By its first bits, what the first address of a kind becomes: the first of these under which no stand-in is somebody's own address. */
  models: readonly (readonly [string, readonly string[]])[];
  /** Addresses that begin so stay themselves. */
  fixed: readonly string[];
  /** Beginnings that stay, though not what follows them. */
  kept: readonly string[];
}

/** This network, loopback, and from 224.0.0.0 on multicast, reserved ones and most masks. [C] RFC 6890 */
const IPV4: Family = {
  bits: 32,
  models: [
    ['110', ['198.18.0.1', '198.19.0.1', '198.18.128.1', '198.19.64.1', '200.18.0.1', '214.18.0.1', '220.18.0.1']],
    ['10', ['172.16.0.1', '172.24.0.1', '172.20.0.1', '172.30.0.1', '188.16.0.1', '150.16.0.1', '140.16.0.1']],
    ['', ['10.0.0.1', '10.128.0.1', '10.64.0.1', '10.192.0.1', '10.224.0.1', '100.64.0.1', '30.0.0.1', '26.0.0.1', '55.0.0.1']],
  ],
  fixed: ['00000000', '01111111', '111'],
  kept: [],
};
/** Unspecified, loopback and embedded IPv4; multicast. Kept: link local, unique local, global unicast. [C] RFC 6890 */
const IPV6: Family = {
  bits: 128,
  models: [
    ['1111111010', ['fe80::1', 'fe80::8000:0:0:1', 'fe80::4000:0:0:1']],
    ['', ['2001:db8::1', '2001:db8:8000::1', '2001:db8:4000::1', '3fff::1', '3fff:800::1']],
  ],
  fixed: ['0000000000000000', '11111111'],
  kept: ['1111111010', '1111110', '001'],
};
const SPELLED_MAX = 100_000;
/** So many that each model of one kind was tried beside each of another. */
const TRIES_MAX = 63;
const MASK = /^(?:1+0*|0*1+)$/;

export class AddressMap {
  /** Whether the bit behind this prefix is turned, decided by the first address that asks. */
  #isTurned = new Map<string, boolean>();
  readonly #originals = new Set<string>();
  readonly #networks: [string, number][] = [];
  /** How often other models were tried. */
  #tries = 0;
  #isSettled = true;
  readonly #tokens = new Map<string, string>();
  /** By the spelling: most of a log's addresses are a few, in every line. */
  readonly #spelled = new Map<string, string>();

  /** Each address that was asked for, in the one spelling, and what it became. */
  get mappings(): ReadonlyMap<string, string> {
    return this.#tokens;
  }

  /** Told beforehand: addresses, which are no stand-ins then, and networks, whose host bits stay as they are: all 0, or all 1 for the last address. */
  learn(addresses: Iterable<string>, networks: readonly (readonly [string, number])[]): void {
    for (const text of addresses) this.#originals.add(canonical(text));
    for (const [text, prefixLength] of networks) {
      if (this.#tokens.has(canonical(text))) continue;
      this.#networks.push([bitsOf(text), prefixLength]);
      this.#turn(bitsOf(text), prefixLength);
    }
    this.#isSettled = this.#tokens.size > 0;
  }

  /** What this spelling was given; undefined for one that was not asked for yet. */
  known(text: string): string | undefined {
    return this.#spelled.get(text);
  }

  mapped(text: string): string {
    const spelled = this.known(text);
    if (spelled !== undefined) return spelled;
    if (!this.#isSettled) this.#settle();
    const value = canonical(text);
    const known = this.#tokens.get(value);
    const token = known ?? printBits(this.#turn(bitsOf(value)));
    this.#tokens.set(value, token);
    const printed = /[A-F]/.test(text) ? token.toUpperCase() : token;
    if (this.#spelled.size < SPELLED_MAX) this.#spelled.set(text, printed);
    return printed;
  }

  /** Before the first is given away: with other models until no stand-in is an original of somebody. */
  #settle(): void {
    this.#isSettled = true;
    const all = [...this.#originals].map(bitsOf);
    const own = new Set(all.filter((bits) => !isFixed(bits)));
    for (this.#tries = 0; this.#tries < TRIES_MAX; this.#tries += 1) {
      this.#isTurned = new Map();
      for (const [bits, prefixLength] of this.#networks) this.#turn(bits, prefixLength);
      if (![...own].some((bits) => own.has(this.#turn(bits)))) return;
    }
  }

  #turn(bits: string, hostBitsFrom = bits.length): string {
    const family = bits.length === IPV4.bits ? IPV4 : IPV6;
    if (isFixed(bits)) return bits;
    const models = family.models.find(([prefix]) => bits.startsWith(prefix))?.[1] ?? [];
    const model = bitsOf(models[this.#tries % models.length] ?? '');
    const anchors = [...family.fixed, ...family.kept];
    let result = '';
    for (let depth = 0; depth < bits.length; depth += 1) {
      const prefix = bits.slice(0, depth);
      const key = `${family.bits} ${prefix}`;
      const isAnchor = anchors.some((anchor) => anchor.length > depth && anchor.startsWith(prefix));
      const isTurned = this.#isTurned.get(key) ?? (!isAnchor && depth < hostBitsFrom && bits[depth] !== model[depth]);
      this.#isTurned.set(key, isTurned);
      result += isTurned === (bits[depth] === '0') ? '1' : '0';
    }
    return result;
  }
}

function isFixed(bits: string): boolean {
  const family = bits.length === IPV4.bits ? IPV4 : IPV6;
  return family.fixed.some((prefix) => bits.startsWith(prefix)) || (family === IPV4 && MASK.test(bits));
}

function canonical(text: string): string {
  return text.includes(':') ? ipaddr.IPv6.parse(text).toString() : text.split('.').map(Number).join('.');
}

function bitsOf(text: string): string {
  const bytes = ipaddr.parse(canonical(text)).toByteArray();
  return bytes.map((byte) => byte.toString(2).padStart(8, '0')).join('');
}

function printBits(bits: string): string {
  const bytes = Array.from({ length: bits.length / 8 }, (_, index) => Number.parseInt(bits.slice(index * 8, index * 8 + 8), 2));
  return ipaddr.fromByteArray(bytes).toString();
}
