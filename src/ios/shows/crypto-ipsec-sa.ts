/** `show crypto ipsec sa` lists every child SA with its SPI, its peer and what is left of its life. */
import { type Address, readAddress } from '../../ipsec/address.ts';
import { type EspSpi, parseHexSpi } from '../../ipsec/spi.ts';
import { wholeInterfaceName } from '../interface-name.ts';
import { BLOCK_INTERFACE, BLOCK_MAP, CURRENT_OUTBOUND, CURRENT_PEER, IDENT, PROTECTED_VRF, SelectorPairs } from '../selector-pairs.ts';
import { type ShowLine, showLines } from '../show-lines.ts';
import type { Show, Shown, ShownChildSa, ShownCounter, ShownState } from './show.ts';

/** `     local crypto endpt.: 1.1.1.2, remote crypto endpt.: 1.1.1.1` */
export const LOCAL_ENDPOINT = /local crypto endpt\.: ([^\s,]+)/;
export const REMOTE_ENDPOINT = /remote crypto endpt\.: ([^\s,]+)/;
/** `        transform: esp-256-aes esp-sha-hmac ,` */
export const TRANSFORM = /^\s*transform: (\S.{0,120}?)\s*,?$/;
/** `        in use settings ={Tunnel UDP-Encaps, }` */
export const SETTINGS = /^\s*in use settings ?= ?\{\s*([^,}]{1,60}?)\s*[,}]/;
/** `…, crypto map: Tunnel1-head-0, initiator : False` */
export const BEGAN = /\binitiator : (True|False)/;
/** `        conn id: 2003, flow_id: Onboard VPN:3, sibling_flags 80004040, crypto map: CMAP` */
export const CONNECTION = /\bconn[ _]id: ?(\d{1,9})/;
/** `     inbound esp sas:` */
export const SECTION = /^\s*(inbound|outbound) (esp|ah|pcp) sas:/;
/** `      spi: 0xCD2CA569(3442255209)` */
export const SPI_LINE = /^\s*spi: (0x[0-9A-Fa-f]{1,8})\b/;
/** `sa timing: remaining key lifetime (k/sec): (4607999/83191)`, on ASA `(kB/sec)` */
export const TIMING_BOTH = /remaining key lifetime \(kB?\/sec\): \((\d+)\/(-?\d+)\)/;
/** `sa timing: remaining key lifetime (sec): 94`, of a GETVPN group `sa timing: remaining key lifetime (sec): (3341)` */
export const TIMING_SECONDS = /remaining key lifetime \(sec\): \(?(\d+)/;
/** `sa timing: remaining key lifetime 4 hours, 2 mins` */
export const TIMING_WORDS = /remaining key lifetime (?:(\d+) hours?)?(?:, )?(?:(\d+) mins?)?(?:, )?(?:(\d+) secs?)?/;
/** `        replay detection support: Y  replay window size: 1024` */
export const REPLAY = /^\s*replay detection support: ([YN])(?:\s{1,4}replay window size: (\d{1,6}))?/;
/** `        Status: ACTIVE(ACTIVE)` */
export const STATUS = /^\s*Status: (\S+)/;
/** `#pkts no sa (send) 0, #pkts invalid sa (rcv) 0`, `#send errors 15, #recv errors 0`, `##pkts replay failed (rcv): 0` */
export const COUNTER = /#((?:pkts|send|recv)[^#,\d]*?):? (\d+)\b/g;

const HOUR_SECONDS = 3600;
const MINUTE_SECONDS = 60;

export const cryptoIpsecSa: Show = {
  id: 'crypto-ipsec-sa',
  command: 'show crypto ipsec sa',
  names: /^show_crypto_ipsec_sa(?:_|\.|$)/i,
  read(text): ShownState {
    const [reading, selectors] = [new Reading(), new SelectorPairs()];
    for (const line of showLines(text)) for (const each of [reading, selectors]) each.follow(line);
    reading.endBlock();
    return {
      childSas: reading.childSas,
      counters: reading.counters,
      ...(selectors.pairs.length === 0 ? {} : { selectors: selectors.pairs }),
    };
  },
  samples: [
    [
      '   current_peer 198.51.100.1 port 500',
      '    #pkts no sa (send) 0, #pkts invalid sa (rcv) 3',
      '     inbound esp sas:',
      '      spi: 0xCD2CA569(3442255209)',
      '        sa timing: remaining key lifetime (k/sec): (4607999/3569)',
      '        Status: ACTIVE(ACTIVE)',
    ].join('\n'),
  ],
};

class Reading {
  readonly childSas: Shown<ShownChildSa>[] = [];
  readonly counters: Shown<ShownCounter>[] = [];
  #remote: Address | undefined;
  #direction: 'inbound' | 'outbound' | undefined;
  #isAh = false;
  #sa: ShownChildSa | undefined;
  #proxies: Pick<ShownChildSa, 'localProxy' | 'remoteProxy'> = {};
  #block: Pick<ShownChildSa, 'interface' | 'cryptoMap' | 'local'> = {};
  #vrf: string | undefined;
  #current: EspSpi | undefined;
  /** Of this block those that stand below no heading: a filter left it out. */
  #unheaded: Shown<ShownChildSa>[] = [];
  #hasHeadings = false;

  follow(line: ShowLine): void {
    const { text } = line;
    this.#followBlock(text);
    const peer = CURRENT_PEER.exec(text)?.[1];
    if (peer !== undefined) {
      this.endBlock();
      this.#remote = readAddress(peer);
      this.#sa = undefined;
      this.#direction = undefined;
      this.#current = undefined;
    }
    this.#followCurrent(text);
    this.#followIdent(text);
    const vrf = PROTECTED_VRF.exec(text)?.[1];
    if (vrf !== undefined) this.#vrf = vrf === '(none)' ? undefined : vrf;
    this.#remote = readAddress(REMOTE_ENDPOINT.exec(text)?.[1]) ?? this.#remote;
    this.#followSa(line);
    for (const [, name = '', count] of text.matchAll(COUNTER)) {
      this.counters.push({ value: { name: name.trim(), count: Number(count), remote: this.#remote }, line: line.line, text });
    }
  }

  #followCurrent(text: string): void {
    const current = parseHexSpi(CURRENT_OUTBOUND.exec(text)?.[1] ?? '');
    if (current === undefined) return;
    this.endBlock();
    this.#current = current;
  }

  /** `| include spi`: what a block sends with now it names above. Of two the other is inbound, which stands first; which of more is which nobody knows. */
  endBlock(): void {
    const [first, second, ...more] = this.#unheaded;
    for (const shown of this.#unheaded)
      if (shown.value.spi === this.#current)
        this.childSas.push({ ...shown, value: { ...shown.value, direction: 'outbound', isCurrent: true } });
    if (first !== undefined && second?.value.spi === this.#current && first.value.spi !== this.#current && more.length === 0)
      this.childSas.push(first);
    this.#unheaded = [];
  }

  get #isUnheaded(): boolean {
    return !this.#hasHeadings && this.#current !== undefined;
  }

  #followBlock(text: string): void {
    const name = BLOCK_INTERFACE.exec(text)?.[1];
    if (name !== undefined) this.#block = { interface: wholeInterfaceName(name) };
    const [, cryptoMap, local] = BLOCK_MAP.exec(text) ?? [];
    if (cryptoMap !== undefined) this.#block = { ...this.#block, cryptoMap, local: readAddress(local) };
    const end = readAddress(LOCAL_ENDPOINT.exec(text)?.[1]);
    if (end !== undefined) this.#block = { ...this.#block, local: end };
  }

  /** Each pair of selectors is followed by its own SAs; the peer stands between. */
  #followIdent(text: string): void {
    const [, end, proxy] = IDENT.exec(text) ?? [];
    if (end === 'local') this.#proxies = { localProxy: proxy };
    else if (end === 'remote') this.#proxies = { ...this.#proxies, remoteProxy: proxy };
  }

  #followSa({ line, text }: ShowLine): void {
    const section = SECTION.exec(text);
    if (section !== null) {
      this.#hasHeadings = true;
      // A number of `pcp` is a CPI of IPComp, no SPI. [C RFC 3173 2.2]
      this.#direction = section[2] === 'pcp' ? undefined : (section[1] as 'inbound' | 'outbound');
      this.#isAh = section[2] === 'ah';
      this.#sa = undefined;
    }
    const spi = parseHexSpi(SPI_LINE.exec(text)?.[1] ?? '');
    if (spi !== undefined && (this.#direction !== undefined || this.#isUnheaded)) {
      this.#sa = {
        spi,
        direction: this.#direction ?? 'inbound',
        remote: this.#remote,
        ...this.#proxies,
        ...this.#block,
        ...(this.#vrf === undefined ? {} : { vrf: this.#vrf }),
        ...(this.#isAh ? { protocol: 'ah' } : {}),
        // The line names one SPI, and of a pair of ESP and AH it is not said whose.
        ...(this.#current === undefined || this.#direction !== 'outbound' || this.#isAh ? {} : { isCurrent: this.#current === spi }),
      };
      (this.#isUnheaded ? this.#unheaded : this.childSas).push({ value: this.#sa, line, text });
    }
    if (this.#sa !== undefined) followDetail(this.#sa, text);
  }
}

function followDetail(sa: ShownChildSa, text: string): void {
  const status = STATUS.exec(text)?.[1];
  if (status !== undefined) sa.status = status;
  const connId = CONNECTION.exec(text)?.[1];
  if (connId !== undefined) sa.connId = Number(connId);
  const began = BEGAN.exec(text)?.[1];
  if (began !== undefined) sa.isInitiator = began === 'True';
  sa.transform ??= TRANSFORM.exec(text)?.[1];
  sa.mode ??= SETTINGS.exec(text)?.[1];
  const [, replay, window] = REPLAY.exec(text) ?? [];
  if (replay !== undefined) sa.isReplayChecked = replay === 'Y';
  if (window !== undefined) sa.replayWindow = Number(window);
  if (!text.includes('remaining key lifetime')) return;
  const both = TIMING_BOTH.exec(text);
  const seconds = both?.[2] ?? TIMING_SECONDS.exec(text)?.[1];
  if (both?.[1] !== undefined) sa.remainingKilobytes = Number(both[1]);
  sa.remainingSeconds = seconds === undefined ? secondsInWords(text) : Number(seconds);
}

function secondsInWords(text: string): number | undefined {
  const [, hours, minutes, seconds] = TIMING_WORDS.exec(text) ?? [];
  if (hours === undefined && minutes === undefined && seconds === undefined) return undefined;
  return Number(hours ?? 0) * HOUR_SECONDS + Number(minutes ?? 0) * MINUTE_SECONDS + Number(seconds ?? 0);
}
