/** Names say whose routers these are: host and domain names, mail addresses, keyrings and what else an operator has named, certificates, serial numbers. */
import type { Found } from './found.ts';
import { lineAt } from './lines.ts';
import { behind, type Phrase, phrase, saidIn } from './phrases.ts';
import { isTelling, TOKEN } from './vocabulary.ts';

/** Where only a name can stand: it goes, whatever word it is. Each pattern keeps its first group; the second is the name. */
export const CONFIGURED: readonly Phrase[] = [
  // hostname hq
  phrase('hostname|switchname', /((?:^|[#>] ?)(?:hostname|switchname)[ \t]+"?)([\w.-]+)/gim),
  // ip domain name example.net; ip domain-list example.net
  phrase('domain', /(\bip domain[ -](?:name|list)(?: vrf \S+)? )([\w.-]+)/gi),
  // crypto ikev2 keyring KR; crypto keyring KR vrf X; keyring local KR
  phrase('keyring', /(\b(?:crypto (?:ikev2 )?|^[ \t]*)keyring(?: local| aaa)?[ \t]+)([\w.:-]+)/gim),
  // crypto isakmp profile P; crypto ikev2 profile P; crypto ipsec profile P; set ikev2-profile P; tunnel protection ipsec profile P
  phrase('profile', /(\b(?:isakmp|ikev2|ipsec)[ -]profile )([\w.:-]+)/gi),
  // crypto map M 10 ipsec-isakmp; Crypto map tag: M, local addr
  phrase(
    'crypto map|crypto dynamic-map',
    /(\bcrypto (?:dynamic-)?map )([\w.:-]+)(?= \d|[ \t]*\r?$| (?:local|client|isakmp|redundancy))/gim,
  ),
  phrase('map tag:', /(\bcrypto map tag: "?)([\w.:-]+)/gi),
  // crypto isakmp client configuration group G; crypto ikev2 authorization policy P
  phrase('configuration group', /(\bconfiguration group )([\w.:-]+)/gi),
  // crypto pki trustpoint T; crypto ca trustpoint T; crypto pki certificate chain T
  phrase(
    'crypto pki|crypto ca',
    /(\bcrypto (?:pki|ca) (?:trustpoint|server|certificate chain|certificate map|authenticate|enroll) )([\w.:-]+)/gi,
  ),
  // vrf definition V; ip vrf V; vrf forwarding V; match fvrf V
  phrase('vrf', /(\b(?:vrf definition|ip vrf(?: forwarding)?|vrf forwarding|match fvrf) )([\w.:-]+)/gi),
  // crypto isakmp key … hostname branch.example.net; identity local fqdn hq.example.net; self-identity fqdn …; match identity remote email …
  phrase(
    'fqdn|email|key-id|domain',
    /(\b(?:fqdn|user-fqdn|email|key-id|domain)[ \t]+"?)((?!domain\b|address\b|remote\b|local\b)[\w.@-]*[A-Za-z][\w.@-]*)/gi,
  ),
  phrase('hostname', /(\b(?:isakmp key .{1,90}|isakmp peer|identity host) hostname )([\w.-]+)/gi),
  // ip host branch 198.51.100.1
  phrase(' host ', /(\bip(?:v6)? host (?:vrf \S+ )?)([\w.-]+)(?= (?:\d|[\dA-Fa-f]*:))/gi),
];

/** What an operator wrote in his own words: it goes as a whole, and its words are no names elsewhere. */
export const OWN_WORDS: readonly Phrase[] = [
  //  description to the branch in Example Street; access-list 101 remark …; snmp-server contact …; snmp-server location …
  phrase('description|remark', /((?:^[ \t]*|[#>] ?|\baccess-list \S+ |\d )(?:description|remark)[ \t]+)(\S[^\r\n]*)/gim),
  phrase('snmp-server ', /(\bsnmp-server (?:contact|location|chassis-id) )(\S[^\r\n]*)/gi),
];

/** At the head of a line: `hq#show clock`, `branch(config-applet)#`, `hq>enable`. */
export const PROMPTED: RegExp = /(^\r?)([A-Za-z][\w.-]{0,62})(?=(?:\([\w/-]{1,40}\))?[#>](?:$|[ \ra-z]))/gm;

/** What a message says of a name, with a word that may as well be another: it goes if the word is no vocabulary. */
export const SAID: readonly Phrase[] = [
  // peer branch below a keyring: one word on a line of its own
  phrase('peer ', /(^[ \t]+peer )([A-Za-z][\w.-]*)(?=[ \t]*\r?$)/gm),
  // Found keyring KR; in keyring 'KR'; profile keyring KR; matched peer block 'branch'; IKEv2 profile 'P'; Found Policy 'P'; trustpoint T
  phrase(
    'keyring|profile|peer block|policy|trust|vrf',
    /(\b(?:keyring|(?:isakmp|ikev2|ipsec)? ?profile|peer block|policy|trustpoint|trust point|fvrf|ivrf|vrf)[ :=]{1,3}["']?)([A-Za-z][\w.:-]*\w)/gi,
  ),
  // FQDN name : hq.example.net; FQDN value hq.example.net; USER_FQDN name : ops@example.net
  phrase(
    'fqdn|dn|key_id|email',
    /(\b(?:FQDN|DN|KEY_ID|EMAIL)(?: name| value)?[ \t]{0,4}[:=]?[ \t]{1,4}["']?)([\w.@-]*[A-Za-z][\w.@-]*\w)/gi,
  ),
];

/** How a relay writes whose message it is. */
export const RELAYED: readonly RegExp[] = [
  // (`EST: ` behind a stamp is its zone) Jan  5 00:05:00 hq 123: …; Jan  5 00:05:00.123 hq: …; <189>123: hq: *Jan  5
  /(^(?:<\d{1,3}>)?(?:[A-Z][a-z]{2} {1,2}\d{1,2}(?: \d{4})? \d\d:\d\d:\d\d(?:\.\d+)?|\d{4}-\d\d-\d\dT\S{8,30}) )(?![A-Z]{2,5}: )([A-Za-z][\w.-]*)(?=:? (?:\d+: |[*.]?[A-Z][a-z]{2} {1,2}\d|%))/gm,
  /(^<\d{1,3}>(?:\d+: )?)([A-Za-z][\w.-]*)(?=: )/gm,
];

const HEADS = [PROMPTED, ...RELAYED];

/** `cn=hq.example.net,ou=VPN,o=Example AG`, `serialNumber=FTX1234A0B1+hostname=hq.example.net`: parts of a distinguished name. */
export const DISTINGUISHED =
  /((?:^|[\s,+/("'])(?:cn|o|ou|l|st|street|dc|e|emailaddress|unstructuredname|unstructuredaddress|serialnumber|hostname|ipaddress)=[ \t]?"?)([^,+"'\r\n/)]+)/gi;
/** Only a line that has one of these has such a name. */
const DISTINGUISHING = /(?:^|[\s,+/("'])(?:cn|ou|dc|unstructuredname|serialnumber|hostname)=/i;

/** Processor board ID FTX1234A0B1; SN: FOC1; license udi pid CISCO2911/K9 sn FTX1; System Serial Number : FDO1; UDI: *0 CISCO2911/K9 FTX1; Serial Number (hex): 1A2B */
export const SERIALS: readonly Phrase[] = [
  phrase('board id', /(\bprocessor board ID )([A-Z\d]{6,})/gi),
  phrase('sn|s/n', /((?:^|[\s,])S\/?N[ \t]{0,4}:?[ \t]{1,4})([A-Z\d]{8,})/gim),
  phrase('serial', /(\bserial (?:number|num|no\.?)(?: \(hex\))?(?: in hex)?[ \t]{0,20}[:=]?[ \t]{1,4})((?=[A-Z]*\d)[A-Z\d]{6,})/gi),
  phrase('/', /((?:^|[ \t])\*?\d?[ \t]{1,10}[A-Z][A-Z\d]+(?:-[\w-]+)?(?:\/[\w-]+)[ \t]{1,20})([A-Z]{3}\d{4}[A-Z\d]{4})(?=[ \t]*\r?$)/gm),
  phrase('serial', /(^[ \t]*(?:chassis|certificate) serial(?: number)?(?: \(hex\))?: ?)([A-Z\d]{6,})/gim),
];

/** `hq.example.net`, `ops@example.net`; no file, no interface, nothing of Cisco's own. */
export const DOTTED =
  /(?<![\w.@/-])(?:[\w.+-]{1,64}@)?[A-Za-z\d][\w-]{0,62}(?:\.[A-Za-z\d][\w-]{0,62}){0,6}\.[A-Za-z]{2,18}(?![\w-]|\.\w|\/\d)/g;
const FILE_ENDING =
  /\.(?:bin|txt|log|cfg|conf|config|pkg|tar|tgz|gz|zip|tcl|py|pcap|pcapng|spa|bak|dat|xml|jsonl?|ndjson|ya?ml|html?|csv|tmp|old|part|db|lic|cer|crt|pem|key|sh|mib|my|so|rpm|iso|md|ver|info|prv|ca|ios|in|msg|sa|is|cap|crashinfo|prompt|lab|case)$/i;
const CISCO = /(?:^|[.@])cisco\.com$/i;
/** A pattern or a sentence without a blank behind its full stop is no host. */
const LABELS_OF_A_HOST = /^(?:[\w.+-]+@)?(?!eng\.|msg\.|key\.|sa\.|no\.|vs\.)[\w-]+(?:\.[\w-]+)*\.[a-z]{2,18}$/;

/** What lets a line hold a name, whatever its figures are. */
export const NAMING =
  /hostname|switchname|\bdomain|keyring|profile|\bmap [\w.:-]+(?: (?:\d|local|client|isakmp|redundancy)|\s*$)|map tag:|configuration group|\bpki\b|crypto ca|\bi?vrf|fvrf|description|remark|fqdn|email|key-id|identity host|ip(?:v\d)? host|snmp-server|^\s+peer \S+\s*$|peer block|policy ["']|trust ?point|[ \t,+("'/](?:cn|ou|dc)=|^(?:cn|ou)=|serial|board id|\bs\/?n\b|udi|\bdn |\w@\w|\w\.[a-z]{2}|key_id|k\d+ /i;
/** The same at its head: a prompt, or a relay's stamp with a host behind it. */
export const HEADED =
  /^\r?[A-Za-z][\w.-]*(?:\([\w/-]+\))?[#>](?:$|[ \ra-z])|^(?:<\d+>)?(?:[A-Z][a-z]{2} +\d+(?: \d+)? \d+:\d+:\d+(?:\.\d+)?|\d+-\d+-\d+T\S+) [A-Za-z][\w.-]*:? (?:\d+: |[*.]?[A-Z][a-z]{2} +\d|%)|^<\d+>(?:\d+: )?[A-Za-z][\w.-]*: /;

/** A name in the text, where it stands. */
export interface FoundName extends Found {
  kind: 'name' | 'user';
  /** True when it is looked for everywhere: a name, and not what somebody wrote in his own words. */
  isLearned: boolean;
}

/** Every name, each where it stands. `starts`: where the lines start that may hold one, in order. */
export function namesOf(text: string, starts: readonly number[]): FoundName[] {
  return starts.flatMap((start) => {
    const line = text.slice(start, lineAt(text, start).end);
    return namesOfLine(line)
      .flatMap((each) => partsOf(line, each))
      .map((each) => ({ ...each, start: each.start + start, end: each.end + start }));
  });
}

function namesOfLine(line: string): FoundName[] {
  const distinguished = DISTINGUISHING.test(line) ? behind(line, DISTINGUISHED, 'name') : [];
  const placed = [...saidIn(line, CONFIGURED, 'name'), ...saidIn(line, SERIALS, 'name'), ...distinguished];
  return [
    ...saidIn(line, OWN_WORDS, 'name').map((each) => named(each, false)),
    ...placed.map((each) => named(each, isTelling(line.slice(each.start, each.end)))),
    ...tellingOf(line, saidIn(line, SAID, 'name')),
    ...(HEADED.test(line) ? HEADS.flatMap((pattern) => tellingOf(line, behind(line, pattern, 'name'))) : []),
    ...hostsOf(line),
  ];
}

function tellingOf(text: string, found: readonly Found[]): FoundName[] {
  return found.filter(({ start, end }) => isTelling(text.slice(start, end))).map((each) => named(each, true));
}

function named(found: Found, isLearned: boolean): FoundName {
  return { ...found, kind: 'name', isLearned };
}

function hostsOf(line: string): FoundName[] {
  return [...line.matchAll(DOTTED)].flatMap(({ index, 0: host }) =>
    LABELS_OF_A_HOST.test(host) && !FILE_ENDING.test(host) && !CISCO.test(host)
      ? [named({ start: index, end: index + host.length, kind: 'name' }, true)]
      : [],
  );
}

/** `ops@hq.example.net` is a user and a domain, `hq.example.net` a host and a domain: each has a token, so that both ends still share theirs. */
function partsOf(text: string, found: FoundName): FoundName[] {
  const { start, end, isLearned } = found;
  const value = text.slice(start, end).trimEnd();
  if (value === '' || value.startsWith('<') || TOKEN.test(value) || /^[\d.]+$|^[\da-f]*:[\da-f:]*$/i.test(value)) return [];
  const whole = { ...found, end: start + value.length };
  if (!isLearned && /\s/.test(value)) return [whole];
  const mail = value.indexOf('@');
  const cut = mail === -1 ? value.indexOf('.') : mail;
  if (cut <= 0 || cut === value.length - 1 || !/^[\w.@-]+\.[A-Za-z]{2,18}$/.test(value)) return [whole];
  const isDomain = mail === -1 && value.indexOf('.') === value.lastIndexOf('.');
  if (isDomain) return [whole];
  const head = value.slice(0, cut);
  return [
    { start, end: start + cut, kind: mail === -1 ? 'name' : 'user', isLearned: isTelling(head) },
    { start: start + cut + 1, end: whole.end, kind: 'name', isLearned: true },
  ];
}
