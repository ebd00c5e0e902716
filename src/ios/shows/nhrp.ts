/** The show of NHRP's cache: which tunnel address is reached at which address of the network below, and who said so. */
import { type Address, isSameAddress, readAddress } from '../../ipsec/address.ts';
import { wholeInterfaceName } from '../interface-name.ts';
import { type ShowLine, secondsShown, showLines } from '../show-lines.ts';
import type { ShownNhrp } from '../shown.ts';
import type { Show, Shown, ShownState } from './show.ts';

/** `   NBMA address: 198.51.100.1 ` [C] */
export const NBMA_ADDRESS = /\bNBMA address: {0,2}(?<address>[0-9A-Fa-f.:]{2,45})/i;
/** `    (Claimed NBMA address: 10.99.0.2)`: what the peer calls itself behind a NAT; it is not reached there. [C] */
export const CLAIMED = /\(Claimed NBMA address: {0,2}(?<address>[0-9A-Fa-f.:]{2,45})/i;
/** `10.0.0.2/32 via 10.0.0.2`, `10.2.0.0/24 via 10.0.0.2`, `10.0.0.2/32, Tunnel0 created 00:01:03`; `10.0.0.2/32 (RED) via 10.0.0.2` and, unresolved, `10.0.0.3/32 (RED)` in a VRF [C] */
export const TUNNEL_ADDRESS =
  /^\s{0,16}([0-9A-Fa-f.:]{2,45})\/(\d{1,3})(?: \([^\s()]{1,40}\))?(?: via ([0-9A-Fa-f.:]{2,45})|,|$)(?:.*?\b((?:Tunnel|Virtual-Access)\d{1,10})\b)?/;
/** `10.0.0.2/32          10.0.0.2        198.51.100.1    dynamic  Tu0     <   >`, as `show ip nhrp brief` prints it [C] */
export const BRIEF_ENTRY =
  /^\s{0,16}([0-9A-Fa-f.:]{2,45}\/\d{1,3})\s+([0-9A-Fa-f.:]{2,45})\s+([0-9A-Fa-f.:]{2,45})\s+(static|dynamic|incomplete|local)\s+((?:Tu|Vi)\w{0,5}\d{1,10})\b/;
/** `Tu0      10.0.0.2                                    D/r    198.51.100.1`, and below it `         10.0.0.2/32`: the same of later releases [L] */
export const BRIEF_ROW = /^((?:Tu|Vi)\w{0,5}\d{1,10})\s+([0-9A-Fa-f.:]{2,45})\s+([SD])\/(\w{0,8})\s+([0-9A-Fa-f.:]{2,45})\s*$/;
const BRIEF_TARGET = /^\s{2,16}([0-9A-Fa-f.:]{2,45})\/(\d{1,3})\s*$/;
/** `< 10.99.0.2 >` at its end: what the peer calls itself behind a NAT [L] */
const BRIEF_CLAIMED = /<\s{0,4}([0-9A-Fa-f.:]{2,45})\s{0,4}>\s*$/;
/** `   Tunnel0 created 00:01:03, expire 01:58:56`, `   Tunnel0 created 10w2d, never expire`; FlexVPN: `   Virtual-Access1 created 00:01:52, expire 01:58:14` [C] */
export const CACHE_INTERFACE = /(?:^\s*|, |\) )((?:Tunnel|Virtual-Access)\d{1,10}):? created ([\w:]{1,20})(?:, expire ([\w:]{1,20}))?/;
/** `   Type: dynamic, Flags: unique registered used nhop`, `  Type: incomplete, Flags: negative` */
export const CACHE_TYPE = /^\s*Type: (\w{1,20})(?:, Flags: ?(.{0,120}))?/;
/** A router's own addresses stand in its cache too: nobody else is reached there. [C] */
const OWN = /\blocal\b/;

/** `show ip nhrp detail` lists which tunnel address is reached at which address of the network below. */
export const ipNhrp: Show = {
  id: 'ip-nhrp',
  command: 'show ip nhrp detail',
  others: ['show ipv6 nhrp detail', 'show nhrp detail'],
  // `nhs` has a reader of its own; the others list no entry of the cache, which is no empty cache.
  names: /^show_(?:ip_|ipv6_)?nhrp(?!_(?:nhs|traffic|stat|summary|multicast|group|redirect|attribute))/i,
  read(text): ShownState {
    const nhrp: Shown<ShownNhrp>[] = [];
    let entry: Entry = {};
    for (const line of showLines(text)) {
      const brief = briefEntry(line.text) ?? briefRow(line.text);
      if (brief !== undefined) nhrp.push({ value: brief, ...line });
      sayTarget(nhrp.at(-1), line);
      entry = entryOf(line.text) ?? detailed(entry, line.text);
      const nbma = readAddress(NBMA_ADDRESS.exec(line.text)?.groups?.['address']);
      const claimed = CLAIMED.exec(line.text)?.groups?.['address'];
      if (claimed !== undefined) {
        sayClaimed(nhrp.at(-1), readAddress(claimed));
        continue;
      }
      if (nbma === undefined || entry.tunnelAddress === undefined) continue;
      nhrp.push({ value: { ...entry, tunnelAddress: entry.tunnelAddress, nbma }, ...line });
    }
    // An empty cache prints nothing: these lines are of `show ip nhrp traffic` or another of its forms, which list no mapping.
    if (nhrp.length === 0) return {};
    const others = nhrp.filter(({ value }) => !OWN.test(value.flags ?? ''));
    return { peers: others.map(({ value: { nbma }, ...line }) => ({ ...line, value: nbma })), nhrp };
  },
  samples: [
    '10.0.0.2/32 via 10.0.0.2\n   Tunnel0 created 00:01:03, expire 01:58:56\n   Type: dynamic, Flags: unique registered used nhop\n   NBMA address: 198.51.100.1',
  ],
};

/** It stands below the address at which the peer is reached, in the same entry. [C] */
function sayClaimed(entry: Shown<ShownNhrp> | undefined, claimed: Address | undefined): void {
  if (entry !== undefined && claimed !== undefined) entry.value.claimed = claimed;
}

type Entry = Omit<ShownNhrp, 'tunnelAddress' | 'nbma'> & { tunnelAddress?: Address | undefined };

/** A network behind a spoke is reached `via` the spoke's tunnel address; only a host's own entry is that address itself. [C] */
function entryOf(text: string): Entry | undefined {
  const [, target, length, via, name] = TUNNEL_ADDRESS.exec(text) ?? [];
  if (target === undefined || BRIEF_ENTRY.test(text)) return undefined;
  const isHost = length === (target.includes(':') ? '128' : '32');
  const network = isHost && (via === undefined || via === target) ? undefined : `${target}/${length}`;
  return detailed({ tunnelAddress: readAddress(via ?? (isHost ? target : undefined)), network, interface: name }, text);
}

function briefEntry(text: string): ShownNhrp | undefined {
  const [, target = '', via, printed, type = '', name = ''] = BRIEF_ENTRY.exec(text) ?? [];
  const [tunnelAddress, nbma] = [readAddress(via), readAddress(printed)];
  if (tunnelAddress === undefined || nbma === undefined || type === 'local') return undefined;
  const network = target === `${via}/${target.includes(':') ? 128 : 32}` ? undefined : target;
  const claimed = readAddress(BRIEF_CLAIMED.exec(text)?.[1]);
  return { tunnelAddress, nbma, network, interface: wholeInterfaceName(name), type, ...(claimed === undefined ? {} : { claimed }) };
}

function briefRow(text: string): ShownNhrp | undefined {
  const [, name = '', via, type, flags = '', printed] = BRIEF_ROW.exec(text) ?? [];
  const [tunnelAddress, nbma] = [readAddress(via), readAddress(printed)];
  if (tunnelAddress === undefined || nbma === undefined) return undefined;
  return { tunnelAddress, nbma, interface: wholeInterfaceName(name), type: type === 'S' ? 'static' : 'dynamic', flags };
}

/** What is reached there stands below the row: a host's own entry is that address itself. */
function sayTarget(above: Shown<ShownNhrp> | undefined, { line, text }: ShowLine): void {
  if (above === undefined || above.line !== line - 1 || !BRIEF_ROW.test(above.text)) return;
  const [, target, length] = BRIEF_TARGET.exec(text) ?? [];
  const isHost = length === (target?.includes(':') ? '128' : '32') && isSameAddress(target, above.value.tunnelAddress);
  if (target !== undefined && !isHost) above.value.network = `${target}/${length}`;
}

function detailed(entry: Entry, text: string): Entry {
  const [, type, flags] = CACHE_TYPE.exec(text) ?? [];
  const [, name, created, expire] = CACHE_INTERFACE.exec(text) ?? [];
  return {
    ...entry,
    ...(type === undefined ? {} : { type }),
    ...(flags === undefined ? {} : { flags: flags.trim() }),
    ...(name === undefined ? {} : { interface: name }),
    ...(created === undefined ? {} : { createdSeconds: secondsShown(created) }),
    ...(expire === undefined ? {} : { expireSeconds: secondsShown(expire) }),
  };
}
