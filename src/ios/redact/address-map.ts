/** The address map gives each address another one: two that share a prefix share one of the same length afterwards, so every mask still fits. */
import ipaddr from 'ipaddr.js';

interface Family {
  bits: number;
  /** By its first bits, what the first address of a kind becomes. */
  models: readonly (readonly [string, string])[];
  /** Addresses that begin so stay themselves. */
  fixed: readonly string[];
  /** Beginnings that stay, though not what follows them. */
  kept: readonly string[];
}

/** This network, loopback, and from 224.0.0.0 on multicast, reserved ones and most masks. [C] RFC 6890 */
const IPV4: Family = {
  bits: 32,
  models: [
    ['110', '198.51.100.1'],
    ['10', '172.16.0.1'],
    ['', '10.0.0.1'],
  ],
  fixed: ['00000000', '01111111', '111'],
  kept: [],
};
/** Unspecified, loopback and embedded IPv4; multicast. Kept: link local, unique local, global unicast. [C] RFC 6890 */
const IPV6: Family = {
  bits: 128,
  models: [
    ['1111111010', 'fe80::1'],
    ['', '2001:db8::1'],
  ],
  fixed: ['0000000000000000', '11111111'],
  kept: ['1111111010', '1111110', '001'],
};
const SPELLED_MAX = 100_000;
const MASK = /^(?:1+0*|0*1+)$/;

export class AddressMap {
  /** Whether the bit behind this prefix is turned, decided by the first address that asks. */
  readonly #isTurned: Record<number, Map<string, boolean>> = { 32: new Map(), 128: new Map() };
  readonly #tokens = new Map<string, string>();
  /** By the spelling: most of a log's addresses are a few, in every line. */
  readonly #spelled = new Map<string, string>();

  /** Each address that was asked for, in the one spelling, and what it became. */
  get mappings(): ReadonlyMap<string, string> {
    return this.#tokens;
  }

  /** A network is told beforehand, so that its host bits stay as they are: all 0, or all 1 for its last address. */
  learn(text: string, prefixLength: number): void {
    if (!this.#tokens.has(canonical(text))) this.#turn(bitsOf(text), prefixLength);
  }

  mapped(text: string): string {
    const spelled = this.#spelled.get(text);
    if (spelled !== undefined) return spelled;
    const value = canonical(text);
    const known = this.#tokens.get(value);
    const token = known ?? printBits(this.#turn(bitsOf(value)));
    this.#tokens.set(value, token);
    const printed = /[A-F]/.test(text) ? token.toUpperCase() : token;
    if (this.#spelled.size < SPELLED_MAX) this.#spelled.set(text, printed);
    return printed;
  }

  #turn(bits: string, hostBitsFrom = bits.length): string {
    const family = bits.length === IPV4.bits ? IPV4 : IPV6;
    if (family.fixed.some((prefix) => bits.startsWith(prefix)) || (family === IPV4 && MASK.test(bits))) return bits;
    const model = bitsOf(family.models.find(([prefix]) => bits.startsWith(prefix))?.[1] ?? '');
    const turned = this.#isTurned[family.bits] ?? new Map<string, boolean>();
    const anchors = [...family.fixed, ...family.kept];
    let result = '';
    for (let depth = 0; depth < bits.length; depth += 1) {
      const prefix = bits.slice(0, depth);
      const isAnchor = anchors.some((anchor) => anchor.length > depth && anchor.startsWith(prefix));
      const isTurned = turned.get(prefix) ?? (!isAnchor && depth < hostBitsFrom && bits[depth] !== model[depth]);
      turned.set(prefix, isTurned);
      result += isTurned === (bits[depth] === '0') ? '1' : '0';
    }
    return result;
  }
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
