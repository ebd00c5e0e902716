/** Coverage is how much of what there is a show's output shows: all, a part, or nothing, by the command that was typed and by the output itself. */
import { type Address, readAddress } from '../ipsec/address.ts';
import { readRefusal } from './refusal.ts';

export type Coverage = 'all' | 'part' | 'nothing';

/** `Number of lines which match regexp = 352` is `| count`; `[Not Available]` stands where a show has nothing to say. */
export const NO_LISTING = /^\s*(?:Number of lines which match regexp = \d+|\[Not Available\])\s*$/m;
/** `show crypto ipsec sa | include encaps`; as a file's name `show_crypto_ipsec_sa_include_encaps.txt`, `…_inc_…`, `…_i_…` */
const FILTER =
  /\||[ _](?:inc(?:l(?:u(?:d(?:e)?)?)?)?|exc(?:l(?:u(?:d(?:e)?)?)?)?|beg(?:i(?:n)?)?|sec(?:t(?:i(?:on?)?)?)?|count|i|e|b)[ _]/i;
/** `show crypto ipsec sa peer 203.0.113.9`, `show_crypto_session_remote_203_0_113_9.txt`, `show dmvpn peer nbma 203.0.113.9` */
const PEER = /[ _](?:peer|remote)[ _](?:nbma[ _])?(?<address>[0-9A-Fa-f][0-9A-Fa-f._:]{2,45})/i;
/** Other ways to ask for a part: by interface, VRF, map, identity, local address, group. */
const PART = /[ _](?:interface|int|vrf|ivrf|fvrf|map|identity|local|address|profile|group|username)[ _]\S/i;
/** `show crypto isakmp sa count`, `show ip nhrp summary`, `show ip nat translations total`: a word of the command, no filter, that leaves the counts alone. [C] command references */
export const COUNTED = /[ _](?:cou(?:nt?)?|sum(?:m(?:ary?)?)?|tot(?:al?)?)(?=[ _]|$)/i;
/** What lists some kinds only: of two units the standby's, of two protocols the one, of entries the learnt ones; or one tunnel address. */
const NARROWED =
  /[ _](?:(?:sa|session)[ _](?:active|standby|nat|ipv6)|nhrp[ _](?:static|dynamic|incomplete|local|remote|[\d.]{1,15})|dmvpn[ _](?:static|dynamic|incomplete|ipv6)|peer[ _](?:tunnel|network))(?=[ _/]|$)/i;
/** The prompt and the command that a terminal echoed above the output. */
const ECHO = /^\s*[A-Za-z][\w.-]{0,62}[#>] ?(sh\S* \S.{0,200})$/m;

/** `remotes`: a show of this peer alone shows all of it. */
export function coverageOf(command: string, output: string, remotes: ReadonlySet<Address>): Coverage {
  if (readRefusal(withoutEcho(output)) !== undefined || NO_LISTING.test(output)) return 'nothing';
  const typed = `${bare(command)} ${ECHO.exec(output.slice(0, ECHO_CHARACTERS))?.[1] ?? ''}`;
  if (FILTER.test(typed)) return 'part';
  const asked = PEER.exec(typed)?.groups?.['address'];
  if (asked !== undefined) return isOurs(asked, remotes) ? 'all' : 'part';
  return PART.test(typed) || NARROWED.test(typed) || COUNTED.test(typed) ? 'part' : 'all';
}

/** The echo stands on top. */
const ECHO_CHARACTERS = 500;

function withoutEcho(output: string): string {
  return output.replace(ECHO, '');
}

function bare(command: string): string {
  return command.replace(/\.(?:txt|log)$/i, '');
}

/** A file's name has underscores where an IPv4 address has dots. */
const IPV4_IN_NAME = /^(\d{1,3})[._](\d{1,3})[._](\d{1,3})[._](\d{1,3})(?!\d)/;

function isOurs(printed: string, remotes: ReadonlySet<Address>): boolean {
  const address = readAddress(IPV4_IN_NAME.exec(printed)?.slice(1).join('.') ?? printed);
  return address !== undefined && remotes.has(address);
}
