/** Candidates are the lines that may hold a secret, found cheaply: nearly all of a log is passed by. */

/** The words that announce a secret, anywhere; the commonest debugs that speak of keys are passed by. Classes instead of a flag: twice as fast. */
export const ANNOUNCED =
  /[kK][eE][yY](?![A-Za-z_0-9,)]| eng(?:ine|\.)[ :)]| len(?:gth)?\b| lifetime| mat(?:ching|erial)\b| \(k\/s)|[sS](?:[eE][cC][rR][eE]|[nN][mM][pP]|K_|KEY(?:ID_|SEED ?[=:]))|[pP](?:[aA][sS][sS](?:[wW]| ?[pP][hH][rR]|[cC][oO]| ?[=:])|[wW][dD]?\b|[iI][nN]\b|[sS][kK](?![,']| - ))|[cC](?:[oO][mM][mM][uU]|[iI][pP][hH][eE][rR](?! '))|[tT][oO][kK][eE][nN]|[aA]uthenticator(?! is)|:\/\/|@/g;
/** Debugs in which nothing beside those words gives a secret away; most lines of a log are theirs. */
const DEBUGS = ['ISAKMP', 'IPSEC', 'IKEv2', '(key eng', '(sa) '];
/** A stamp and what stands before it are no longer. */
const STAMP_CHARACTERS_MAX = 40;

/** Lines that begin as a command may, also abbreviated, or quoted, or commented out. */
const COMMAND_HEAD =
  /[ \t]{0,24}(?:(?:no|do|[!>*`'"-]|\d{1,3}[.)]) ?)*(?:en|cr|us|sn|ip|nei|sta|vr|gl|pp|s?nt|area|os|isis|mab|tes|rmon|par|lic|pin|sap|def|lte|cel|sec|vtp|ker|au|url|ta|ra|pr|pa|cak|pmk|cn|cha|menu|ali|act|ev|wpa|wi|dig|set|key|gr|tok|ap)[\w-]* +[^\s:=]/y;
/** Phrases, and prompts with something typed behind them. None begins with a class or an edge of a word: twice as slow. */
const OTHER =
  /[#>] ?[a-z$]|inline:|cookie:|word: |pass |user msg|t\+: (?:user )?data|sending str|translating|cmd|getpass| -pw? |security model|-name: |attribute [23]|chap|pac-o|again:|re-?type ?:|verify ?:|text auth|authentication (?:text|md5|string)|authori[sz]ation: ?[bd]|cleartext|keymat|pkcs12|logged command|nthash|credential|pmk|cak|cpin|unencr|-option>|otp\b/i;
/** Typed with corrections, or coloured: most texts have none, and none is looked for in their lines then. */
const EDITED = /[\x08\x1b]/;

/** Where the lines start, in order. */
export function candidateLines(text: string): number[] {
  const starts = new Set<number>();
  const pattern = new RegExp(ANNOUNCED);
  for (let match = pattern.exec(text); match !== null; match = pattern.exec(text)) {
    starts.add(match.index === 0 ? 0 : text.lastIndexOf('\n', match.index - 1) + 1);
    const end = text.indexOf('\n', match.index);
    if (end === -1) break;
    pattern.lastIndex = end;
  }
  const isEdited = EDITED.test(text);
  // A log says the same again and again: most of its lines were judged before.
  const judged = new Map<string, boolean>();
  const mayHoldAgain = (line: string): boolean => {
    const known = judged.get(line);
    if (known !== undefined) return known;
    const holds = mayHold(line, isEdited);
    if (judged.size < JUDGED_MAX) judged.set(line, holds);
    return holds;
  };
  for (let start = 0; start < text.length; ) {
    const next = text.indexOf('\n', start);
    const end = next === -1 ? text.length : next;
    if (
      end > start &&
      (isCommand(text, start) || (!isDebug(text, start, end) && mayHoldAgain(text.slice(bodyFrom(text, start, end), end))))
    )
      starts.add(start);
    start = end + 1;
  }
  return [...starts].sort((one, two) => one - two);
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
/** Enough for all that repeats in a log. */
const JUDGED_MAX = 10_000;

function isDigit(text: string, at: number): boolean {
  const code = text.charCodeAt(at);
  return code >= 48 && code <= 57;
}

function startsDebug(text: string, at: number): boolean {
  const code = text.charCodeAt(at);
  return (code === 73 || code === 40) && DEBUGS.some((debug) => text.startsWith(debug, at));
}

function mayHold(line: string, isEdited: boolean): boolean {
  return OTHER.test(line) || (isEdited && EDITED.test(line));
}

/** `*Mar` begins no command, nor does a capital letter: most lines of a log. */
function isCommand(text: string, start: number): boolean {
  if (isCapital(text, start) || (text.charCodeAt(start) === ASTERISK && isCapital(text, start + 1))) return false;
  COMMAND_HEAD.lastIndex = start;
  return COMMAND_HEAD.test(text);
}

const ASTERISK = 42;

function isCapital(text: string, at: number): boolean {
  const code = text.charCodeAt(at);
  return code >= 65 && code <= 90;
}
