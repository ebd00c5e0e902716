/** Phrases are what is said in a fixed form around a secret, where no single word announces it. */
import type { Found } from './found.ts';

/** Each pattern keeps its first group; the second is the secret. */
export const PHRASES: readonly RegExp[] = [
  // ftp://ops:secret@192.0.2.9/x: up to the last @ of the word
  /(:\/\/[^\s:@/]{0,64}:)([^ \t]{1,256})(?=@)/g,
  // mail server "ops:secret@192.0.2.9"; _email_server ops:secret@smtp.example.net; no sip:5550100@192.0.2.1
  /((?:^|[\s"'=])(?!(?:sips?|mailto|tel|xmpp|urn|ID|id|user|peer|address|fqdn|email|key-id):)[\w.+-]{1,64}:)(?!\/\/)([^ \t]{1,256})(?=@[\w[])/g,
  // curl -u ops:secret; sshpass -p secret; plink -pw secret
  /(\s-u ["']?[^\s:]{1,64}:)([^\s"']{1,256})/g,
  /(\b(?:sshpass|gnmic|plink|pscp|psftp|mysql|snmpwalk|snmpget)\b.{0,120}? -(?:pw?|c|A|X) ?)("[^"]*"|'[^']*'|[^ \t]+)/g,
  // type:Cleartext(1), data:secret below an NHRP authentication extension
  /(Cleartext\(1\), ?data: ?)([^ \t].*[^ \t]|[^ \t])/gi,
  // key 1 -- text "secret": show key chain
  /(\bkey \w{1,64} -- text )([^ \t].*[^ \t]|[^ \t])/gi,
  // Authentication text, string "secret": show standby, show vrrp, show glbp
  /(\bauthentication (?:text|MD5)?,? ?(?:string|key-string|text) )(?!authentication\b)("[^"]*"|[^ \t]+)/gi,
  // RIP: received packet with text authentication secret
  /(\btext authentication )([^ \t]+)/gi,
  // SK_d = …; SKEYID_a: …: keys that a debug of the inside prints
  /(\b(?:SK_[a-z]{1,2}|SKEYID(?:_[ade])?|SKEYSEED|KEYMAT)\b[ \t]{0,4}[=:][ \t]{0,4})((?:0x)?[0-9A-Fa-f][0-9A-Fa-f \t]{6,})/g,
  // Authorization: Basic secret; … Digest username="ops", …, response="secret"; Cookie: auth=secret
  /(\bauthorization: ?(?:Basic|Bearer) )([^\s"'\\]+)/gi,
  /(\bauthorization: ?Digest\b.{0,800}?\bresponse=")([^"]+)/gi,
  /((?:^|[\s"])(?:Set-)?Cookie: ?(?=[\w.-]{1,64}=))([^ \t].*[^ \t]|[^ \t])/gi,
  // <secret><encryption>9</encryption><secret>…</secret></secret>; <community><name>…
  /(<(?:[\w-]+:)?(?:[\w-]*(?:secret|password|passphrase|passwd|token|psk)|(?:[\w-]+-)?key(?:-string)?)>)([^<]+)/gi,
  /(<community(?:-config)?><name>)([^<]+)/gi,
  // <pre-shared-key><local-option>…</local-option>; <unencryt-string>…: Cisco-IOS-XE-crypto [L]
  /(<(?:[\w-]+:)?(?:(?:local|remote)-option|unencr[\w-]*)>)([^<]+)/gi,
  // a=crypto:1 AES_CM_128_HMAC_SHA1_80 inline:secret|2^31|1:1
  /(\binline:)([^\s|]+)/g,
  // T+: User msg: secret; GETPASS data="secret"; FTP: ---> PASS secret; CHAT2: Sending string: secret; word: secret
  /(\b(?:User msg|T\+: (?:user )?data): )([^ \t].*[^ \t]|[^ \t])/g,
  /(\bGETPASS\b.{0,40}\bdata ?= ?)([^ \t].*[^ \t]|[^ \t])/g,
  /(-> PASS )([^ \t].*[^ \t]|[^ \t])/g,
  /(\bCHAT[^ \t]*: Sending string: )([^ \t].*[^ \t]|[^ \t])/g,
  /(\b(?:ass)?word: )([^ \t]+)/g,
  // chat-script LTE "ssword:" secret; … "AT+CPIN=1234" OK
  /(word:?" )([^ \t]+)/g,
  /(\+CPIN="?)([^"\s]+)/gi,
  // [sudo] password for ops: secret; % Enter password for X: secret; Destination password []? secret
  /(\b(?:password|passphrase)(?: for| of)(?: [^\s:]{1,40}){1,3}: )(?!\*)([^ \t]+)[ \t]*(?:\^C)?$/gi,
  /(\b(?:password|passphrase)(?: \[[^\]]{0,40}\])?\? )([^ \t[(]+)[ \t]*$/gi,
  // typeahead "secret\n"; action 1.4 set pw "secret"
  /(\btypeahead ")([^"]+?)(?=(?:\\n)*"|$)/g,
  /(\baction [^ \t]+ set [^ \t]*(?:pass|pw|secret|key|psk|cred|token|comm)[^ \t]* )([^ \t].*[^ \t]|[^ \t])/gi,
  // event manager environment _password secret
  /(\bevent man\w* env\w* [^ \t]*(?:pass|pw|secret|key|psk|cred|token|comm)[^ \t]* )([^ \t].*[^ \t]|[^ \t])/gi,
  // cns config initial 192.0.2.9 80 page /ops/secret event
  /(\bcns config [^ \t]+ [^ \t]+ .{0,60}?\bpage )(\/[^ \t]+\/[^ \t]+)/gi,
  // % New one-time password is …, and what follows a scrolled line: $9 secret
  /([#>] ?\$[^ \t]{0,40} )([^ \t]+)(?=\s*$)/g,
  // Translating "secret"...domain server: a password typed where a command belongs
  /(\bTranslating ")(.+)(?="\.\.\.)/g,
  // RADIUS:   MS-CHAP-V2-Response[25]  52  "…"
  /(\b(?:MS-?)?CHAP[\w-]{0,20}?(?:Response|Password|Keys?)[ \t]{0,20}\[\d{1,3}\][ \t]+\d{1,4}[ \t]+)(?!\*)([^ \t].*[^ \t]|[^ \t])/gi,
  // 00:02:50: RADIUS: Attribute 2 18 05D2A407: the password by the number of its attribute
  /(\bAttribute (?:2|3|69) \d{1,3} )([^ \t]+)/g,
  // PAC-Opaque: …; Again: secret; groupname: public   security model:v1; user: public   security model: v2c
  /(\bPAC-Opaque: ?)([^ \t]+)/gi,
  /(^[ \t]*(?:Again|Re-?type|Verify) ?: ?)([^ \t]+)/gi,
  /(\b(?:groupname|user): )([^ \t]+)(?=[ \t]+security model: ?v[12])/gi,
  // user ops nthash 7 secret group STAFF
  /(\bnthash (?:\d )?)([^ \t]+)/gi,
  // action 1.1 cli command "secret": one word that is no command answers a question
  /(\bcli command ")(?!(?:en|ena|enab|enabl|enable|end|exit|quit|disable|conf|config|configure|wr|write|reload|y|n|yes|no|q|login|logout|show|sh|shut|shutdown|clear|exec|undebug|ping|terminal|telnet|ssh)"|\$\w+"|\\|[A-Z]?\d{0,3}")([^\s"]+)(?=")/g,
];

export function phrasesOf(line: string): Found[] {
  return PHRASES.flatMap((pattern) => behind(line, pattern, 'secret'));
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
