/** What the shows of GETVPN say of a member's life in its group, and of the traffic for which the group gave it SAs. */
import { readAddress } from '../ipsec/address.ts';
import { wholeInterfaceName } from './interface-name.ts';
import { type ShowLine, secondsShown, withoutAbsent } from './show-lines.ts';
import type { ShownGroup, ShownGroupSelectors } from './shown-getvpn.ts';
import type { Shown } from './shows/show.ts';

/** `       Succeeded registration: 1`, `       Unicast rekey received: 25`, `       Rekey ACKs sent       : 25`, `       Last rekey seq num    : 2` [C] genieparser, `ShowCryptoGdoiGm`; in `show crypto gdoi gm rekey` `    Number of Rekeys received (cumulative)       : 25` */
export const MEMBER_COUNT =
  /^\s*(Succeeded registration|Attempted registration|Unicast rekey received|Multicast rekey received|(?:Number of )?Rekey ACKs sent|Last rekey seq num|Rekeys received|Number of rekeys received \(cumulative\))\s{0,30}: (\d{1,12})\s*$/i;
/** `       Last rekey from       : 203.0.113.100` */
export const REKEY_FROM = /^\s*Last rekey from\s{0,20}: (\S{2,45})\s*$/i;
/** `       Rekey Rcvd(hh:mm:ss)  : 00:01:30` */
export const REKEYED = /^\s*Rekey Rcvd\(hh:mm:ss\)\s{0,20}: (\S{1,20})\s*$/i;

const COUNTS: Record<string, keyof ShownGroup> = {
  'succeeded registration': 'registrations',
  'attempted registration': 'registrationsTried',
  'unicast rekey received': 'rekeysReceived',
  'multicast rekey received': 'rekeysReceived',
  'rekeys received': 'rekeysReceived',
  'number of rekeys received (cumulative)': 'rekeysReceived',
  'rekey acks sent': 'rekeyAcksSent',
  'number of rekey acks sent': 'rekeyAcksSent',
  'last rekey seq num': 'lastRekeySequence',
};

export function followMember(group: ShownGroup, text: string): void {
  const [, counted = '', count] = MEMBER_COUNT.exec(text) ?? [];
  const field = COUNTS[counted.toLowerCase()];
  if (field !== undefined) Object.assign(group, { [field]: Number(count) });
  const lastRekeyFrom = readAddress(REKEY_FROM.exec(text)?.[1]);
  Object.assign(group, withoutAbsent({ lastRekeyFrom, rekeyedSeconds: secondsShown(REKEYED.exec(text)?.[1]) }));
}

/** `SA created for group GETVPN:` */
const OF_GROUP = /^\s*SA created for group (\S{1,80}?):\s*$/;
/** `  GigabitEthernet0/0/1:` */
export const ON_INTERFACE = /^\s*([A-Z][A-Za-z-]{1,30}\d[\d/.:]{0,20}):\s*$/;
/** `    protocol = ip` */
export const PROTECTED_PROTOCOL = /^\s*protocol = (\S{1,20})\s*$/;
/** `      local ident  = 10.1.0.0/16, port = 0`, `      remote ident = ANY, port = 3784` */
export const GROUP_IDENT = /^\s*(local|remote) ident {1,2}= ([^\s,]{1,60}), port = (\d{1,5})/;
/** `      direction: Both, replay(method/window): Counter/64` */
export const GROUP_DIRECTION = /^\s*direction: (\w{1,20}),/;

/** Below a group stand its interfaces, below each what is protected there. */
export class GroupSelectors {
  readonly selectors: Shown<ShownGroupSelectors>[] = [];
  #group: string | undefined;
  #interface: string | undefined;

  follow(line: ShowLine): void {
    const { text } = line;
    this.#group = OF_GROUP.exec(text)?.[1] ?? this.#group;
    if (this.#group === undefined) return;
    const name = ON_INTERFACE.exec(text)?.[1];
    if (name !== undefined) this.#interface = wholeInterfaceName(name);
    const protocol = PROTECTED_PROTOCOL.exec(text)?.[1];
    if (protocol !== undefined)
      this.selectors.push({ value: withoutAbsent({ group: this.#group, interface: this.#interface, protocol }), ...line });
    const last = this.selectors.at(-1)?.value;
    const [, end, ident, port] = GROUP_IDENT.exec(text) ?? [];
    if (end === 'local') Object.assign(last ?? {}, { local: ident, localPort: Number(port) });
    if (end === 'remote') Object.assign(last ?? {}, { remote: ident, remotePort: Number(port) });
    Object.assign(last ?? {}, withoutAbsent({ direction: GROUP_DIRECTION.exec(text)?.[1] }));
  }
}
