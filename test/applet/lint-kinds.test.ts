/** What public files taught the linter: false errors that are gone, and defects that are found, each in several forms. */
import { describe, expect, it } from 'vitest';
import { lintText } from '../../src/applet/lint.ts';

const READY = ' action 0010 cli command "enable"\n action 0020 cli command "terminal length 0"\n';
const applet = (actions: string, event = 'event none maxrun 200'): string => `event manager applet A\n ${event}\n${actions}`;
const typing = (...commands: string[]): string =>
  `${READY}${commands.map((command, at) => ` action ${1000 + at} cli command ${command.startsWith('"') ? command : `"${command}"`}\n`).join('')}`;
const found = (text: string) => lintText(text, 'x.cfg').map(({ code, severity }) => `${code}: ${severity}`);
const codes = (text: string) => lintText(text, 'x.cfg').map(({ code }) => code);
const errors = (text: string) =>
  lintText(text, 'x.cfg')
    .filter(({ severity }) => severity === 'error')
    .map(({ code }) => code);

describe('no error is', () => {
  it.each([
    'reload cancel',
    'rel ca',
    'delete /force flash:x',
    'delete /f flash:x',
    'del /recursive /fo flash:x',
    'crypto key generate rsa modulus 2048',
    'cry key gen rsa general-keys mod 2048',
    'copy running-config flash:x /noconfirm',
    'configure replace flash:x force',
    'clear ip ospf counters',
    'clear ip ospf 1 counters neighbor',
  ])('`%s`, which asks nothing', (command) => expect(codes(applet(typing(command)))).toEqual([]));

  it.each([
    'crypto key generate ec keysize 256 label EC',
    'reload in 5 reason upgrade"  pattern "confirm',
    'install activate issu',
    'install activate prompt-level none',
    'install add file flash:x.bin',
    'install commit',
  ])('`%s`, which asks nothing more', (command) => {
    const answer = command.includes('pattern') ? ' action 2000 cli command "y"\n' : '';
    expect(codes(applet(typing(command) + answer))).toEqual([]);
  });

  it.each([
    'debug plat cond start',
    'deb platform packet-trace packet 1024',
    'deb ev man action cli',
    'debug cry cond peer ipv4 192.0.2.1',
  ])('`%s`, which prints nothing by itself', (command) => expect(codes(applet(typing(command)))).toEqual([]));

  it.each([
    'event syslog pattern "(down|up)$" ratelimit 60 maxrun 60',
    'event syslog pattern "(down$|up$)" ratelimit 60 maxrun 60',
    'event syslog mnemonic "UPDOWN$" ratelimit 60 maxrun 60',
    'event neighbor-discovery interface regexp .*Ethernet.*$ cdp add maxrun 60',
    'event mat interface regexp Ethernet0/[12]$ type add maxrun 60',
    'event routing network 192.0.2.0/24 vrf name RED$ maxrun 60',
  ])('an anchor at the end of a pattern: %s', (event) => expect(codes(applet(READY, event))).toEqual([]));

  it('a list of AAA that passes who is authenticated', () => {
    expect(codes(`aaa authorization commands 15 default if-authenticated\n${applet(READY)}`)).toEqual([]);
  });

  it.each(['show users', 'show archive | count .', 'show clock | exclude UTC'])('`%s` without `terminal length 0`', (command) =>
    expect(codes(applet(` action 10 cli command "enable"\n action 20 cli command "${command}"\n`))).toEqual([]),
  );

  it('a copy where prompts are off: in the file, or typed before', () => {
    expect(errors(`file prompt quiet\n${applet(typing('copy run tftp://192.0.2.9/x'))}`)).toEqual([]);
    expect(errors(applet(typing('configure terminal', 'file prompt quiet', 'end', 'del flash:x')))).toEqual([]);
    expect(errors(applet(typing('del flash:x', 'configure terminal', 'file prompt quiet', 'end')))).toEqual(['unanswered-prompt']);
  });

  it.each([
    ['the environment, abbreviated', `event man env line 5\n${applet(' action 10 syslog msg "$line"\n')}`],
    ['the environment, empty', `event manager environment line\n${applet(' action 10 syslog msg "$line"\n')}`],
    [
      'the environment, while it runs',
      applet(`${typing('configure terminal', 'event manager environment line 5', 'end')} action 2000 syslog msg "$line"\n`),
    ],
    ['what was saved', applet(' action 10 context retrieve key K variable "line"\n action 20 syslog msg "$line"\n')],
    ['a family of what was saved', applet(' action 10 context retrieve key K variable "li*"\n action 20 syslog msg "$line"\n')],
    [
      'a round before',
      applet(
        ' action 10 set i "0"\n action 20 while $i lt 2\n action 30 if $i eq 1\n action 40 syslog msg "$line"\n action 50 end\n action 60 set line "x"\n action 70 increment i\n action 80 end\n',
      ),
    ],
  ])('a variable that comes from %s', (_from, text) => expect(codes(text)).toEqual([]));

  it('a variable that the environment of a device may have: a warning, where the file is not the whole configuration', () => {
    const text = applet(' action 10 syslog msg "$_email_to"\n');
    expect(found(text)).toEqual(['undefined-variable: warning']);
    expect(found(`version 17.9\nhostname hq\n${text}end\n`)).toEqual(['undefined-variable: error']);
  });

  it('its own `configure terminal` under `event cli`', () => {
    expect(
      codes(applet(typing('configure terminal', 'hostname hq', 'end'), 'event cli pattern "conf.*" sync no skip no maxrun 60')),
    ).toEqual([]);
  });

  it('an event that alone keeps a command from running', () => {
    expect(codes('event manager applet A\n event cli pattern "reload" sync no skip yes\n')).toEqual([]);
  });

  it('an applet that is opened again without its event', () => {
    expect(codes(`${applet(READY)}hostname hq\n!\nevent manager applet A\n action 0030 syslog msg "x"\n`)).toEqual([]);
  });

  it.each([
    'aaa authorization commands 15 default none\n',
    'aaa authorization commands 15 CON group tacacs+\nline con 0\n authorization commands 15 CON\nline vty 0 4\n login\n',
  ])('an applet where nobody is asked about its commands: %j', (settings) => expect(codes(`${settings}${applet(READY)}`)).toEqual([]));

  it('but where a terminal line asks', () => {
    const settings = 'aaa authorization commands 15 VTY group tacacs+\nline vty 0 4\n authorization commands 15 VTY\n!\n';
    expect(codes(`${settings}${applet(READY)}`)).toEqual(['no-session-user']);
  });

  it.each([
    'show clock',
    'sh clo',
    'show reload',
    'show version | include uptime',
    'sh run | sec router',
    'show log | count X',
    'show version | i IOS',
  ])('a pager that stops behind `%s`: it prints a few lines', (command) =>
    expect(codes(applet(` action 10 cli command "enable"\n action 20 cli command "${command}"\n`))).toEqual([]),
  );

  it('a pager where the terminal lines have none', () => {
    const text = applet(' action 10 cli command "enable"\n action 20 cli command "show version"\n');
    expect(codes(text)).toEqual(['pager-on']);
    expect(codes(`${text}line vty 0 4\n length 0\n`)).toEqual([]);
    expect(found(applet(' action 10 cli command "enable"\n action 20 cli command "show vlan brief"\n'))).toEqual(['pager-on: warning']);
  });

  it.each(['show ip interface brief', 'show ip route', 'show interfaces', 'ping 192.0.2.1'])('`%s` before `enable`', (command) => {
    expect(codes(applet(` action 10 cli command "term len 0"\n action 20 cli command "${command}"\n`))).toEqual([]);
  });

  it.each([
    'debug platform condition start',
    'debug platform packet-trace packet 128',
    'debug event manager action cli',
    'debug crypto condition peer ipv4 192.0.2.1',
  ])('`%s`, which prints nothing by itself', (command) => expect(codes(applet(typing(command)))).toEqual([]));

  it('a limit of one tag where another has more time', () => {
    const tags = ' event tag 1 none maxrun 100\n event tag 2 timer watchdog time 600\n trigger\n  correlate event 1 or event 2\n';
    expect(codes(`event manager applet A\n${tags} action 10 wait 60\n`)).toEqual([]);
  });

  it('a wait on a way that is seldom taken: a warning', () => {
    const text = applet(' action 10 if $_none_argc eq 7\n action 20 wait 30\n action 30 end\n', 'event none');
    expect(found(text)).toEqual(['maxrun-too-short: warning']);
  });
});

describe('found is', () => {
  it.each([
    ['$_track_name', 'event track 1 state down'],
    ['$_cli_user', 'event cli pattern "reload" sync yes'],
    ['$_syslog_msg', 'event timer watchdog time 60'],
    ['$_cli_result', 'event none'],
    ['$_regexp_result', 'event none'],
  ])('`%s` under `%s`', (variable, event) => {
    expect(codes(applet(` action 10 set _exit_status "1"\n action 20 syslog msg "${variable}"\n`, event))).toEqual(['undefined-variable']);
  });

  it.each(['$_syslog_mnemonic', '$_syslog_msg', '$_event_pub_sec'])('not `%s` of its own detector', (variable) => {
    expect(codes(applet(` action 10 syslog msg "${variable}"\n`, 'event syslog pattern "%SYS-5-RESTART"'))).toEqual([]);
  });

  it.each(['event syslog pattern "Tunnel$number" ratelimit 60', 'event timer cron cron-entry "$when"'])(
    'a name that nothing has in `%s`',
    (event) => {
      expect(codes(applet(' action 10 syslog msg "x"\n', event))).toEqual(['undefined-variable']);
      expect(
        codes(`event manager environment number 5\nevent manager environment when @daily\n${applet(' action 10 syslog msg "x"\n', event)}`),
      ).toEqual([]);
    },
  );

  it.each([
    'clear counters',
    'clear logg',
    'del flash:x',
    'rename flash:x flash:y',
    'configure replace flash:x',
    'wr erase',
    'reload in 5',
    'rel',
    'do reload',
    'erase nvram:',
    'copy run start',
  ])('`%s`, which asks', (command) => expect(codes(applet(typing(command)))).toContain('unanswered-prompt'));

  it('a first answer without a second', () => {
    expect(codes(applet(typing('"copy run tftp://192.0.2.9/x" pattern "host"', '')))).toEqual(['unanswered-second']);
    expect(codes(applet(typing('"copy run tftp://192.0.2.9/x" pattern "host"', '"" pattern "filename"', '')))).toEqual([]);
    expect(codes(applet(typing('"delete flash:x" pattern "filename"')))).toEqual(['unanswered-prompt']);
  });

  it.each(['wri mem', 'wr', 'do wr', 'do write memory', 'write'])('`%s`', (command) =>
    expect(codes(applet(typing(command)))).toEqual(['write-memory']),
  );

  it.each([
    ['%SYS-5-CONFIG_I', ['conf t', 'hostname hq', 'end']],
    ['Interface GigabitEthernet0/1, changed state to down', ['configure terminal', 'int Gi0/1', 'shutdown', 'no shutdown', 'end']],
    ['LINEPROTO.*Tunnel5, changed state to up', ['configure terminal', 'interface tu5', 'no shut', 'end']],
  ])('a loop by what the router says of the applet: %s', (pattern, commands) => {
    expect(codes(applet(typing(...commands), `event syslog pattern "${pattern}" ratelimit 60 maxrun 60`))).toEqual(['self-spring']);
  });

  it('no loop where the router says something else', () => {
    const commands = ['configure terminal', 'interface Gi0/1', 'no shutdown', 'end'];
    expect(codes(applet(typing(...commands), 'event syslog pattern "GigabitEthernet0/1, changed state to down" ratelimit 60'))).toEqual([]);
  });

  it.each([
    ['event timer cron cron-entry "60 * * * *"', 'cron-entry'],
    ['event timer cron cron-entry "0 0 * *"', 'cron-entry'],
    ['event timer cron cron-entry "0 0 32 1 *"', 'cron-entry'],
    ['event timer cron cron-entry "5-1 * * * *"', 'cron-entry'],
    ['event timer watchdog', 'incomplete'],
    ['event timer cron name daily', 'incomplete'],
    ['event timer countdown name x', 'incomplete'],
    ['event snmp oid 1.3.6.1.2.1.1.3.0 get-type exact entry-op gt entry-val 5', 'incomplete'],
    ['event interface name Tunnel0 parameter receive_rate_bps entry-op gt entry-val 5 entry-type value', 'incomplete'],
    ['event counter name x entry-val 5', 'incomplete'],
    ['event cli pattern "reload" sync yes skip yes', 'sync-and-skip'],
    ['event cli pattern "reload" sync no', 'sync-and-skip'],
    ['event tag 1 none\n event tag 2 none\n trigger\n  correlate event 1 and event 9', 'unknown-tag'],
    ['event tag 1 none\n event tag 2 none\n trigger period 5', 'trigger-without-correlate'],
  ])('`%s`', (event, code) => expect(codes(applet(' action 10 set _exit_status "1"\n', event))).toEqual([code]));

  it.each(['*/5 * * * *', '0 0 * * mon-fri', '@reboot', '0,30 8-18/2 * * 7', '$when'])('nothing in the entry `%s`', (entry) => {
    expect(
      codes(`event manager environment when @daily\n${applet(' action 10 syslog msg "x"\n', `event timer cron cron-entry "${entry}"`)}`),
    ).toEqual([]);
  });

  it('`track set` without a state, and a policy that is not there', () => {
    expect(codes(applet(' action 10 track set 5\n action 20 policy B\n'))).toEqual(['incomplete', 'unknown-policy']);
  });

  it.each(['interface Tunnel0', 'no ip route 0.0.0.0 0.0.0.0 192.0.2.1', 'event manager environment x 1', 'shutdown'])(
    '`%s` outside of configuration mode',
    (command) => {
      expect(codes(applet(typing(command)))).toEqual(['configuration-in-exec']);
      expect(codes(applet(typing('conf t', 'router bgp 65000', 'end', command)))).toEqual(['configuration-in-exec']);
      expect(codes(applet(typing('conf t', command)))).toEqual([]);
    },
  );

  it('a wait inside a loop, as often as it runs', () => {
    const loop = (rounds: number): string =>
      applet(
        ` action 10 set i "0"\n action 20 while $i lt ${rounds}\n action 30 wait 5\n action 40 increment i\n action 50 end\n`,
        'event none',
      );
    expect(found(loop(3))).toEqual([]);
    expect(found(loop(4))).toEqual(['maxrun-too-short: error']);
  });

  it('`show tech` within 20 s', () => {
    expect(found(applet(typing('show tech-support | redirect flash:x'), 'event none'))).toEqual(['maxrun-too-short: warning']);
  });
});

describe('noise', () => {
  it('is not made of a message that does not repeat', () => {
    const limit = (pattern: string): boolean => codes(applet(READY, `event syslog pattern "${pattern}"`)).includes('missing-ratelimit');
    expect(['%SYS-5-RESTART', 'Configured from tftp', 'PKI-6-AUTHORITATIVE_CLOCK'].map(limit)).toEqual([false, false, false]);
    expect(['LINEPROTO-5-UPDOWN', 'OSPF-5-ADJCHG', 'changed state to down', 'LOGIN_FAILED'].map(limit)).toEqual([true, true, true, true]);
  });

  it('is made once a file that grows', () => {
    const text = applet(
      typing('show clock | append flash:x', 'show version | append flash:x', 'show ip route | append flash:y'),
      'event timer watchdog time 60',
    );
    expect(codes(text)).toEqual(['unbounded-append', 'unbounded-append']);
  });

  it('is not made of the anchor of a pattern', () => {
    expect(codes(applet(' action 10 syslog msg "x"\n', 'event syslog pattern "state to down$" ratelimit 60'))).toEqual([]);
    expect(
      codes(applet(' action 10 regexp "down$" "$_syslog_msg"\n action 20 puts "5$ more"\n', 'event syslog pattern "%SYS-5-RESTART"')),
    ).toEqual(['literal-dollar']);
  });

  it('is made once of another platform, and once of a template', () => {
    const nexus = 'event manager applet A\n event cli match "conf t"\n action 1 cli show clock\n action 2 event-default\n';
    expect(found(nexus + nexus.replace('applet A', 'applet B'))).toEqual(['other-platform: notice']);
    const template = applet('{% for x in y %}\n action {{ loop.index }} syslog msg "{{ x }}"\n{% endfor %}\n action 10 goto {{ end }}\n');
    expect(found(template)).toEqual(['template: notice']);
  });
});

describe('one mistake', () => {
  it('is said once: a dollar in a name is not also a name that nobody sets', () => {
    expect(codes(applet(' action 10 set $x "5"\n action 20 puts "$x"\n'))).toEqual(['dollar-in-name']);
    expect(codes(applet(' action 10 set $x "5"\n action 20 puts "$y"\n'))).toEqual(['dollar-in-name', 'undefined-variable']);
  });

  it.each(['constructor', 'toString', '__proto__'])('is said of a variable that is called %s as of any other', (name) => {
    expect(codes(applet(` action 10 puts "$${name}"\n`))).toEqual(['undefined-variable']);
  });

  it('is said once: of several messages that a trigger joins', () => {
    const two = 'event tag a syslog pattern "UPDOWN"\n event tag b syslog pattern "ADJCHG"\n trigger\n  correlate event a and event b';
    expect(codes(applet(' action 10 puts "x"\n', two))).toEqual(['missing-ratelimit']);
  });

  it('is shown on its line: quotes in a description, and what stands behind a prompt as it was typed', () => {
    expect(lintText(applet(' description the "old" one\n action 10 puts "x"\n'), 'x.cfg')).toMatchObject([
      { line: 3, code: 'quotes-in-description' },
    ]);
    const typed = 'R1(config)#event manager applet A\nR1(config-applet)#event none\nR1(config-applet)#action 10 putz "x"\n';
    expect(lintText(typed, 'x.txt').at(-1)?.sourceLine).toBe('R1(config-applet)#action 10 putz "x"');
  });

  it.each([
    ['timer absolute time "22:00:00 Jan 15 2026"', ['syntax']],
    ['timer watchdog time <interval>', ['syntax']],
    ['timer countdown time soon', ['syntax']],
    ['timer periodic time 3600', ['invented-syntax']],
    ['syslog pattern "LINEPROTO-5-UPDOWN" rate-limit 60', ['syntax']],
    ['cli pattern', ['syntax']],
    ['cli pattern "debug all" sync yes skip yes', ['sync-and-skip']],
  ])('is said once: event %s', (event, said) => {
    expect(codes(applet(' action 10 syslog msg "x"\n', `event ${event}`))).toEqual(said);
  });

  it.each(['“', '”', '«', '„'])('of a quote %s is not said again as an open one', (quote) => {
    expect(codes(applet(` action 10 syslog msg "down${quote}\n`))).toEqual(['typographic-quotes']);
    expect(codes(applet(` action 10 syslog msg ${quote}down${quote}\n`))).toEqual(['typographic-quotes']);
  });
});

describe('a form that never was', () => {
  it.each(['foreach i in "1 2 3"', 'foreach line in "$_cli_result" "\\n"'])('is told, though the device takes it: %s', (walk) => {
    expect(found(applet(` action 05 cli command "enable"\n action 10 ${walk}\n action 20 end\n`))).toContain('invented-syntax: warning');
  });
  it.each(['foreach i "in out"', 'foreach in "1 2"', 'foreach i in'])('is none: %s', (walk) => {
    expect(found(applet(` action 10 ${walk}\n action 20 end\n`))).toEqual([]);
  });
});

describe('a built-in variable that its own detector does not have', () => {
  it.each([
    ['ipsla operation-id 1', '_ipsla_operation_id', '_ipsla_oper_id'],
    ['neighbor-discovery interface regexp .* cdp add', '_nd_local_intf', '_nd_cdp_capabilities_bits_5'],
    ['routing network 192.0.2.0/24 type add', '_routing_gateway', '_routing_lastgateway'],
    ['gold card 1', '_gold_slot', '_gold_card'],
  ])('is doubtful: event %s, $%s and not $%s', (event, wrong, right) => {
    expect(found(applet(` action 10 puts "$${wrong}"\n`, `event ${event}`))).toEqual(['undefined-variable: warning']);
    expect(found(applet(` action 10 puts "$${right}"\n`, `event ${event}`))).toEqual([]);
  });
});

it('a tag that two events have is told', () => {
  const two = 'event tag a none\n event tag a timer watchdog time 60\n trigger\n  correlate event a';
  expect(found(applet(' action 10 puts "x"\n', two))).toEqual(['no-event: warning']);
});

it('actions that `show event manager policy registered` prints are no orphans', () => {
  const listing =
    'No.  Class     Type    Event Type          Trap  Time Registered           Name\n1    applet    user    none                Off   Sun May 28 21:04:18 2017  A\n maxrun 20.000\n action 10 puts "x"\n';
  expect(found(`R9#show event manager policy registered\n${listing}R9#\n`)).toEqual([]);
  expect(found(listing.split('\n').slice(1).join('\n'))).toEqual(['syntax: warning']);
});

describe('what is not known here', () => {
  const mail = (more: string) => applet(` action 10 mail server "192.0.2.9" to "a" from "b" subject "c" body "d"${more}\n`);
  it.each([' secure tls', ' port 587 secure none', ' source-interface Loopback0', ' vrf MGMT'])(
    'is no error where releases have added words: mail …%s',
    (more) => expect(found(mail(more))).toEqual(['syntax: warning']),
  );
  it('leaves what is known as it was: cut keywords, and what is missing', () => {
    expect(found(mail(' po 25'))).toEqual([]);
    expect(found(mail('').replace('body "d"', 'bdy "d"'))).toEqual(['syntax: error']);
  });

  it.each(['ipv4 ttl', 'ipv4 source address', 'transport destination-port', 'counter bytes', 'flow', 'application name'])(
    'is no field of Flexible NetFlow with a name of several words: %s',
    (field) => {
      const event = (more: string) => `event nf monitor-name M event-type create event1 entry-value "5" field ${field} entry-op lt${more}`;
      expect(found(applet(' action 10 puts "x"\n', event(' maxrun 30')))).toEqual([]);
      expect(found(applet(' action 10 puts "x"\n', event(` event2 field ${field} entry-value "9" entry-op eq`)))).toEqual([]);
    },
  );

  it('is no slip in a header where a line of a program holds it', () => {
    const lines = ["    'event manager applet A',", '    "event manager applet B",', "    'action 10 syslog msg x',"];
    expect(lintText(lines.join('\n'), 'push.py')).toEqual([]);
  });
});

describe('a filter of another platform', () => {
  it.each(['head 10', 'tail 1', 'grep down', 'egrep -v x', 'wc -l', 'no-more', 'sort', 'last 5'])('is none of IOS: | %s', (filter) => {
    expect(found(applet(typing(`show ip bgp summary | ${filter}`)))).toEqual(['other-platform-syntax: error']);
    expect(lintText(applet(typing(`show ip bgp summary | ${filter}`)), 'x.cfg')[0]?.summary).toBe(
      `\`| ${filter.split(' ')[0]}\` is not IOS`,
    );
  });

  it.each(['include tail', 'i head', 'section router bgp', 'begin last', 'count x', 'exclude grep', 'redirect flash:sort', 'tee flash:x'])(
    'is one of IOS: | %s',
    (filter) => {
      expect(codes(applet(typing(`show ip bgp summary | ${filter}`)))).not.toContain('other-platform-syntax');
    },
  );
});

describe('a syslog pattern', () => {
  it.each(['%.*', '.*', '%', '.', '-[0-7]-', '%[A-Z]+'])('that every message has is too wide: %s', (pattern) => {
    expect(codes(applet(' action 10 puts "x"\n', `event syslog pattern "${pattern}" ratelimit 60`))).toContain('pattern-too-wide');
  });

  it.each(['%SYS', 'UPDOWN', '%CRYPTO-4', 'changed state'])('that some have is not: %s', (pattern) => {
    expect(codes(applet(' action 10 puts "x"\n', `event syslog pattern "${pattern}" ratelimit 60`))).not.toContain('pattern-too-wide');
  });
});

describe('an applet on a page', () => {
  it.each(['*/', '```', '"""', "'''", '</pre>', 'EOF', '""")'])('ends where the text around it goes on: %s', (end) => {
    expect(
      codes(`  ${applet(' action 10 puts "x"\n').replaceAll('\n', '\n  ').trimEnd()}\n  ${end}\n  const command = "show clock";\n`),
    ).toEqual([]);
  });

  it.each(['<br>', '<br/>', ' <br />', '<BR>'])('is read without what ends its lines there: %s', (end) => {
    const lines = applet(typing('show clock'), 'event track 50 state up')
      .split('\n')
      .map((line) => (line === '' ? '' : `${line}${end}`));
    expect(codes(lines.join('\n'))).toEqual([]);
  });
});

describe('what was typed elsewhere in a session', () => {
  const session = (prompt: string, line: string) =>
    `R1(config)#event manager applet A\nR1(config-applet)#event none\nR1(config-applet)#action 10 syslog msg "x"\n${prompt}${line}\n`;
  it.each([
    ['R1#', 'show event manager policy registered'],
    ['R1# ', 'debug event manager action cli'],
    ['R1#', 'configure terminal'],
    ['R1>', 'enable'],
    ['R1(config)#', 'snmp-server enable traps'],
    ['R1(config-if)#', 'shutdown'],
    ['hq-core/act# ', 'write memory'],
  ])('is no line of the applet: %s%s', (prompt, line) => {
    expect(codes(session(prompt, line))).toEqual([]);
    expect(codes(`${session(prompt, line)}${session('', '').replace('applet A', 'applet B')}`)).toEqual([]);
  });

  it('is one where the prompt is that of an applet', () => {
    expect(codes(session('R1(config-applet)#', 'shutdown'))).toEqual(['syntax']);
  });
});

describe('an applet of NX-OS', () => {
  it.each([
    ['a variable of its shell', 'event syslog pattern "x"', 'action 1 cli command "show clock >> bootflash:$(SWITCHNAME)_x.txt"'],
    ['a show of its own', 'event syslog pattern "x"', 'action 1 cli command "show ip ospf internal event-history flooding"'],
    ['a message of its own', 'event syslog pattern "SYSLOG_CONFIG_I"', 'action 1 cli command "copy startup-config scp://192.0.2.9/x"'],
    ['a message of its ports', 'event syslog pattern ".*ETHPORT-5-IF_DOWN_LINK_FAILURE.*"', 'action 1 syslog msg "x"'],
  ])('is known by %s', (_what, event, action) => {
    expect(found(`event manager applet A\n ${event}\n ${action}\n`)).toEqual(['other-platform: notice']);
  });
});

describe('a template', () => {
  const engines = [
    ['{{ name }}', '{{ server }}'],
    ['{{name}}', '{{a.very.long.expression|filter("x")}}'],
    ['$' + '{NAME}', '$' + '{SERVER}'],
    ['<%= name %>', '<%= server %>'],
  ] as const;
  it('is quoted with each expression in its own place, also where two are as long as each other', () => {
    const text =
      'event manager applet A\n event none\n action 10 cli command "enable"\n action 20 cli command "copy {{ one }} {{ two }}"\n';
    expect(lintText(text, 'x.cfg')[1]?.summary).toBe('`copy {{ one }} {{ two }}` asks back, and nobody answers');
  });

  it.each(engines)('is quoted as it is written: %s', (name, server) => {
    const text = `event manager applet ${name}\n event none\n action 10 cli command "enable"\n action 20 cli command "copy run ${server}"\n`;
    const said = lintText(text, 'x.cfg');
    expect(said.map(({ code }) => code)).toEqual(['template', 'unanswered-prompt']);
    expect(said[1]).toMatchObject({
      summary: `\`copy run ${server}\` asks back, and nobody answers`,
      sourceLine: ` action 20 cli command "copy run ${server}"`,
    });
  });
});

describe('what is said', () => {
  const words = [
    'event',
    'action',
    'trigger',
    'correlate',
    'attribute',
    '10',
    '1.0',
    'tag',
    'syslog',
    'cli',
    'timer',
    'snmp',
    'pattern',
    '""',
    '"',
    'if',
    'set',
    'foreach',
    'while',
    'goto',
    'string',
    'regexp',
    'msg',
    'command',
    'none',
    'watchdog',
    'time',
    '$',
    '{{ x }}',
    'eq',
    'info',
    'type',
    'track',
    'counter',
    'value',
    'op',
    'policy',
    'wait',
    'increment',
    'description',
    'interface',
    'name',
  ];
  it('holds no empty name, no `undefined` and no stand-in, however a line is cut', () => {
    const next = (
      (state) => () =>
        (state = (state * 1103515245 + 12345) % 2147483648)
    )(21);
    const wrong: string[] = [];
    for (let turn = 0; turn < 3000; turn += 1) {
      const line = () => Array.from({ length: 1 + (next() % 6) }, () => words[(next() >> 8) % words.length]).join(' ');
      const text = `event manager applet ${turn % 7 === 0 ? '""' : 'A'}\n ${line()}\n ${line()}\n action ${turn % 50} ${line()}\n`;
      for (const { summary, sourceLine } of lintText(text, 'x.cfg'))
        if (/undefined|\bnull\b|\bNaN\b|``|\$_tt|\[object/.test(`${summary} ${text.includes('{{') ? (sourceLine ?? '') : ''}`))
          wrong.push(`${summary} <- ${text}`);
    }
    expect(wrong.slice(0, 3)).toEqual([]);
  });
});

it('a pattern of a stranger cannot stop the linter, nor the interpreter', () => {
  const evil = applet(
    ` action 10 syslog msg "${'x'.repeat(40)}"\n action 20 regexp "(a*)*b" "${'a'.repeat(60)}"\n`,
    'event syslog pattern "(x+x+)+y" ratelimit 60',
  );
  // Tried one way after the other it would take longer than any test may.
  expect(codes(evil)).toEqual([]);
});

describe('the mode of the terminal line', () => {
  const ENTER = ' action 0100 cli command "configure terminal"\n action 0110 cli command "interface $name"\n';
  const withName = (actions: string): string => applet(` action 0005 set name "Tunnel0"\n${READY}${actions}`);

  it.each([
    'write',
    'show interface Tunnel0 | redirect flash:x',
    'copy run flash:x /noconfirm',
    'clear ip route *',
    'ping 192.0.2.1',
    'wr',
  ])('is that of configuration, which does not know `%s`', (command) => {
    expect(codes(withName(`${ENTER} action 0120 cli command "${command}"\n`))).toContain('exec-in-configuration');
    expect(codes(withName(`${ENTER} action 0120 cli command "do ${command}"\n`))).not.toContain('exec-in-configuration');
    expect(codes(withName(`${ENTER} action 0115 cli command "end"\n action 0120 cli command "${command}"\n`))).not.toContain(
      'exec-in-configuration',
    );
  });

  it('is either one behind a block that enters it on one of its ways', () => {
    const block = (rest: string): string =>
      withName(` action 0050 if $name eq Tunnel0\n${ENTER} action 0120 shut\n`.replace(' action 0120 shut\n', rest));
    const [left, stayed] = [' action 0120 cli command "end"\n action 0130 end\n', ' action 0130 end\n'];
    const last = ' action 0140 cli command "show clock"\n action 0150 cli command "ip route 0.0.0.0 0.0.0.0 Null0"\n';
    expect(codes(block(left + last))).toEqual(['configuration-in-exec']);
    expect(found(block(stayed + last))).toEqual(['exec-in-configuration: warning']);
  });

  it('is not judged where it is not known: in loops, behind `exit` and in what keeps words of its own', () => {
    for (const actions of [
      ' action 0040 foreach i "1 2"\n action 0041 cli command "configure terminal"\n action 0042 cli command "show clock"\n action 0043 end\n',
      `${ENTER} action 0120 cli command "exit"\n action 0130 cli command "show clock"\n`,
      ' action 0100 cli command "configure terminal"\n action 0110 cli command "archive"\n action 0120 cli command "write-memory"\n',
      `${ENTER} action 0120 cli command "sh"\n action 0130 cli command "delay 10"\n`,
    ])
      expect(codes(withName(actions))).toEqual([]);
  });

  it('decides whether a show can stop at a page', () => {
    const show = (before: string, command: string): string =>
      applet(` action 10 cli command "enable"\n${before} action 30 cli command "${command}"\n`);
    const enter = ' action 20 cli command "configure terminal"\n';
    expect(codes(show('', 'show running-config'))).toEqual(['pager-on']);
    expect(codes(show(enter, 'do show running-config'))).toEqual(['pager-on']);
    expect(codes(show(enter, 'show running-config'))).toEqual(['exec-in-configuration']);
  });

  it.each([
    'description to hq',
    'logging host 192.0.2.9',
    'neighbor 192.0.2.9 shutdown',
    'default interface Gi0/1',
    'int ra gi 1/0/23-24',
    'ip sla 10',
    'track 10 ip sla 10',
    'policy-map P',
    'no aaa new-model',
  ])('is EXEC, which does not know `%s`', (command) => expect(codes(applet(typing(command)))).toEqual(['configuration-in-exec']));
});

describe('a defect of the public files is found', () => {
  it.each(['clear log', 'clear logging', 'install activate', 'install add file flash:x.bin activate commit', 'install rollback to base'])(
    '`%s` asks back',
    (command) => expect(codes(applet(typing(command)))).toEqual(['unanswered-prompt']),
  );

  it('a reload that is asked about the configuration first asks once more', () => {
    const reload = (awaited: string): string => applet(`${typing(`"reload" pattern "${awaited}"`)} action 2000 cli command "no"\n`);
    expect(codes(reload('Save|yes/no'))).toEqual(['unanswered-second']);
    expect(codes(reload('confirm'))).toEqual([]);
  });

  it.each([
    ['0 1 30 2 *', 'no month 2 has a day 30'],
    ['0 1 31 4,6,9,11 *', 'no month 4,6,9,11 has a day 31'],
    ['0 1 * foo *', '`foo` is no month'],
    ['0 1 * mon *', '`mon` is no month'],
    ['0 1 * * jan', '`jan` is no day of the week'],
    ['mon 1 * * *', '`mon` is no minute'],
  ])('a cron entry that never comes: %s', (entry, summary) => {
    const text = applet(READY, `event timer cron cron-entry "${entry}" maxrun 60`);
    expect(lintText(text, 'x.cfg')).toMatchObject([{ code: 'cron-entry', summary: expect.stringContaining(summary) }]);
  });

  it.each(['0 1 29 2 *', '0 1 31 1,2 *', '0 1 30 2 1', '0 1 1 Jan-mar sun,Wed', '*/5 23 * * 7'])('and one that does is none: %s', (entry) =>
    expect(codes(applet(READY, `event timer cron cron-entry "${entry}" maxrun 60`))).toEqual([]),
  );

  it('a run by a command of an applet that is not there; a script stands elsewhere', () => {
    expect(codes(applet(typing('event manager run NOBODY')))).toEqual(['unknown-policy']);
    expect(codes(applet(typing('event manager run A', 'event manager run tool.tcl stop')))).toEqual([]);
  });

  it.each([
    ['%BGP-5-ADJCHANGE.*Down', 'clear ip bgp *'],
    ['BGP-5-ADJCHANGE', 'clear bgp ipv4 unicast 192.0.2.9'],
    ['%OSPF-5-ADJCHG.*DOWN', 'clear ip ospf process" pattern "no'],
    ['%DUAL-5-NBRCHANGE', 'clear ip eigrp neighbors'],
    ['%CLEAR-5-COUNTERS', 'clear counters" pattern "confirm'],
  ])('an applet that waits for `%s` and types `%s`', (pattern, command) => {
    const answer = command.includes('pattern') ? ' action 2000 cli command "yes"\n' : '';
    expect(codes(applet(typing(command) + answer, `event syslog pattern "${pattern}" ratelimit 60 maxrun 60`))).toEqual(['self-spring']);
  });

  it('an applet that puts down the very interface of its message, whatever that is called', () => {
    const text = (pattern: string): string =>
      applet(
        ` action 0005 regexp "Interface ([^,]+)," "$_syslog_msg" all name\n${typing('configure terminal', 'interface $name', 'shutdown', 'no shutdown')}`,
        `event syslog pattern "${pattern}" ratelimit 60 maxrun 60`,
      );
    expect(codes(text('LINEPROTO-5-UPDOWN.*changed state to down'))).toEqual(['self-spring']);
    expect(codes(text('Interface Tunnel7, changed state to down'))).toEqual([]);
  });

  it.each(['&quot;down&quot;', '&#34;down&#34;', '&ldquo;down&rdquo;'])('a quote as the source of a page has it: %s', (quoted) =>
    expect(codes(applet(` action 10 syslog msg ${quoted}\n`))).toEqual(['typographic-quotes']),
  );

  it('a copy that saves the configuration by its full names', () => {
    expect(
      codes(applet(typing('copy system:running-config nvram:startup-config /noconfirm'.replace(' /noconfirm', '" pattern "name')))),
    ).toContain('write-memory');
  });
});

describe('another platform is named by', () => {
  const BODY = '  event none\n  action 1.0 syslog msg "x"\n';
  it.each([
    ['an override', 'event manager applet A\n  override __pfm_tempev1_minor\n  action 1.0 syslog msg "x"\n'],
    ['what its detector of hardware takes', 'event manager applet A\n  event oir fan anyoir\n  action 1.0 snmp-trap strdata "x"\n'],
    [
      'how it joins its tags',
      'event manager applet A\n  event syslog tag one pattern "x"\n  event syslog tag two pattern "y"\n  tag one or two happens 1 in 120\n  action 1.0 syslog msg "x"\n',
    ],
    ['the head of its configuration', `!Command: show running-config\nversion 9.3(5) Bios:version 07.67\nevent manager applet A\n${BODY}`],
    ['its virtual device', `vdc hq id 1\nevent manager applet A\n${BODY}`],
  ])('%s', (_what, text) => expect(codes(text)).toEqual(['other-platform']));
});
