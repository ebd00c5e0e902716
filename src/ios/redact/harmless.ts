/** Harmless words are those that follow `key`, `password` and their like in what routers print without being a secret. */

/** Of sentences: `found peer pre-shared key matching 198.51.100.1`, `DH key Computation PASSED`, `Password required, but none set` */
const SENTENCE = new Set(
  `bind client encrypt decrypt auth key
  a about added address against agreement algorithm already an and are as at attribute auth authenticated authentication authorization based
  because been block but by calculation calculated can cannot certificate chain change changed check computation computed config configuration configured
  copied could created creation data decryption deleted derivation derived did didn't disabled do does doesn't enabled encryption encryption/decryption
  eng eng. engine entered entry error errors escrow exchange exists expired expires expiry failed failure file for format found from
  generated generation group handle has hash have id identifier exportable named available supplied defined service bucket uplink identifier id identity ids if import in incorrect index information install installed into invalid is it
  keyring keyrings label len length lifetime list lookup manager management mapping match matched matches matching material may message method mismatch missing mode
  modulus must name negotiation no none not of off on only operation operations or pair pairs parameter payload policies policy present profile prompt received
  recovery rejected rekey removed removing replaced request requested required reset response ring rotation rsa rsa-sig rsa-encr selected sent server service session set setting
  setup sign signature size state status storage store strength string stripped structure succeeded success successful suite support supported
  table task that the then this timeout timer to token tree try type type: unavailable unknown unset until update updated usage use used user using
  validation value values verification verified verify version via was were when which will with without would wrong zeroize zeroized`
    .split(/\s+/)
    .filter((word) => word !== ''),
);
/** `*`, `<removed>`, `<secret-1>`, `-`, `(k/sec):`, `??`: nothing, or a secret that has gone before. */
const NOTHING =
  /^(?:\*+|x{3,}|\.{3,}|\?|<(?:removed|hidden|elided|redacted|omitted|[a-z]+-\d+|cr)>["'.,;:)]*|[^\p{L}\p{N}]{1,3}|\(k\/sec\):?)$/u;
/** After `=` only what says that there is none. */
const NO_VALUE = /^["']?(?:none|null|nil|true|false|yes|no|unset|absent|n\/a)?["']?[,;.)\]}]*$/i;
/** `cipher 'aes256-ctr'`, `cipher: AES-GCM`; `authenticator is HMAC-SHA256` */
const ALGORITHM = /^['"]?(?:aes|3des|des\b|null\b|chacha|rc4|arcfour|blowfish|gcm|hmac|md5\b|sha|esp-|ah-|suites?\b)/i;
const OF_ROUTES = /^(?:\d{1,10}(?::\d{1,10})?|both|extended|standard|internet|no-export|no-advertise|local-as|additive|exact-match)[,;]?$/i;
const FREE_TEXT =
  /^[ \t]*(?:description|remark|banner|snmp-server (?:location|contact)|menu \S+ title|access-list \S+ remark|title|name)\b/i;
const EDGES = /^['"(<[]+|['"()<>[\].,;:!?]+$/g;
/** Words that announce a secret only with a sign behind them: `pass` and `pin` are ordinary words. */
const NEEDS_SIGN = /^(?:pass|pin|pw|pwd|credential|otp|cak|pmk)\d*$/;

export interface Surroundings {
  /** `=`, `:` or nothing between the word and what follows. */
  sign: string | undefined;
  isMessage: boolean;
  /** A type of encryption stands before it: `7 0822455D0A16`. */
  hasType: boolean;
  /** Many blanks stand between the word and what follows. */
  isTable: boolean;
  /** What stands before the announcing word, and behind the value. */
  before: string;
  rest: string;
}

/** At the end of a line these alone say how it stands with a secret: a word of any other sentence may be one. */
const STATES =
  /^(?:set|unset|not|none|required|default|configured|enabled|disabled|defined|expired|encrypted|supplied|prompt|policy|accepted|rejected|changed|failed|mismatch|recovery|authentication|encryption|name|yes|no)$/i;
/** Nouns of many sentences, where a password is seldom spoken of. */
const NOUN = /^(?:key|psk|token|cipher|authenticator)$/;

type Answer = (value: string, around: Surroundings) => boolean;
const IS_HARMLESS: readonly (readonly [RegExp, Answer])[] = [
  // %SYS-5-PRIV_AUTH_PASS: Privilege level set
  [/./, (_value, { before }) => /%[A-Z][A-Z0-9_-]*$/.test(before)],
  [/^(?:cipher|authenticator)/, (value) => ALGORITHM.test(value)],
  // RADIUS:  authenticator 05 D2 A4 07 …: a random number of the request, said on the wire
  [/^authenticator$/, (value, { before }) => /RADIUS.*$/.test(before) && /^[0-9A-F]{2}$/i.test(value)],
  // set community 65000:100 additive; match community 10; send-community both
  [/^commu/, (value, { before }) => /(?:set|match|send-|route|bgp|ext)[ -]*(?:ext)?$/i.test(before) && OF_ROUTES.test(value)],
  // hq  branch  ACTIVE aes  sha    psk  2 23:59:40 D
  // crypto pki token default removal timeout 0
  [/^token$/, (_value, { before }) => /\b(?:pki|ca) $/i.test(before)],
  [/^psk/, (value, { rest }) => /^\d{1,2}$/.test(value) && /^ +\d\d:\d\d:\d\d/.test(rest)],
  // description key account uplink; banner exec ^C Keep your key secret! ^C: free text speaks of keys
  [/^(?:key|secret)$/, (_value, { sign, before }) => sign === undefined && FREE_TEXT.test(before)],
  // Get Pre-shared Key              0          3: a table's row
  [/^(?:key|secret)$/, (value, { rest, isTable }) => isTable && /^\d+$/.test(value) && /^(?: |$)/.test(rest)],
  // Key 0x3E8, sequencing disabled: a tunnel's clear number. [C] RFC 2890
  [/^key$/, (value, { before, rest }) => before.trim() === '' && /^0x[0-9A-F]{1,8},$/i.test(value) && rest.startsWith(' sequencing')],
  // Tunnel key: 0x3E8: the same, told by itself
  [/^key$/, (value, { before }) => /\btunnel $/i.test(before) && /^(?:0x[0-9A-F]{1,8}|\d{1,10})$/i.test(value)],
  // key 0 of 3; Key 5 found
  [/^key/, (value, { isMessage, sign }) => isMessage && sign === undefined && /^\d{1,5}[,.;:]?$/.test(value)],
];

/** A secret that has gone before, or none: also what a command's form would take for one. */
export function isNothing(value: string): boolean {
  return NOTHING.test(value);
}

export function isHarmless(word: string, value: string, around: Surroundings): boolean {
  if (NEEDS_SIGN.test(word) && around.sign === undefined) return true;
  if (NOTHING.test(value)) return true;
  if (around.sign !== undefined && around.sign !== ':') return NO_VALUE.test(value);
  if (around.hasType) return false;
  if (isLast(word, around)) return STATES.test(bare(value)) || IS_HARMLESS.some(([of, answer]) => of.test(word) && answer(value, around));
  if (SENTENCE.has(bare(value)) || /^(?:engine|eng\.)/.test(value)) return true;
  return IS_HARMLESS.some(([of, answer]) => of.test(word) && answer(value, around));
}

function bare(value: string): string {
  return value.replace(EDGES, '').toLowerCase();
}

/** `Password: …`, `log password …`, and nothing behind it. */
function isLast(word: string, { sign, isMessage, rest, isTable }: Surroundings): boolean {
  if (/[^ \t]/.test(rest)) return false;
  return sign === ':' || (!isMessage && !isTable && !NOUN.test(word));
}
