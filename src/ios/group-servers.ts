/** What the shows of GETVPN say of the servers of a group and of its rules: who is primary, who is alive, and which traffic is protected. */
import { readAddress } from '../ipsec/address.ts';
import { type ShowLine, withoutAbsent } from './show-lines.ts';
import type { ShownGroupRules, ShownKeyServer } from './shown-getvpn.ts';
import type { Shown, ShownCounter } from './shows/show.ts';

/** `Crypto Gdoi Group Name :GETVPN ` [C] genieparser, `ShowCryptoGdoiKsCoopDetail`; in `show crypto gdoi` `    Group Name               : GETVPN (Unicast)` */
export const COOP_GROUP = /^\s*(?:Crypto G(?:doi|km) )?Group Name\s{0,30}: ?([^\s,]{1,80})/i;
/** `        Local Address: 203.0.113.100`, `                Peer Priority: 200             `, `Local KS version: 1.0.27`; in `show crypto gdoi` `        Local Address        : 203.0.113.100` */
export const COOP_FIELD = /^\s*(Local|Peer) (Address|Priority|(?:KS )?version)\s{0,20}: {0,4}(\S{1,45})/i;
/** `        Local KS Role: Primary   , Local KS Status: Alive     ` */
export const COOP_ROLE = /^\s*(?:Local|Peer) KS Role: (\S{1,20}) {0,12},? {0,4}(?:Local|Peer) KS Status: (\S{1,20})/;
/** `        Local KS Status      : Alive`, `        Local KS Role        : Primary`: each on its line in `show crypto gdoi` [C Cisco command reference] */
export const COOP_OWN = /^\s*Local KS (Role|Status)\s{0,20}: (\w{1,20})\s*$/;
/** `                IKE status: Established` */
export const COOP_IKE = /^\s*IKE status: (\S.{0,40}?)\s*$/;
/** `                    Ann msgs recv with reply request: 1`, `Packet sent drops: 1 ` */
export const COOP_COUNTER = /^\s*((?:Ann msgs|Packet|Total bytes) [A-Za-z ]{3,40}): (\d{1,15})\s*$/;

export class KeyServers {
  readonly servers: Shown<ShownKeyServer>[] = [];
  readonly counters: Shown<ShownCounter>[] = [];
  #group: string | undefined;

  follow({ line, text }: ShowLine): void {
    this.#group = COOP_GROUP.exec(text)?.[1] ?? this.#group;
    if (this.#group === undefined) return;
    const [, end, field = '', said] = COOP_FIELD.exec(text) ?? [];
    const isLocal = end === 'Local';
    // Either end begins with its address.
    if (field === 'Address') this.servers.push({ value: { group: this.#group, isLocal }, line, text });
    const server = this.servers.at(-1)?.value;
    if (server === undefined) return;
    Object.assign(server, fieldOf(field, said), roleOf(text));
    const [, name, count] = COOP_COUNTER.exec(text) ?? [];
    if (name !== undefined)
      this.counters.push({ value: { name: `${this.#group} ${server.address ?? ''} ${name}`, count: Number(count) }, line, text });
  }
}

function fieldOf(field: string, said: string | undefined): Partial<ShownKeyServer> {
  if (field === 'Address') return withoutAbsent({ address: readAddress(said) });
  if (field === 'Priority') return { priority: Number(said) };
  return field === '' ? {} : { version: said };
}

function roleOf(text: string): Partial<ShownKeyServer> {
  const [, role, status] = COOP_ROLE.exec(text) ?? [];
  const [, own, said] = COOP_OWN.exec(text) ?? [];
  const alone = own === 'Role' ? { role: said } : own === 'Status' ? { status: said } : {};
  return withoutAbsent({ role, status, ikeStatus: COOP_IKE.exec(text)?.[1], ...alone });
}

/** `Group Name: GETVPN`, as the shows of rules begin; with a number of blanks before its colon elsewhere */
export const RULES_GROUP = /^\s*(?:Group Name\s{0,30}: (\S{1,80}?),?(?=\s|$)|Group Member Information For Group (\S+?):\s*$)/i;
/** ` ACL Downloaded From KS 203.0.113.100:`, ` ACL Configured Locally: `, ` Configured ACL:` [C] genieparser, `ShowCryptoGdoiKsAcl`, `ShowCryptoGdoiGmAclLocal` */
export const RULES_HEAD = /^\s*(?:ACL (Downloaded) From KS ([0-9A-Fa-f.:]{2,45}?):?|ACL Configured (Locally):|(Configured) ACL:)\s*$/i;
/** `   access-list  permit ip 10.1.0.0 0.0.255.255 any`, `   access-list GETVPN-ACL  deny udp any any port = 848` */
export const RULE = /^\s*access-list +((?:\S{1,80} +)?(?:permit|deny) \S.{0,200}?)\s*$/;

export class GroupRules {
  readonly rules: Shown<ShownGroupRules>[] = [];
  #group: string | undefined;

  follow({ line, text }: ShowLine): void {
    const [, named, ofMembers] = RULES_GROUP.exec(text) ?? [];
    this.#group = named ?? ofMembers ?? this.#group;
    const [head, downloaded, keyServer, locally] = RULES_HEAD.exec(text) ?? [];
    if (head !== undefined && this.#group !== undefined) {
      const from = downloaded !== undefined ? 'downloaded' : locally !== undefined ? 'local' : 'configured';
      this.rules.push({
        value: { group: this.#group, from, ...withoutAbsent({ keyServer: readAddress(keyServer) }), rules: [] },
        line,
        text,
      });
    }
    const rule = RULE.exec(text)?.[1];
    if (rule !== undefined) this.rules.at(-1)?.value.rules.push(rule.replace(/ +/g, ' '));
  }
}
