/** Foreign applets are those of NX-OS and of the ASA: they begin as those of IOS do, and are another language. [L] eem.md 10.20, field eem.md 6 */

export type Dialect = 'NX-OS' | 'ASA';

/** What only they have, and the letters that such a line begins with. [C] Cisco Nexus 9000 System Management, Cisco ASA Series EEM */
const MARKS: readonly { dialect: Dialect; begins: string; pattern: RegExp }[] = [
  {
    dialect: 'NX-OS',
    begins: 'a',
    pattern: /^\s*action\s+\S+\s+(?:event-default|exceptionlog|forceshut|overbudgetshut|policy-default)\b/i,
  },
  // IOS wants the word `command`.
  {
    dialect: 'NX-OS',
    begins: 'a',
    pattern: /^\s*action\s+\S+\s+cli\s+(?!c(?:o(?:m(?:m(?:a(?:nd?)?)?)?)?)?\s+\S|p(?:at\w*)?\s+\S)(?:local\s+)?[a-z]/i,
  },
  {
    dialect: 'NX-OS',
    begins: 'e',
    pattern:
      /^\s*event\s+(?:tag\s+\S+\s+)?(?:cli\s+(?:tag\s+\S+\s+)?match|fan(?:absent|bad)|module-failure|policy-default|poweroverbudget|storm-control|sysmgr|temperature)\b/i,
  },
  // Variables of its shell, shows that only it has, messages that only it logs. [C] Cisco Nexus 9000 System Messages
  { dialect: 'NX-OS', begins: 'a', pattern: /^\s*action\s.*(?:\$\((?:SWITCHNAME|TIMESTAMP)\)|\bsh\w*\s.*\bevent-history\b)/ },
  {
    dialect: 'NX-OS',
    begins: 'e',
    pattern: /^\s*event\s.*\b(?:VSHD-\d-|SYSLOG_CONFIG_I\b|ETHPORT-\d-|ETH_PORT_CHANNEL-\d-|PLATFORM_MGR-\d-)/,
  },
  {
    dialect: 'NX-OS',
    begins: 'ote',
    pattern:
      /^\s*(?:override\s+__\w+|tag\s+\S+(?:\s+(?:and|or|andnot)\s+\S+)+(?:\s+happens\b.*)?|event\s+oir\s+(?:fan|module|powersupply)\b.*)$/i,
  },
  { dialect: 'NX-OS', begins: 'p', pattern: /^\s*(?:push|pop)(?:\s+\S+)?\s*$/i },
  { dialect: 'ASA', begins: 'e', pattern: /^\s*event\s+(?:syslog\s+id\s+\d|crashinfo\b)/i },
  { dialect: 'ASA', begins: 'o', pattern: /^\s*output\s+(?:none|console|file\s+(?:append|new|overwrite|rotate)\b)/i },
];

/** By the letter that a line begins with: most are actions, and few marks are about those. */
const BY_LETTER = new Map([...'aeopt'].map((letter) => [letter, MARKS.filter(({ begins }) => begins.includes(letter))]));

/** The language that a line of an applet gives away. */
export function dialectOf(line: string): Dialect | undefined {
  const letter = line.trimStart().charAt(0).toLowerCase();
  return BY_LETTER.get(letter)?.find(({ pattern }) => pattern.test(line))?.dialect;
}

/** What the head of a whole configuration says. */
export function dialectOfFile(text: string): Dialect | undefined {
  if (/^ASA Version \d/m.test(text)) return 'ASA';
  if (/^version \S+(?:\([^)]*\))?\S* Bios:version/m.test(text) || /^(?:vdc \S+ id \d|boot nxos )/m.test(text)) return 'NX-OS';
  return /^feature (?:nxapi|telnet|tacacs\+|interface-vlan|hsrp|lacp|vpc|ospf|bgp|eigrp|scheduler|dhcp|udld)\s*$/m.test(text)
    ? 'NX-OS'
    : undefined;
}
