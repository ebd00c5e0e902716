/** A mark is what only one show prints, by which its output is known where neither a command nor the name of the file says what it is. */
import { listingOfText } from '../../vendors/shows.ts';

type Mark = readonly [RegExp, string];

/** Line by line, in this order. [C] the samples of each show */
const MARKS: readonly Mark[] = [
  [/^\s*#pkts encaps: \d|^\s*local {2}ident \(addr/m, 'show crypto ipsec sa'],
  [/^dst\s+src\s+state\s+conn-id|^Codes: C - IKE configuration mode/m, 'show crypto isakmp sa'],
  // Its tunnels have the heading of `show crypto ikev2 sa` too, so it is asked first.
  [/^\s*(?:IPv[46] )?Crypto IKEv2 Session/m, 'show crypto ikev2 session detailed'],
  [/^\s*Tunnel-id\s+Local\s+Remote/m, 'show crypto ikev2 sa detailed'],
  [/^Crypto session current status/m, 'show crypto session detail'],
  [/^(?:Building configuration|Current configuration : |crypto (?:isakmp|ikev2|ipsec|map|keyring|dynamic-map) \S)/m, 'show running-config'],
  [/^Crypto Map (?:IPv[46] )?"/m, 'show crypto map'],
  [/^Cisco .{0,80}Software.*Version |^(?!ntp )\S+ uptime is /m, 'show version'],
  [/^Clock is (?:un)?synchronized/m, 'show ntp status'],
  [/^\s*address\s+ref clock\s+st\s+when/m, 'show ntp associations'],
  [/^[*.]?\d{2}:\d{2}:\d{2}(?:\.\d+)? \S+ [A-Z][a-z]{2} [A-Z][a-z]{2} {1,2}\d{1,2} \d{4}\s*$/m, 'show clock'],
];

/** Headings that may stand between other things on a terminal, too: they tell what a file is that holds nothing else. [C] the same */
const HEADINGS: readonly Mark[] = [
  [/^\s{0,4}IPv[46] Crypto ISAKMP SA\s*$|^C-id\s{1,12}Local\s{1,20}Remote\s/m, 'show crypto isakmp sa'],
  [/^Active ISAKMP SA's: \d/m, 'show crypto isakmp sa count'],
  // An empty list has these two lines alone.
  [/^\s{0,4}IPv[46] Crypto IKEv2 {1,2}SA\s*$|^Tunnel-id\s{1,12}fvrf\/ivrf\s{1,30}Status/m, 'show crypto ikev2 sa detailed'],
  [/^\s{0,40}Crypto IKEv2 SA Statistics\s*$|^EXCHANGE\/NOTIFY\s{1,30}TX\(REQ\)|^IPSEC OPERATION\s{1,40}PASSED/m, 'show crypto ikev2 stats'],
  [/^Exit Path Table - status: \w/m, 'show crypto ikev2 diagnose error'],
  [/^\s{0,40}Crypto Call Admission Control Statistics\s*$/m, 'show crypto call admission statistics'],
  [/^Hardware Encryption : \w/m, 'show crypto eli'],
  [/^IPSEC profile \S{1,80}\s*$/m, 'show crypto ipsec profile'],
  [/^\s{0,4}(?:Active|Transient) SPI table\s*$/m, 'show crypto ipsec spi-lookup detail'],
  [/^GROUP INFORMATION\s*$|^SA created for group \S{1,80}:\s*$/m, 'show crypto gdoi'],
  [/^Legend: Attrb --> S - Static/m, 'show dmvpn'],
  [/^Legend: E=Expecting replies, R=Responding/m, 'show ip nhrp nhs detail'],
  [
    /^[\d.]{7,15}\/\d{1,2} via [\d.]{7,15}(?:, \w{1,20} created |\s{1,8}(?:Tunnel|Virtual-Access)\d{1,10} created )/m,
    'show ip nhrp detail',
  ],
  [/^IP(?:v6)? NHRP cache \d{1,9} entr/m, 'show ip nhrp summary'],
  [/^Pro\s{1,4}Inside global\s{1,20}Inside local\s{1,20}Outside local\s{1,20}Outside global/m, 'show ip nat translations'],
  [/^Total active translations: \d/m, 'show ip nat statistics'],
  [/^Gateway of last resort is |^Routing entry for \S{1,45}\s*$/m, 'show ip route'],
  [/^\s{0,4}Control Plane\s{1,8}Service-policy (?:input|output): /m, 'show policy-map control-plane'],
  [/^Global Drop Stats\s{1,40}Packets\s{1,40}Octets/m, 'show platform hardware qfp active statistics drop'],
  [/^Global Drop Stats\s{1,40}1-Min\s/m, 'show drops history qfp'],
  [/^Drop Type\s{1,8}Name\s{1,60}Packets/m, 'show platform hardware qfp active feature ipsec datapath drops all'],
  [/^QFP IPSEC state:/m, 'show platform hardware qfp active feature ipsec state'],
  [/^QFP ipsec sa Information/m, 'show platform hardware qfp active feature ipsec sa'],
  [/^Redundant System Information :/m, 'show redundancy'],
  [/^[A-Z][\w./-]{2,40} - Group \d{1,4}(?: \([^)\n]{1,40}\))?\s{1,8}State is /m, 'show standby'],
  [/^Interface\s{1,8}Grp\s{1,8}(?:A-F\s{1,8})?Prio?\s{1,8}(?:P\s{1,8}State|Time\s)/m, 'show standby brief'],
  [/^HSRP neighbors on \S/m, 'show standby neighbors'],
  [/^HSRP common process running/m, 'show standby internal'],
  [/^Interface\s{1,20}Minimum\s{1,8}Reload\s*$/m, 'show standby delay'],
  [/^[A-Z][\w./-]{2,40} is [\w ]{2,30}, line protocol is [\w ()]{2,30}\n\s{1,8}Hardware is /m, 'show interfaces'],
  [/^Cryptographic Subsystem:\s*$/m, 'show debugging'],
  [/^\s{2,8}Line\s{1,20}User\s{1,20}Host\(s\)\s{1,30}Idle\s{1,20}Location/m, 'show users'],
  [/^\S{2,45} (?:configured|dynamic|selected),[^\n]{0,200}\bstratum \d{1,2}\s{1,4}ref ID /m, 'show ntp associations detail'],
  [/^No\.\s{1,4}Job Id\s{1,4}Proc Status\s{1,8}Time of Event/m, 'show event manager history events'],
  [/^No\.\s{1,4}Class\s{1,8}Type\s{1,8}Event Type\s{1,20}Trap\s{1,4}Time Registered/m, 'show event manager policy registered'],
  [/^Embedded Event Manager Version \d/m, 'show event manager version'],
  [/^Directory of [a-z]\w{1,20}:\S{0,80}\s*$/m, 'dir flash:'],
];

/** The command whose output the text is, told by what nothing else prints, however much stands beside it. */
export function markedCommand(text: string): string | undefined {
  return MARKS.find(([mark]) => mark.test(text))?.[1] ?? listingOfText(text)?.command;
}

/** The commands whose headings the text has: of a single one, it is the output. */
export function headedCommands(text: string): string[] {
  return [...new Set(HEADINGS.flatMap(([heading, command]) => (heading.test(text) ? [command] : [])))];
}
