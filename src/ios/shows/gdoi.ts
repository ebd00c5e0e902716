/** The shows of GETVPN: whether a group member is registered, at which key server, and the SAs that the group gave it. */
import { readAddress } from '../../ipsec/address.ts';
import { followKeys } from '../group-keys.ts';
import { followMember, GroupSelectors } from '../group-members.ts';
import { GroupRules, KeyServers } from '../group-servers.ts';
import { type ShowLine, showLines, withoutAbsent } from '../show-lines.ts';
import type { ShownGroup } from '../shown-getvpn.ts';
import { COUNTER } from './crypto-ipsec-sa.ts';
import type { Show, Shown, ShownCounter, ShownState } from './show.ts';

/** `SA created for group getvpn1:` */
export const GROUP_SA = /^\s*SA created for group (\S+?):\s*$/;
/** `    Group Name               : GETVPN`; `Group Name: GETVPN, ID: 1234, Group Members: 2` heads a summary */
export const GROUP_NAME = /^\s*Group Name\s{0,30}: (\S{1,80}?)(?:, ID: (\d{1,10}),.*|\s*|\s.*)$/;
/** `Group Member Information For Group GETVPN:`, as `show crypto gdoi gm` begins; `Group GETVPN (Unicast)`, as `show crypto gdoi gm rekey` does */
export const GROUP_MEMBERS = /^\s*(?:Group Member Information For Group (\S+?):|Group (\S{1,80}) \((?:Uni|Multi)cast\))\s*$/i;
/** `Data-plane statistics for group GETVPN:`, of `show crypto gdoi gm dataplane counters`; below it `#pkts invalid sa (rcv)   : 0` [C] genieparser */
export const GROUP_COUNTERS = /^\s*Data-plane statistics for group (\S+?):\s*$/;
/** `    Group member             : 192.0.2.1         vrf: None`; on a key server `Group Member ID    : 192.0.2.1  GM Version: 1.0.25` above its group, before 15.1 without a version */
export const MEMBER = /^\s*Group member( ID)?\s{0,30}: (\S+)(?:\s+GM Version: (\S+))?/i;
/** ` Group ID          : 1234`, `    Group Identity           : 1234` */
export const GROUP_IDENTITY = /^\s*Group (?:ID|Identity)\s{0,30}: (\d{1,10})\s*$/;
/** ` Rekey Acks missed : 0` [C] genieparser, `ShowCryptoGdoiKsMembers` */
export const MEMBER_REKEYS = /^\s*(Rekeys sent|Rekeys retries|Rekey Acks Rcvd|Rekey Acks missed)\s{0,30}: (\d{1,12})\s*$/;
/** `Number of rekeys sent for group GETVPN : 5`, above the members */
export const GROUP_REKEYS = /^\s*Number of (rekeys sent|retransmits during the last rekey) for group (\S{1,80}) : (\d{1,12})/;
/** `Key Server ID: 203.0.113.100, GMDB state: LOCAL, Group Members: 1`, of a summary, and a member in its table: `  192.0.2.1   1.0.25         0               0` [C] genieparser, `ShowCryptoGdoiKsMembersSummary` */
export const SUMMARY_SERVER = /^\s*Key Server ID: (\S{2,45}?), GMDB state:/;
export const SUMMARY_MEMBER = /^\s*([0-9A-Fa-f.:]{2,45})\s+(\d{1,5}(?:\.\d{1,5}){2})\s+(\d{1,12})\s+(\d{1,12})\s*$/;
/** `       Version               : 1.0.26` */
export const MEMBER_VERSION = /^\s*Version\s{0,30}: (\d\S{0,20})/;
/** `       Re-registers in       : 449 sec`, before 15.1 `    GM Reregisters in        : 1143 secs` */
export const REREGISTERS = /^\s*(?:Re-registers|GM Reregisters) in\s{0,30}: (\d{1,9}) sec/i;
/** `    Registration status      : Registered`, `Group Member … Status` [C Cisco GETVPN Configuration Guide] */
export const REGISTRATION = /^\s*(?:Registration status|Group member status|GM State)\s{0,30}: (\S.{0,80}?)\s*$/i;
/** `    Registered with          : 192.0.2.100` */
export const REGISTERED_WITH = /^\s*(?:Registered with|Key Server ID|Active Group Server|Rekeys received from)\s{0,30}: (\S+)/i;
/** `For group GETVPN (handle: 0x40000002) server 203.0.113.100 (handle: 0x40000002):`, as `show crypto gdoi ks policy` begins [C] genieparser, `ShowCryptoGdoiKsPolicy` */
export const POLICY_GROUP = /^\s*For group (\S{1,80}) \(handle: \w{1,20}\) server (\S{2,45}) \(handle: /;
export const cryptoGdoi: Show = {
  id: 'crypto-gdoi',
  command: 'show crypto gdoi',
  others: ['show crypto gkm'],
  names: /^show_crypto_(?:gdoi|gkm)/i,
  read(text): ShownState {
    const [groups, servers, rules, selectors] = [new GroupReading(), new KeyServers(), new GroupRules(), new GroupSelectors()];
    for (const line of showLines(text)) for (const reading of [groups, servers, rules, selectors]) reading.follow(line);
    const counters = [...groups.counters, ...servers.counters];
    return {
      groups: groups.groups,
      ...(servers.servers.length === 0 ? {} : { keyServers: servers.servers }),
      ...(rules.rules.length === 0 ? {} : { groupRules: rules.rules }),
      ...(selectors.selectors.length === 0 ? {} : { groupSelectors: selectors.selectors }),
      ...(counters.length === 0 ? {} : { counters }),
    };
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
  #countedGroup: string | undefined;
  /** A key server prints a member above its group, and a summary a group above its members. */
  #above: Partial<ShownGroup> = {};
  #summary: ShownGroup | undefined;

  follow(place: ShowLine): void {
    const { text } = place;
    this.#count(place);
    this.#followSummary(place);
    const created = GROUP_SA.exec(text)?.[1];
    if (created !== undefined) this.groups.push({ value: { name: created, status: 'SA created' }, ...place });
    const [, name, summarised] = GROUP_NAME.exec(text) ?? [];
    if (name !== undefined && summarised === undefined) this.#begin(name, place);
    const [, members, rekeyed] = GROUP_MEMBERS.exec(text) ?? [];
    const ofMembers = members ?? rekeyed;
    if (ofMembers !== undefined && this.groups.at(-1)?.value.name !== ofMembers) this.groups.push({ value: { name: ofMembers }, ...place });
    const [, sent, server] = POLICY_GROUP.exec(text) ?? [];
    if (sent !== undefined) this.groups.push({ value: { name: sent, ...withoutAbsent({ keyServer: readAddress(server) }) }, ...place });
    const [, isNext, member, version] = MEMBER.exec(text) ?? [];
    if (isNext !== undefined) this.#above = withoutAbsent({ member: readAddress(member), version });
    const last = this.groups.at(-1)?.value;
    const identity = numberOf(GROUP_IDENTITY.exec(text)?.[1]);
    if (identity !== undefined) Object.assign(this.#above.member === undefined ? (last ?? {}) : this.#above, { identity });
    if (last === undefined || this.#above.member !== undefined) return;
    last.member ??= readAddress(member);
    followGroup(last, text);
    followMember(last, text);
    followKeys(last, text);
  }

  #begin(name: string, place: ShowLine): void {
    this.groups.push({ value: { name, ...this.#above }, ...place });
    this.#above = {};
  }

  #count(place: ShowLine): void {
    this.#countedGroup = GROUP_COUNTERS.exec(place.text)?.[1] ?? this.#countedGroup;
    for (const [, name = '', count] of this.#countedGroup === undefined ? [] : place.text.matchAll(COUNTER))
      this.counters.push({ value: { name: `${this.#countedGroup} ${name.trim()}`, count: Number(count) }, ...place });
    const [, what, group, sent] = GROUP_REKEYS.exec(place.text) ?? [];
    if (what !== undefined) this.counters.push({ value: { name: `${group} ${what}`, count: Number(sent) }, ...place });
  }

  #followSummary(place: ShowLine): void {
    const [, name, identity] = GROUP_NAME.exec(place.text) ?? [];
    if (name !== undefined) this.#summary = identity === undefined ? undefined : { name, identity: Number(identity) };
    if (this.#summary === undefined) return;
    const keyServer = readAddress(SUMMARY_SERVER.exec(place.text)?.[1]);
    if (keyServer !== undefined) this.#summary = { ...this.#summary, keyServer };
    const [, member, version, sent, missed] = SUMMARY_MEMBER.exec(place.text) ?? [];
    if (member === undefined) return;
    const counts = { rekeysSent: Number(sent), rekeyAcksMissed: Number(missed) };
    this.groups.push({ value: { ...this.#summary, member: readAddress(member), version, ...counts }, ...place });
  }
}

const REKEY_COUNTS: Record<string, keyof ShownGroup> = {
  'Rekeys sent': 'rekeysSent',
  'Rekeys retries': 'rekeyRetries',
  'Rekey Acks Rcvd': 'rekeyAcksReceived',
  'Rekey Acks missed': 'rekeyAcksMissed',
};

function numberOf(text: string | undefined): number | undefined {
  return text === undefined ? undefined : Number(text);
}

function followGroup(group: ShownGroup, text: string): void {
  group.status = REGISTRATION.exec(text)?.[1] ?? group.status;
  group.keyServer ??= readAddress(REGISTERED_WITH.exec(text)?.[1]);
  group.version ??= MEMBER_VERSION.exec(text)?.[1];
  const again = REREGISTERS.exec(text)?.[1];
  if (again !== undefined) group.reregisterSeconds = Number(again);
  const [, counted = '', count] = MEMBER_REKEYS.exec(text) ?? [];
  const field = REKEY_COUNTS[counted];
  if (field !== undefined) Object.assign(group, { [field]: Number(count) });
}
