/** Candidates are the lines that may hold a secret, found cheaply: nearly all of a log is passed by. */

/** The words that announce a secret, anywhere; the commonest debugs that speak of keys are passed by. Classes instead of a flag: twice as fast. */
export const ANNOUNCED =
  /[kK][eE][yY](?![A-Za-z_0-9,)]| eng(?:ine|\.)[ :)]| len(?:gth)?\b| lifetime| mat(?:ching|erial)\b| \(k\/s)|[sS](?:[eE][cC][rR][eE]|[nN][mM][pP]|K_|KEY(?:ID_|SEED ?[=:]))|[pP](?:[aA][sS][sS](?:[wW]| ?[pP][hH][rR]|[cC][oO]| ?[=:])|[wW][dD]?\b|[iI][nN]\b|[sS][kK](?![,']| - ))|[cC](?:[oO][mM][mM][uU]|[iI][pP][hH][eE][rR](?! '))|[tT][oO][kK][eE][nN]|[aA]uthenticator(?! is)|:\/\/|@/;
/** Debugs in which nothing beside those words gives a secret away; most lines of a log are theirs. */
const DEBUGS = ['ISAKMP', 'IPSEC', 'IKEv2', '(key eng', '(sa) '];
/** A stamp and what stands before it are no longer. */
const STAMP_CHARACTERS_MAX = 40;

/** Lines that begin as a command may, also abbreviated, or quoted, or commented out. */
const COMMAND_HEAD =
  /[ \t]{0,24}(?:(?:no|do|[!>*`'"-]|\d+[.)]) ?)*(?:en|cr|us|sn|ip|nei|sta|vr|gl|pp|s?nt|area|os|isis|mab|tes|rmon|par|lic|pin|sap|def|lte|cel|sec|vtp|ker|au|url|ta|ra|pr|pa|cak|pmk|cn|cha|menu|ali|act|ev|wpa|wi|dig|set|key|gr|tok|ap)[\w-]* +[^\s:=]/y;
/** Phrases, and prompts with something typed behind them. None begins with a class or an edge of a word: twice as slow. */
const OTHER =
  /[#>] ?[a-z$]|inline:|cookie:|word: |pass |user msg|t\+: (?:user )?data|sending str|translating|cmd|getpass| -pw? |security model|-name: |attribute \d|chap|pac-o|again:|re-?type ?:|verify ?:|text auth|authentication (?:text|md\d|string)|authori[sz]ation: ?[bd]|cleartext|keymat|pkcs\d|logged command|nthash|credential|pmk|cak|cpin|unencr|-option>|otp\b/i;
/** Typed with corrections, or coloured. */
const EDITED = /[\x08\x1b]/;

/** Whether the line may hold a secret, whatever its figures are. */
export function mayHoldSecret(text: string, start: number, end: number): boolean {
  if (end === start) return false;
  const line = text.slice(start, end);
  if (ANNOUNCED.test(line) || isCommand(line)) return true;
  return !isDebug(text, start, end) && (OTHER.test(text.slice(bodyFrom(text, start, end), end)) || EDITED.test(line));
}

/** By what stands behind the stamp, or at the head: no pattern, for this is asked of every line. */
function isDebug(text: string, start: number, end: number): boolean {
  let at = start;
  while (text.charCodeAt(at) === 32) at += 1;
  if (startsDebug(text, at)) return true;
  const first = text.indexOf(': ', start);
  if (first === -1 || first >= end || first - start > STAMP_CHARACTERS_MAX) return false;
  if (startsDebug(text, first + 2)) return true;
  const second = text.indexOf(': ', first + 2);
  return second !== -1 && second < end && second - first <= STAMP_CHARACTERS_MAX && startsDebug(text, second + 2);
}

/** Behind a stamp that ends in its milliseconds or seconds; a prompt or a text with a colon is no stamp. */
function bodyFrom(text: string, start: number, end: number): number {
  const colon = text.indexOf(': ', start);
  if (colon === -1 || colon >= end || colon - start > STAMP_CHARACTERS_MAX || !isDigit(text, colon - 1)) return start;
  for (let at = start; at < colon; at += 1) if (!STAMP_CHARACTER.test(text[at] ?? '')) return start;
  return colon + 2;
}

const STAMP_CHARACTER = /[\w :.*]/;

function isDigit(text: string, at: number): boolean {
  const code = text.charCodeAt(at);
  return code >= 48 && code <= 57;
}

function startsDebug(text: string, at: number): boolean {
  const code = text.charCodeAt(at);
  return (code === 73 || code === 40) && DEBUGS.some((debug) => text.startsWith(debug, at));
}

/** `*Mar` begins no command, nor does a capital letter: most lines of a log. */
function isCommand(line: string): boolean {
  if (isCapital(line, 0) || (line.charCodeAt(0) === ASTERISK && isCapital(line, 1))) return false;
  COMMAND_HEAD.lastIndex = 0;
  return COMMAND_HEAD.test(line);
}

const ASTERISK = 42;

function isCapital(text: string, at: number): boolean {
  const code = text.charCodeAt(at);
  return code >= 65 && code <= 90;
}
