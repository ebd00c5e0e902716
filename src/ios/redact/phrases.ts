/** Phrases are what is said in a fixed form around a secret, where no single word announces it. */
import type { Found } from './found.ts';

/** A pattern, and what a line must hold in small letters to be asked at all: most lines hold nothing of the kind. */
export interface Phrase {
  needles: readonly string[];
  /** Keeps its first group; the second is what is looked for. */
  pattern: RegExp;
}

/** `needles`: alternatives with a bar between them. */
export function phrase(needles: string, pattern: RegExp): Phrase {
  return { needles: needles.split('|'), pattern };
}

/** Each pattern keeps its first group; the second is the secret. */
export const PHRASES: readonly Phrase[] = [
  // ftp://ops:secret@192.0.2.9/x: up to the last @ of the word
  phrase('://', /(:\/\/[^\s:@/]{0,64}:)([^ \t]{1,256})(?=@)/g),
  // mail server "ops:secret@192.0.2.9"; _email_server ops:secret@smtp.example.net; no sip:5550100@192.0.2.1
  phrase(
    '@',
    /((?:^|[\s"'=])(?!(?:sips?|mailto|tel|xmpp|urn|ID|id|user|peer|address|fqdn|email|key-id):)[\w.+-]{1,64}:)(?!\/\/)([^ \t]{1,256})(?=@[\w[])/g,
  ),
  // curl -u ops:secret; sshpass -p secret; plink -pw secret
  phrase(' -u |\t-u ', /(\s-u ["']?[^\s:]{1,64}:)([^\s"']{1,256})/g),
  phrase(
    ' -p| -c| -a| -x',
    /(\b(?:sshpass|gnmic|plink|pscp|psftp|mysql|snmpwalk|snmpget)\b.{0,120}? -(?:pw?|c|A|X) ?)("[^"]*"|'[^']*'|[^ \t]+)/g,
  ),
  // type:Cleartext(1), data:secret below an NHRP authentication extension
  phrase('cleartext(1)', /(Cleartext\(1\), ?data: ?)([^ \t].*[^ \t]|[^ \t])/gi),
  // key 1 -- text "secret": show key chain
  phrase(' -- text ', /(\bkey \w{1,64} -- text )([^ \t].*[^ \t]|[^ \t])/gi),
  // Authentication text, string "secret": show standby, show vrrp, show glbp
  phrase('authentication ', /(\bauthentication (?:text|MD5)?,? ?(?:string|key-string|text) )(?!authentication\b)("[^"]*"|[^ \t]+)/gi),
  // RIP: received packet with text authentication secret
  phrase('text authentication ', /(\btext authentication )([^ \t]+)/gi),
  // SK_d = …; SKEYID_a: …: keys that a debug of the inside prints
  phrase(
    'sk_|skey|keymat',
    /(\b(?:SK_[a-z]{1,2}|SKEYID(?:_[ade])?|SKEYSEED|KEYMAT)\b[ \t]{0,4}[=:][ \t]{0,4})((?:0x)?[0-9A-Fa-f][0-9A-Fa-f \t]{6,})/g,
  ),
  // Authorization: Basic secret; … Digest username="ops", …, response="secret"; Cookie: auth=secret
  phrase('authorization:', /(\bauthorization: ?(?:Basic|Bearer) )([^\s"'\\]+)/gi),
  phrase('authorization:', /(\bauthorization: ?Digest\b.{0,800}?\bresponse=")([^"]+)/gi),
  phrase('cookie:', /((?:^|[\s"])(?:Set-)?Cookie: ?(?=[\w.-]{1,64}=))([^ \t].*[^ \t]|[^ \t])/gi),
  // <secret><encryption>9</encryption><secret>…</secret></secret>; <community><name>…
  phrase('<', /(<(?:[\w-]+:)?(?:[\w-]*(?:secret|password|passphrase|passwd|token|psk)|(?:[\w-]+-)?key(?:-string)?)>)([^<]+)/gi),
  phrase('<community', /(<community(?:-config)?><name>)([^<]+)/gi),
  // <pre-shared-key><local-option>…</local-option>; <unencryt-string>…: Cisco-IOS-XE-crypto [L]
  phrase('-option>|unencr', /(<(?:[\w-]+:)?(?:(?:local|remote)-option|unencr[\w-]*)>)([^<]+)/gi),
  // a=crypto:1 AES_CM_128_HMAC_SHA1_80 inline:secret|2^31|1:1
  phrase('inline:', /(\binline:)([^\s|]+)/g),
  // T+: User msg: secret; GETPASS data="secret"; FTP: ---> PASS secret; CHAT2: Sending string: secret; word: secret
  phrase('user msg|t+:', /(\b(?:User msg|T\+: (?:user )?data): )([^ \t].*[^ \t]|[^ \t])/g),
  phrase('getpass', /(\bGETPASS\b.{0,40}\bdata ?= ?)([^ \t].*[^ \t]|[^ \t])/g),
  phrase('-> pass ', /(-> PASS )([^ \t].*[^ \t]|[^ \t])/g),
  phrase('sending string', /(\bCHAT[^ \t]*: Sending string: )([^ \t].*[^ \t]|[^ \t])/g),
  phrase('word: ', /(\b(?:ass)?word: )([^ \t]+)/g),
  // chat-script LTE "ssword:" secret; … "AT+CPIN=1234" OK
  phrase('word" |word:" ', /(word:?" )([^ \t]+)/g),
  phrase('+cpin', /(\+CPIN="?)([^"\s]+)/gi),
  // [sudo] password for ops: secret; % Enter password for X: secret; Destination password []? secret
  phrase('password|passphrase', /(\b(?:password|passphrase)(?: for| of)(?: [^\s:]{1,40}){1,3}: )(?!\*)([^ \t]+)[ \t]*(?:\^C)?$/gi),
  phrase('password|passphrase', /(\b(?:password|passphrase)(?: \[[^\]]{0,40}\])?\? )([^ \t[(]+)[ \t]*$/gi),
  // typeahead "secret\n"; action 1.4 set pw "secret"
  phrase('typeahead ', /(\btypeahead ")([^"]+?)(?=(?:\\n)*"|$)/g),
  phrase('action ', /(\baction [^ \t]+ set [^ \t]*(?:pass|pw|secret|key|psk|cred|token|comm)[^ \t]* )([^ \t].*[^ \t]|[^ \t])/gi),
  // event manager environment _password secret
  phrase('event man', /(\bevent man\w* env\w* [^ \t]*(?:pass|pw|secret|key|psk|cred|token|comm)[^ \t]* )([^ \t].*[^ \t]|[^ \t])/gi),
  // cns config initial 192.0.2.9 80 page /ops/secret event
  phrase('cns config', /(\bcns config [^ \t]+ [^ \t]+ .{0,60}?\bpage )(\/[^ \t]+\/[^ \t]+)/gi),
  // % New one-time password is …, and what follows a scrolled line: $9 secret
  phrase('#$|# $|>$|> $', /([#>] ?\$[^ \t]{0,40} )([^ \t]+)(?=\s*$)/g),
  // Translating "secret"...domain server: a password typed where a command belongs
  phrase('translating', /(\bTranslating ")(.+)(?="\.\.\.)/g),
  // RADIUS:   MS-CHAP-V2-Response[25]  52  "…"
  phrase(
    'chap',
    /(\b(?:MS-?)?CHAP[\w-]{0,20}?(?:Response|Password|Keys?)[ \t]{0,20}\[\d{1,3}\][ \t]+\d{1,4}[ \t]+)(?!\*)([^ \t].*[^ \t]|[^ \t])/gi,
  ),
  // 00:02:50: RADIUS: Attribute 2 18 05D2A407: the password by the number of its attribute
  phrase('attribute ', /(\bAttribute (?:2|3|69) \d{1,3} )([^ \t]+)/g),
  // PAC-Opaque: …; Again: secret; groupname: public   security model:v1; user: public   security model: v2c
  phrase('pac-opaque', /(\bPAC-Opaque: ?)([^ \t]+)/gi),
  phrase('again|type|verify', /(^[ \t]*(?:Again|Re-?type|Verify) ?: ?)([^ \t]+)/gi),
  phrase('security model', /(\b(?:groupname|user): )([^ \t]+)(?=[ \t]+security model: ?v[12])/gi),
  // user ops nthash 7 secret group STAFF
  phrase('nthash', /(\bnthash (?:\d )?)([^ \t]+)/gi),
  // action 1.1 cli command "secret": one word that is no command answers a question
  phrase(
    'cli command "',
    /(\bcli command ")(?!(?:en|ena|enab|enabl|enable|end|exit|quit|disable|conf|config|configure|wr|write|reload|y|n|yes|no|q|login|logout|show|sh|shut|shutdown|clear|exec|undebug|ping|terminal|telnet|ssh)"|\$\w+"|\\|[A-Z]?\d{0,3}")([^\s"]+)(?=")/g,
  ),
];

export function phrasesOf(line: string): Found[] {
  return saidIn(line, PHRASES, 'secret');
}

/** All that the phrases find in a line. */
export function saidIn(line: string, phrases: readonly Phrase[], kind: Found['kind']): Found[] {
  const lower = line.toLowerCase();
  const found: Found[] = [];
  for (const { needles, pattern } of phrases)
    if (needles.some((needle) => lower.includes(needle))) for (const each of behind(line, pattern, kind)) found.push(each);
  return found;
}

/** All that a pattern keeps in its second group. */
export function behind(text: string, pattern: RegExp, kind: Found['kind']): Found[] {
  const found: Found[] = [];
  pattern.lastIndex = 0;
  for (let match = pattern.exec(text); match !== null; match = pattern.exec(text)) {
    const start = match.index + (match[1]?.length ?? 0);
    found.push({ start, end: start + (match[2]?.length ?? 0), kind });
  }
  return found;
}
