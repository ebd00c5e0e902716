/** Vocabulary is what IOS and its users say of every router: such a word as somebody's name is hidden where it stands as one, never in a sentence. */

/** Those that stand in the debugs, messages, shows and commands around IKE and IPsec, and the names that everybody gives. */
const VOCABULARY = new Set(
  `aa aaa ab about access accepted account ack acl across action active adj adjacency admin administrator ae aes after against age agent
  aggressive ah alert algorithm alive all allow already an and any applet apr are as asr assigned at attempt attribute attributes aug auth
  authentication auto aux bad basic be been begin between bgp bit block boot bootflash both branch-office buffer by bytes ca call can cbc cdp
  cert certificate chain change changed check child cipher cisco class clear client clock code command community complete config
  configuration configure connection console contact control copy core count counters cpu crypto ctcp current daemon data database date day db dead
  debug dec decaps decrypt default del delete deleted deny description dest detail device dh dhcp did digest dir disable disabled discovery dmvpn do
  does down dpd drop dst dynamic each edge eem eigrp enable enabled encaps encr encrypt encryption end engine enter entry err error esp eth
  ethernet event exchange exec exit expire expired failed failure false fastethernet feb file filter find first flags flash flow for found fri from
  ftp full fvrf gateway generate get gigabitethernet global got gre group gsm guest ha half handle has hash header hello host hostname hour hub
  id identity idle if ike ikev1 ikev2 ikmp in inactive inbound info informational init initial initiator input inside install interface internal
  internet into inv invalid ios iosd ip ipsec ipv4 ipv6 is isakmp isr it ivrf jan jul jun kb keepalive kernel key keyring kilobytes kmi lan left len
  length level life lifetime line link list live load local log logged logger logging login loopback lost main map mar mask master match max
  may md5 memory message messages mgmt min mm mode mon monitor more mpls ms msg mtu my name names nat nat-t neighbor network new next nhrp no node
  none not nothing notify nov ntp null number object oct of off offered offset ok old on only open operator ospf other out outbound outside
  packet packets parameters pass password path payload peer peers ping pkt pkts policy pool port pppoe pre prefix prf private process profile
  proposal protocol proxy psk public pvdm qm queue rate read ready reason received receiver reload remote reply request responder
  response restart retransmit retry returned root route router rsa rsvp running sa same san sat sec second secret secure security select self send
  sender sending sent sep seq sequence serial server session set sha sha1 sha256 show sip site size snmp socket source spi spoke src ssh ssl stale start
  started state static status subject success sun switch sync sys syslog system table tag tcp telnet test tftp that the this thread thu time timeout timer to
  traffic transform transport trap trunk trust trustpoint tty tue tunnel type udp unable unit unknown up update uptime use user username using valid
  value verify version via vlan vpn vrf vs vti vty wait wan was wed weeks will with year yes
  cisco123 netadmin nagios oper ops root support system technician`.split(/\s+/),
);
/** Without another letter it may be an SPI, a counter or a hash. */
const FIGURE = /^(?:0x)?[\da-f]*$/;
/** What a redactor has put there, and this house's own sides. */
export const TOKEN = /^(?:name|user|secret)-\d+$/i;
const LETTERS_MIN = 2;

/** Whether the value says whose router it is wherever it stands. */
export function isTelling(value: string): boolean {
  const word = value.toLowerCase();
  return word.length >= LETTERS_MIN && !FIGURE.test(word) && !VOCABULARY.has(word) && !TOKEN.test(word) && !isAddressLike(word);
}

/** Addresses have a map of their own. */
function isAddressLike(word: string): boolean {
  return /^[\d.]+$/.test(word) || /^[\da-f]*:[\da-f:.]*$/.test(word);
}
