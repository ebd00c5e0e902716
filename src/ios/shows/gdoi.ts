/** The shows of GETVPN: whether a group member is registered, at which key server, and the SAs that the group gave it. */
import { readAddress } from '../../ipsec/address.ts';
import { parseHexSpi } from '../../ipsec/spi.ts';
import { type ShowLine, showLines } from '../show-lines.ts';
import type { ShownGroup } from '../shown.ts';
import { COUNTER } from './crypto-ipsec-sa.ts';
import type { Show, Shown, ShownCounter, ShownState } from './show.ts';

/** `SA created for group getvpn1:` */
export const GROUP_SA = /^\s*SA created for group (\S+?):\s*$/;
/** `    Group Name               : GETVPN` */
export const GROUP_NAME = /^\s*Group Name\s{0,30}: (\S+)/;
/** `Group Member Information For Group GETVPN:`, as `show crypto gdoi gm` begins */
export const GROUP_MEMBERS = /^\s*Group Member Information For Group (\S+?):\s*$/i;
/** `Data-plane statistics for group GETVPN:`, of `show crypto gdoi gm dataplane counters`; below it `#pkts invalid sa (rcv)   : 0` [C] genieparser */
export const GROUP_COUNTERS = /^\s*Data-plane statistics for group (\S+?):\s*$/;
/** `    Group member             : 192.0.2.1         vrf: None`; on a key server `Group Member ID    : 192.0.2.1  GM Version: 1.0.25` above its group */
export const MEMBER = /^\s*Group member(?: ID)?\s{0,30}: (\S+)(?:\s+GM Version: (\S+))?/i;
/** `       Version               : 1.0.26` */
export const MEMBER_VERSION = /^\s*Version\s{0,30}: (\d\S{0,20})/;
/** `       Re-registers in       : 449 sec` */
export const REREGISTERS = /^\s*Re-registers in\s{0,30}: (\d{1,9}) sec/;
/** `    Lifetime (secs)          : 1109`, of the KEK */
export const KEK_LIFETIME = /^\s*Lifetime \(secs\)\s{0,30}: (\d{1,9})/;
/** `        sa timing:remaining key lifetime (sec): (510)` */
export const TEK_LIFETIME = /^\s*sa timing: ?remaining key lifetime \(sec\): \(?(\d{1,9})\)?/;
/** `    Registration status      : Registered`, `Group Member … Status` [C Cisco GETVPN Configuration Guide] */
export const REGISTRATION = /^\s*(?:Registration status|Group member status|GM State)\s{0,30}: (\S.{0,80}?)\s*$/i;
/** `    Registered with          : 192.0.2.100` */
export const REGISTERED_WITH = /^\s*(?:Registered with|Key Server ID|Active Group Server|Rekeys received from)\s{0,30}: (\S+)/i;
/** `       spi: 0x3F2A9C11(1059757073)`, `     Current SPI : 0x3F2A9C11`, `   SPI = 0x3F2A9C11` */
export const GROUP_SPI = /^\s*(?:current )?spi\s{0,20}[:=] ?(0x[0-9A-Fa-f]{1,8})\b/i;

export const cryptoGdoi: Show = {
  id: 'crypto-gdoi',
  command: 'show crypto gdoi',
  names: /^show_crypto_(?:gdoi|gkm)/i,
  read(text): ShownState {
    const reading = new GroupReading();
    for (const line of showLines(text)) reading.follow(line);
    return { groups: reading.groups, ...(reading.counters.length === 0 ? {} : { counters: reading.counters }) };
  },
  samples: [
    'SA created for group GETVPN:\n  GigabitEthernet0/0/1:\n    protocol = ip\n      local ident  = 10.1.0.0, port = 0',
    '    Group Name               : GETVPN\n    Registration status      : Registered\n    Registered with          : 192.0.2.100',
  ],
};

class GroupReading {
  readonly groups: Shown<ShownGroup>[] = [];
  /** Of the whole group: they are not those of one peer. */
  readonly counters: Shown<ShownCounter>[] = [];
  private countedGroup: string | undefined;
  /** A key server prints a member above its group. */
  private above: Pick<ShownGroup, 'member' | 'version'> = {};

  follow(place: ShowLine): void {
    const { text } = place;
    this.countedGroup = GROUP_COUNTERS.exec(text)?.[1] ?? this.countedGroup;
    for (const [, name = '', count] of this.countedGroup === undefined ? [] : text.matchAll(COUNTER))
      this.counters.push({ value: { name: `${this.countedGroup} ${name.trim()}`, count: Number(count) }, ...place });
    const created = GROUP_SA.exec(text)?.[1];
    if (created !== undefined) this.groups.push({ value: { name: created, status: 'SA created' }, ...place });
    const name = GROUP_NAME.exec(text)?.[1];
    if (name !== undefined) this.groups.push({ value: { name, ...this.above }, ...place });
    if (name !== undefined) this.above = {};
    const ofMembers = GROUP_MEMBERS.exec(text)?.[1];
    if (ofMembers !== undefined && this.groups.at(-1)?.value.name !== ofMembers) this.groups.push({ value: { name: ofMembers }, ...place });
    const [, member, version] = MEMBER.exec(text) ?? [];
    if (version !== undefined) this.above = { member: readAddress(member), version };
    const last = this.groups.at(-1)?.value;
    if (last === undefined || version !== undefined) return;
    last.member ??= readAddress(member);
    followGroup(last, text);
    followKeys(last, text);
  }
}

function followGroup(group: ShownGroup, text: string): void {
  group.status = REGISTRATION.exec(text)?.[1] ?? group.status;
  group.keyServer ??= readAddress(REGISTERED_WITH.exec(text)?.[1]);
  group.version ??= MEMBER_VERSION.exec(text)?.[1];
  const again = REREGISTERS.exec(text)?.[1];
  if (again !== undefined) group.reregisterSeconds = Number(again);
}

/** The key that protects rekeys, and those that protect traffic. [C] RFC 6407 1.2 */
function followKeys(group: ShownGroup, text: string): void {
  const kek = KEK_LIFETIME.exec(text)?.[1];
  if (kek !== undefined) group.kekSeconds = Number(kek);
  const spi = parseHexSpi(GROUP_SPI.exec(text)?.[1] ?? '');
  if (spi !== undefined) group.spis = [...(group.spis ?? []), spi];
  const left = TEK_LIFETIME.exec(text)?.[1];
  if (left !== undefined) group.spiSeconds = [...(group.spiSeconds ?? []), Number(left)];
}
