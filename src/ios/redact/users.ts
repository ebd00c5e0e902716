/** Users stand in commands, in messages about logins, and in the debugs of AAA and RADIUS. */
import type { Found } from './found.ts';
import { behind } from './phrases.ts';

/** Each pattern keeps its first group; the second is the user. */
export const USERS: readonly RegExp[] = [
  // username ops privilege 15 secret 9 …; ppp pap sent-username ops password …; ip rcmd remote-username ops; --username=ops
  /(\b(?:(?:sent-|remote-)?username|logname|user-?id)[ \t]+(?:["']?))([^\s"',]+)/gi,
  // snmp-server user ops ops v3; ppp chap hostname ops is a name
  /(\bsnmp-server user )(\S+)/gi,
  // %PARSER-5-CFGLOG_LOGGEDCMD: User:ops  logged command; [user: ops] [Source: 192.0.2.9]; user='ops'; user=ops; Username: ops; user "ops"
  /(\buser(?:[ _-]?name)?\d?(?:"?[ \t]{0,4}[:=][ \t]{0,4}|[ \t]+(?=["']))["']?)(?!unknown\b|\*)([^\s"',;\])}]+)/gi,
  // %SYS-5-CONFIG_I: Configured from console by ops on vty0 (192.0.2.9); %SYS-5-RELOAD: Reload requested by ops on vty0.
  /(\b(?:configured from \S+|reload requested|requested|(?:un)?locked|cleared|initiated|invoked|executed|changed) by )(?!console\b|vty\d|SNMP\b|the\b|peer\b|lifetime\b|DPD\b|a\b)([^\s.,;]+)/gi,
  // %SSH-5-SSH2_USERAUTH: User 'ops' authentication for SSH2 Session; User ops logged in; User ops has exited
  /(\buser[ \t]+)(?!name|mode|access|unknown|group|profile|requested|attribute|authentication|table|has\b|is\b|can|not\b|interface\b|of\b|in\b|on\b|to\b|and\b|or\b)([^\s"',:=;\])]+)(?=[ \t]+(?:logged|has|from|login|authenticat|failed|connected|enter|exit|was))/gi,
  // RADIUS:  User-Name           [1]   5   "ops"
  /(\bUser-Name[ \t]+\[1\][ \t]+\d+[ \t]+["']?)([^\s"']+)/gi,
  // *  2 vty 0     ops        idle                 00:00:00 192.0.2.9
  /(^[* ] {1,4}\d+ (?:vty|con|aux) \d+ {1,8})([A-Za-z][\w.@-]*)(?= {2,})/gm,
  // ssh ops@192.0.2.1; ftp://ops@192.0.2.9/x; ftp://ops:<secret-1>@…
  /(:\/\/)([^\s:@/]{1,64})(?=(?::\S{1,256})?@)/g,
  // l ops 192.0.2.1
  /(\bssh (?:-[a-zA-Z] \S+ )*-l )(\S+)/g,
  // (ops@192.0.2.1) Password: ; ops@192.0.2.1's password: ; ops@vty0  |; ops@console
  /((?:^|[\s("'=]))([\w.+-]{1,64})(?=(?::(?!\/\/)\S{1,256})?@(?:\d|vty|console|tty|\[|[\w-]+\.[\w-]))/gm,
  // login as: ops; Source username [hq]? ops; FTP: ---> USER ops; Enter Username and Password.: ops
  /((?:\blogin as: |\busername \[[^\]\n]{0,40}\]\? |-> USER |\bUsername and Password\.: ))(\S+)/gi,
  // user-name ops; anonymous-id ops; ppp eap identity ops; ppp chap hostname ops; xml user ops password …
  /(\b(?:user-name|anonymous-id|eap identity|chap hostname|xml user|logged in as|Authenticating peer) )(\S+)/gi,
  // … AUTH-REQ id 1 len 18 from "ops"; ogin: ops; curl -u ops:…; gnmic -u ops; description …, login ops,
  /(\b(?:AUTH-REQ id \d+ len \d+ from "|ogin: ))([^\s"]+)/g,
  /((?:\s-u |, login ))([^\s:,"]+)/g,
  // <username><name>ops</name>; <wsse:Username>ops</wsse:Username>; {"name": "ops", "privilege": 15
  /(<username><name>|<(?:[\w-]+:)?username>(?=[^<]))([^<\s]+)/gi,
  /("name": ")([^"]+)(?=", "privilege")/g,
  // Mar  1 00:05:03 192.0.2.1 ops tty2 203.0.113.5 stop task_id=12
  /(\d\d:\d\d:\d\d \S+ )(\S+)(?= tty\d+ \S+ (?:start|stop))/g,
  // send AV cmd=username, then cmd-arg=ops on the next line
  /(cmd=username[^\n]{0,20}\n[^\n]{0,120}cmd-arg=)([^\s<]+)/g,
  //  user ops, with its password below or behind it
  /((?:^|[#>])[ \t]*(?:user|usern|userna|usernam|usernmae|userrname) )(?!name|mode|access|has\b|is\b)([^\s:]+)(?=\s*$|\s+(?:pass|sec|priv|nthash|p |secret))/gm,
];

export function usersOf(text: string): Found[] {
  return USERS.flatMap((pattern) => behind(text, pattern, 'user')).filter(({ start, end }) => end > start && text[start] !== '<');
}
