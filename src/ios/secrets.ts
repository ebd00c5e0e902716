/** Secrets are the places in IOS output where a password, key or community stands; the minimum is what Oxidized removes. */

/** Each match keeps its first group; the rest is the secret. */
export const SECRETS: readonly RegExp[] = [
  // enable secret 5 $1$mERr$hx5rVt7rPNoS4wqbXKX7m0
  /^(\s*enable (?:secret|password)(?: level \d+)?(?: \d+)?) \S+.*$/gm,
  // username ops privilege 15 secret 9 $9$nhEmQVczB7dqsO$X.HsgL6x1il0RxkOSSvyQYwucySCt7qFm4v7pqCxkKM
  /^(\s*username \S+ .*?(?:secret|password)(?: \d+)?) \S+.*$/gm,
  // password 7 094F471A1A0A, on lines and in many sub-modes
  /^(\s*(?:password|secret)(?: \d+)?) \S+.*$/gm,
  // crypto isakmp key cisco123 address 198.51.100.1
  /^(\s*crypto isakmp key(?: [06])?) \S+/gm,
  // pre-shared-key address 198.51.100.1 key cisco123
  /^(\s*pre-shared-key(?: (?:address|hostname) .*?)?(?: key)?(?: [06])?) \S+\s*$/gm,
  // pre-shared-key local 6 cisco123
  /^(\s*pre-shared-key (?:local|remote)(?: [06]| hex)?) \S+.*$/gm,
  // key-string 7 104D000A0618
  /^(\s*key-string(?: \d+)?) \S+.*$/gm,
  // snmp-server community public RO
  /^(\s*snmp-server community(?: \d+)?) \S+/gm,
  // snmp-server host 192.0.2.9 version 2c public
  /^(\s*snmp-server host \S+(?: vrf \S+)?(?: (?:informs|traps))?(?: version (?:1|2c|3(?: (?:auth|noauth|priv))?))?) \S+/gm,
  // snmp-server user ops ops v3 auth sha SECRET priv aes 128 SECRET
  /^(\s*snmp-server user .*?(?:auth (?:md5|sha\S*)|priv (?:des56|des|3des|aes \d+|aes))) \S+.*$/gm,
  // tacacs-server key 7 0822455D0A16; radius-server host 192.0.2.9 key 7 0822455D0A16; server-private 192.0.2.9 key cisco
  /^(\s*(?:tacacs-server|radius-server|tacacs|radius|server-private)\b.*? key(?: \d+)?) \S+.*$/gm,
  // server-key 7 0822455D0A16; a bare ` key 7 0822455D0A16` inside a server's sub-mode
  /^(\s*(?:server-key|key)(?: [067])) \S+.*$/gm,
  // ip ospf message-digest-key 1 md5 7 0822455D0A16; ip ospf authentication-key 7 0822455D0A16
  /^(\s*ip ospf (?:message-digest-key \d+ md5|authentication-key)(?: \d+)?) \S+.*$/gm,
  // neighbor 198.51.100.1 password 7 0822455D0A16
  /^(\s*neighbor \S+ password(?: \d+)?) \S+.*$/gm,
  // ip nhrp authentication NHRPKEY
  /^(\s*ip nhrp authentication(?: \d+)?) \S+.*$/gm,
  // tunnel key 1234567
  /^(\s*tunnel key) \S+.*$/gm,
  // standby 1 authentication md5 key-string 7 0822455D0A16; vrrp 1 authentication cisco
  /^(\s*(?:standby|vrrp|glbp)\b.*? authentication(?: md5)?(?: (?:key-string|text))?(?: \d+)?) \S+.*$/gm,
  // ppp chap password 7 0822455D0A16; ppp pap sent-username ops password 7 0822455D0A16
  /^(\s*ppp .*?password(?: \d+)?) \S+.*$/gm,
  // ntp authentication-key 1 md5 0822455D0A16 7
  /^(\s*ntp authentication-key \d+ \S+) \S+.*$/gm,
  // ip ftp password 7 0822455D0A16; ip http client password cisco
  /^(\s*ip (?:ftp|http client) password(?: \d+)?) \S+.*$/gm,
  // ftp://ops:cisco@192.0.2.9/file
  /(\b(?:ftp|scp|sftp|http|https|tftp):\/\/[^\s:@/]+):[^\s@/]+(?=@)/gm,
  // wpa-psk ascii 7 0822455D0A16
  /^(\s*wpa-psk (?:ascii|hex)(?: \d+)?) \S+.*$/gm,
  // crypto key: the body of a certificate or private key in a trustpoint
  /^(-----BEGIN [A-Z ]*PRIVATE KEY-----)[\s\S]*?(?=-----END)/gm,
];

/** The text with each secret replaced. */
export function removeSecrets(text: string, patterns: readonly RegExp[] = SECRETS): string {
  return patterns.reduce((current, pattern) => current.replace(pattern, '$1 <removed>'), text);
}
