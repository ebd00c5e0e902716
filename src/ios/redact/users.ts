/** Users stand in commands, in messages about logins, and in the debugs of AAA and RADIUS. */
import type { Found } from './found.ts';
import { lineAt, lineBelow } from './lines.ts';
import { type Phrase, phrase, saidIn } from './phrases.ts';

/** Each pattern keeps its first group; the second is the user. */
export const USERS: readonly Phrase[] = [
  // username ops privilege 15 secret 9 …; ppp pap sent-username ops password …; ip rcmd remote-username ops; --username=ops
  phrase('username|logname|userid|user-id', /(\b(?:(?:sent-|remote-)?username|logname|user-?id)[ \t]+(?:["']?))([^\s"',]+)/gi),
  // snmp-server user ops ops v3; ppp chap hostname ops is a name
  phrase('snmp-server user ', /(\bsnmp-server user )(\S+)/gi),
  // %PARSER-5-CFGLOG_LOGGEDCMD: User:ops  logged command; [user: ops] [Source: 192.0.2.9]; user='ops'; user=ops; Username: ops; user "ops"
  phrase('user', /(\buser(?:[ _-]?name)?\d?(?:"?[ \t]{0,4}[:=][ \t]{0,4}|[ \t]+(?=["']))["']?)(?!unknown\b|\*)([^\s"',;\])}]+)/gi),
  // %SYS-5-CONFIG_I: Configured from console by ops on vty0 (192.0.2.9); %SYS-5-RELOAD: Reload requested by ops on vty0.
  phrase(
    ' by ',
    /(\b(?:configured from \S+|reload requested|requested|(?:un)?locked|cleared|initiated|invoked|executed|changed) by )(?!console\b|vty\d|SNMP\b|the\b|peer\b|lifetime\b|DPD\b|a\b)([^\s.,;]+)/gi,
  ),
  // %SSH-5-SSH2_USERAUTH: User 'ops' authentication for SSH2 Session; User ops logged in; User ops has exited
  phrase(
    'user',
    /(\buser[ \t]+)(?!name|mode|access|unknown|group|profile|requested|attribute|authentication|table|has\b|is\b|can|not\b|interface\b|of\b|in\b|on\b|to\b|and\b|or\b)([^\s"',:=;\])]+)(?=[ \t]+(?:logged|has|from|login|authenticat|failed|connected|enter|exit|was))/gi,
  ),
  // RADIUS:  User-Name           [1]   5   "ops"
  phrase('user-name', /(\bUser-Name[ \t]+\[1\][ \t]+\d+[ \t]+["']?)([^\s"']+)/gi),
  // *  2 vty 0     ops        idle                 00:00:00 192.0.2.9
  phrase('vty |con |aux ', /(^[* ] {1,4}\d+ (?:vty|con|aux) \d+ {1,8})([A-Za-z][\w.@-]*)(?= {2,})/gm),
  // ssh ops@192.0.2.1; ftp://ops@192.0.2.9/x; ftp://ops:<secret-1>@…
  phrase('://', /(:\/\/)([^\s:@/]{1,64})(?=(?::\S{1,256})?@)/g),
  // l ops 192.0.2.1
  phrase('ssh ', /(\bssh (?:-[a-zA-Z] \S+ )*-l )(\S+)/g),
  // (ops@192.0.2.1) Password: ; ops@192.0.2.1's password: ; ops@vty0  |; ops@console
  phrase('@', /((?:^|[\s("'=]))([\w.+-]{1,64})(?=(?::(?!\/\/)\S{1,256})?@(?:\d|vty|console|tty|\[|[\w-]+\.[\w-]))/gm),
  // login as: ops; Source username [hq]? ops; FTP: ---> USER ops; Enter Username and Password.: ops
  phrase(
    'login as: |username [|-> user |and password.: ',
    /((?:\blogin as: |\busername \[[^\]\n]{0,40}\]\? |-> USER |\bUsername and Password\.: ))(\S+)/gi,
  ),
  // user-name ops; anonymous-id ops; ppp eap identity ops; ppp chap hostname ops; xml user ops password …
  phrase(
    'user-name|anonymous-id|eap identity|chap hostname|xml user|logged in as|authenticating peer',
    /(\b(?:user-name|anonymous-id|eap identity|chap hostname|xml user|logged in as|Authenticating peer) )(\S+)/gi,
  ),
  // … AUTH-REQ id 1 len 18 from "ops"; ogin: ops; curl -u ops:…; gnmic -u ops; description …, login ops,
  phrase('auth-req|ogin: ', /(\b(?:AUTH-REQ id \d+ len \d+ from "|ogin: ))([^\s"]+)/g),
  phrase(' -u |\t-u |, login ', /((?:\s-u |, login ))([^\s:,"]+)/g),
  // <username><name>ops</name>; <wsse:Username>ops</wsse:Username>; {"name": "ops", "privilege": 15
  phrase('username>', /(<username><name>|<(?:[\w-]+:)?username>(?=[^<]))([^<\s]+)/gi),
  phrase('"name"', /("name": ")([^"]+)(?=", "privilege")/g),
  // Mar  1 00:05:03 192.0.2.1 ops tty2 203.0.113.5 stop task_id=12
  phrase('tty', /(\d\d:\d\d:\d\d \S+ )(\S+)(?= tty\d+ \S+ (?:start|stop))/g),
  // send AV cmd=username, then cmd-arg=ops on the next line
  phrase('cmd=username', /(cmd=username[^\n]{0,20}\n[^\n]{0,120}cmd-arg=)([^\s<]+)/g),
  //  user ops, with its password below or behind it
  phrase(
    'use|usr',
    /((?:^|[#>])[ \t]*(?:user|usern|userna|usernam|usernmae|userrname) )(?!name|mode|access|has\b|is\b)([^\s:]+)(?=\s*$|\s+(?:pass|sec|priv|nthash|p |secret))/gm,
  ),
];

/** What lets a line hold a user, whatever its figures are. */
export const USING =
  /user|logname|\bby \w|auth-req|ogin|\w@[\w[]|^[* ] {1,4}\d+ (?:vty|con|aux)|\bssh -|identity \S|anonymous|authenticating peer|\s-u |"name"|tty\d|chap hostname/i;

/** `starts`: where the lines start that may hold one, in order. */
export function usersOf(text: string, starts: readonly number[]): Found[] {
  const found: Found[] = [];
  for (const start of starts) {
    const line = lineAt(text, start);
    const own = text.slice(start, line.end);
    // What a debug tells word by word stands on two lines.
    const part = /cmd=username/i.test(own) ? text.slice(start, lineBelow(text, line)?.end ?? line.end) : own;
    for (const each of saidIn(part, USERS, 'user'))
      if (each.end > each.start && part[each.start] !== '<') found.push({ ...each, start: each.start + start, end: each.end + start });
  }
  return found;
}
