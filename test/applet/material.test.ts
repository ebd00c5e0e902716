/** Applets are read in whatever form people hand them in; what is no applet of IOS is not taken for one. */
import { describe, expect, it } from 'vitest';
import { lintWhole } from '../../src/applet/lint.ts';
import { parseApplets } from '../../src/applet/parse.ts';

const BODY = ' event none\n action 10 syslog msg "one"\n action 20 syslog msg "two"\n';
const read = (text: string) => parseApplets(text, 'x.cfg');
const shapeOf = (text: string) => read(text).applets.map(({ name, events, actions }) => [name, events.length, actions.length]);

describe.each([
  ['any case', 'Event Manager Applet A\n Event None\n Action 10 SysLog Msg "one"\n ACTION 20 syslog msg "two"\n'],
  ['unique abbreviations', 'event man app A\n ev none\n act 10 sys m "one"\n act 20 sys m "two"\n'],
  ['one letter for a word', 'ev m ap A\n ev none\n ac 10 sy m "one"\n ac 20 sy m "two"\n'],
  [
    'prompts',
    'R1(config)#event manager applet A\nR1(config-applet)# event none\nR1(config-applet)#action 10 syslog msg "one"\nR1(config-applet)#action 20 syslog msg "two"\n',
  ],
  [
    'lines that a diff adds',
    '@@ -1 +1,4 @@\n hostname hq\n+event manager applet A\n+ event none\n+ action 10 syslog msg "one"\n- action 15 syslog msg "old"\n+ action 20 syslog msg "two"\n',
  ],
  ['a quotation', '> event manager applet A\n>  event none\n>  action 10 syslog msg "one"\n>  action 20 syslog msg "two"\n'],
  [
    'what `show archive config differences` prints',
    '!Contextual Config Diffs:\n+event manager applet A\n +event none\n +action 10 syslog msg "one"\n -action 15 syslog msg "old"\n +action 20 syslog msg "two"\n-event manager applet OLD\n -event none\n',
  ],
  [
    'a diff without a head',
    '-event manager applet OLD\n- event none\n+event manager applet A\n+ event none\n+ action 10 syslog msg "one"\n+ action 20 syslog msg "two"\n',
  ],
  [
    'numbered lines',
    '     1\tevent manager applet A\n     2\t event none\n     3\t action 10 syslog msg "one"\n     4\t action 20 syslog msg "two"\n',
  ],
  [
    'lines numbered by a search',
    '11:event manager applet A\n12: event none\n13: action 10 syslog msg "one"\n14: action 20 syslog msg "two"\n'.replaceAll(':', ': '),
  ],
  [
    'what `show archive log config all` prints',
    '  1    1   console@console  |event manager applet A\n  2    1   console@console  | event none\n  3    1   ops@vty0  |  action 10 syslog msg "one"\n  4    1   ops@vty0  |  action 20 syslog msg "two"\n',
  ],
  [
    'comments behind its statements',
    'event manager applet A ! ours\n event none ! by hand\n action 10 syslog msg "one" ! first\n action 20 syslog msg "two"  !!! last\n',
  ],
  [
    'prompts, left with Ctrl-Z',
    'R1(config)#event manager applet A\nR1(config-applet)#event none\nR1(config-applet)#action 10 syslog msg "one"\nR1(config-applet)#action 20 syslog msg "two"\nR1(config-applet)#^Z\nR1#\n*Mar  1 00:00:00: %SYS-5-CONFIG_I: Configured from console by console\n',
  ],
  [
    'prompts that are indented',
    '    csr1(config)#event manager applet A\n    csr1(config-applet)#event none\n    csr1(config-applet)# action 10 syslog msg "one"\n    csr1(config-applet)#action 20 syslog msg "two"\n    csr1(config-applet)#end\n',
  ],
  ['CR LF and a byte order mark', `\ufeffevent manager applet A\n${BODY}`.replaceAll('\n', '\r\n')],
  ['a header with a slip', `event manager aplet A\n${BODY}`],
  ['another slip', `event manger applet A\n${BODY}`],
])('an applet in %s', (_form, text) => {
  it('is read whole', () => expect(shapeOf(text)).toEqual([['A', 1, 2]]));
});

describe('what is said', () => {
  it('of a header with a slip', () => {
    expect(read(`event manager aplet A\n${BODY}`).diagnostics).toMatchObject([{ severity: 'error', line: 1, column: 15, length: 5 }]);
    expect(read('event manager session cli username eem\nevent manager history size 10\n').diagnostics).toEqual([]);
  });

  it('of actions that stand nowhere, once', () => {
    expect(read(BODY).diagnostics).toMatchObject([{ severity: 'warning', line: 2, summary: expect.stringContaining('1 more') }]);
  });

  it('of a comment behind a statement: that what a device makes of it is not known', () => {
    const { diagnostics } = read('event manager applet A\n event none\n action 10 wait 5 ! a while\n action 20 end ! of it\n');
    expect(diagnostics).toMatchObject([
      { severity: 'warning', line: 3, column: 19, length: 9 },
      { severity: 'warning', line: 4, column: 16, length: 7 },
    ]);
    expect(read('event manager applet A\n event none\n action 10 comment shout ! loud\n action 20 syslog msg "!" \n').diagnostics).toEqual(
      [],
    );
    expect(read('event manager applet A\n event none\n action 10 wait ! long\n').diagnostics).toMatchObject([{ severity: 'error' }]);
  });

  it('of a verb or a detector with a slip: an error, for CI must not pass it', () => {
    for (const line of [' action 10 sylog msg "x"', ' action 10 wiat 5', ' event tymer watchdog time 60'])
      expect(read(`event manager applet A\n${line}\n`).diagnostics).toMatchObject([{ severity: 'error', line: 2 }]);
    expect(read('event manager applet A\n action 10 teleport\n').diagnostics).toMatchObject([{ severity: 'warning' }]);
  });
});

describe('an applet that is opened again', () => {
  it('is one applet, unless it was removed between', () => {
    const again = 'event manager applet A\n action 30 syslog msg "three"\n';
    expect(shapeOf(`event manager applet A\n${BODY}interface Tunnel0\n ip mtu 1400\n!\n${again}`)).toEqual([['A', 1, 3]]);
    expect(shapeOf(`event manager applet A\n${BODY}no event manager applet A\n${again}`)).toEqual([
      ['A', 1, 2],
      ['A', 0, 1],
    ]);
  });
});

describe('what only looks like an applet', () => {
  it('is a banner or a macro', () => {
    expect(shapeOf(`banner motd ^C\nevent manager applet A\n${BODY}^C\nhostname hq\n`)).toEqual([]);
    expect(shapeOf(`banner motd #hi#\nevent manager applet A\n${BODY}`)).toEqual([['A', 1, 2]]);
    expect(shapeOf(`macro name eem\nevent manager applet A\n${BODY}@\n`)).toEqual([]);
  });

  it('is what another section holds, indented though it is', () => {
    const { applets, diagnostics } = read(
      `event manager applet A\n${BODY} route-map X permit 10\n  set tag 5\n  description no applet's\n`,
    );
    expect(diagnostics).toEqual([]);
    expect(applets[0]).toMatchObject({ others: [] });
    expect(applets[0]?.description).toBeUndefined();
  });
});

describe('an applet of another platform', () => {
  it.each([
    ['NX-OS', ' event cli match "shutdown"\n action 1 syslog msg "x"\n action 2 event-default\n'],
    ['NX-OS', ' event track 1 state down\n action 1.0 cli show clock\n'],
    ['ASA', ' event syslog id 106023\n action 0 cli command "show clock"\n output file rotate 5\n'],
    ['ASA', ' event none\n action 0 cli command "show clock"\n output none\n'],
  ])('is named %s, and not read', (dialect, body) => {
    const { applets, foreign, diagnostics } = read(`event manager applet A\n${body}`);
    expect(applets).toEqual([]);
    expect(foreign).toMatchObject([{ dialect, place: { line: 1 } }]);
    expect(diagnostics).toEqual([]);
  });
});

const DOLLAR = '$';

describe('a template', () => {
  it.each([
    ['Jinja2', '{% for t in tunnels %}\n action 0{{ loop.index }}0 syslog msg "{{ t.name }}"\n{% endfor %}\n action 20 wait {{ wait }}\n'],
    ['Handlebars', '{{#each tunnels}}\n action {{label}} syslog msg "{{name}}"\n{{/each}}\n action 20 wait {{{wait}}}\n'],
    ['FreeMarker', `<#list tunnels as t>\n action 10 syslog msg "${DOLLAR}{t.name}"\n</#list>\n action 20 wait ${DOLLAR}{wait}\n`],
    ['FreeMarker', ` action 10 syslog msg "${DOLLAR}{t.name?replace("/", "_")}"\n action 20 wait ${DOLLAR}{wait!60}\n`],
    ['Velocity', '#foreach( $t in $tunnels )\n action 10 syslog msg "$t.name and \\$_syslog_msg"\n#end\n action 20 wait $wait.get(0)\n'],
    [
      'Terraform',
      `%{ for t in tunnels ~}\n action 10 syslog msg "${DOLLAR}{t["name"]}"\n%{ endfor ~}\n action 20 wait ${DOLLAR}{var.wait}\n`,
    ],
    ['Mako', `% for t in tunnels:\n action 10 syslog msg "${DOLLAR}{t}"\n% endfor\n action 20 wait ${DOLLAR}{wait}\n`],
    ['ERB', '<% if x %>\n action 10 syslog msg "<%= t %>"\n<% end %>\n action 20 wait <%= wait %>\n'],
    ['PHP', '<?php if ($x): ?>\n action 10 syslog msg "<?= $t ?>"\n<?php endif ?>\n action 20 wait <?php echo $wait ?>\n'],
    ['places to fill in', ' action <label> syslog msg "text"\n action 20 wait [seconds]\n'],
    ['shell', ` action 10 syslog msg "${DOLLAR}{name} is up"\n action 20 wait ${DOLLAR}{wait}\n`],
  ])('in %s is read, and is said to be one', (engine, body) => {
    const { applets, template, diagnostics } = read(`event manager applet A\n event none\n${body}`);
    expect(template?.engine).toBe(engine);
    expect(applets[0]?.actions.map(({ verb }) => verb)).toEqual(['syslog', 'wait']);
    expect(diagnostics).toEqual([]);
  });
});

describe('a form that a document shows', () => {
  it.each([
    ['in angles', 'event manager applet <applet Name>\n event <detector> <options>\n action <label> <verb> <arguments>\n'],
    ['in other letters', '  event manager applet <이름>\n  event <트리거 조건>\n  action <번호> <동작>\n'],
    [
      'in brackets',
      'event manager applet [applet-name]\n event [tag tag-name] syslog {pattern | mnemonic}\n action [label] cli command [command]\n',
    ],
    ['behind prompts', 'R1(config)# event manager applet <name>\nR1(config-applet)# event <detector>\n'],
    ['of its first line alone', 'Router(config)# event manager applet <name>\n'],
  ])('is said to be one, once: with its places %s', (_how, form) => {
    expect(lintWhole(`Use this form:\n\n${form}`, 'notes/page.txt').diagnostics).toMatchObject([{ severity: 'notice', code: 'template' }]);
  });

  it('takes nothing from the applets beside it: a pattern is no place to fill in', () => {
    const beside = 'event manager applet A\n event none\n action 10 regexp "<[0-9]+> [a-z]" "$_cli_result"\n';
    const { diagnostics } = lintWhole(`event manager applet <name>\n event <detector>\n\n${beside}`, 'notes/page.txt');
    expect(diagnostics.map(({ line, code }) => `${line} ${code}`)).toEqual(['1 template', '6 undefined-variable']);
  });

  it('is none where one value is missing: `time <interval>` is a slip', () => {
    const { diagnostics } = lintWhole('event manager applet A\n event timer watchdog time <interval>\n action 10 puts "x"\n', 'x.cfg');
    expect(diagnostics).toMatchObject([{ severity: 'error', code: 'syntax', line: 2 }]);
  });
});

describe('a document that explains applets', () => {
  const WRONG = 'event manager applet A\n event timer watchdog time 60\n action 13 syslog msg "one"\n action 120 syslog msg "two"\n';
  const RIGHT = 'event manager applet A\n event timer watchdog time 60\n action 0010 syslog msg "one"\n action 0120 syslog msg "two"\n';
  const SAID = '\nSince 120 is before 13 as text, this applet does not run in that order.\n\n';

  it('shows the wrong and the right form under one name: they are two applets', () => {
    const { diagnostics, applets } = lintWhole(`${WRONG}${SAID}${RIGHT}`, 'page.txt');
    expect(diagnostics.map(({ line, code }) => `${line} ${code}`)).toEqual(['4 label-order']);
    expect(applets).toBe(2);
  });

  it('builds one applet step by step: what brings no event of its own goes on', () => {
    const steps = `event manager applet A\n event none\n${SAID}event manager applet A\n action 10 syslog msg "one"\n`;
    expect(lintWhole(steps, 'page.txt')).toEqual({ diagnostics: [], applets: 1 });
  });

  it('is no configuration, in which one name is one applet', () => {
    expect(lintWhole(`${WRONG}!\ninterface Tunnel0\n!\n${RIGHT}`, 'x.cfg').applets).toBe(1);
  });
});
