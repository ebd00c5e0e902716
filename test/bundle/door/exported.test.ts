/** Tools put the lines of a log into fields and envelopes of their own: the message is found in each of them, once, and none is lost. */
import { describe, expect, it } from 'vitest';
import { unexport } from '../../../src/bundle/door/exported.ts';
import { openText } from '../../../src/bundle/door/open.ts';
import { openPage } from '../../../src/bundle/door/residue.ts';

const said = (minute: number) => `Nov  9 2025 14:0${minute}:00.000 UTC: %SYS-5-CONFIG_I: Configured from console by vty${minute}`;
const MINUTES = [1, 2, 3];

const ENVELOPES: Record<string, (message: string) => object> = {
  plain: (message) => ({ host: 'hq', message }),
  'of a search job': (message) => ({ preview: false, offset: 7, result: { host: 'hq', _raw: message } }),
  'of an index': (message) => ({ _index: 'net', _source: { host: { name: 'hq' }, event: { original: message } } }),
  'of a journal': (message) => ({ _HOSTNAME: 'relay', SYSLOG_IDENTIFIER: 'hq', MESSAGE: message }),
};

describe('a record of JSON a line', () => {
  it.each(Object.entries(ENVELOPES))('gives its message out of an envelope: %s', (_what, envelope) => {
    const text = MINUTES.map((minute) => JSON.stringify(envelope(said(minute)))).join('\n');
    const { lines, numbers } = unexport(openPage('export.json', text));
    expect(lines.map((line) => line.slice(line.indexOf('Nov')))).toEqual(MINUTES.map(said));
    expect(numbers).toEqual([1, 2, 3]);
  });
});

describe('the answer of a search as one value', () => {
  const answers: Record<string, (records: object[]) => object> = {
    'a list': (records) => records,
    hits: (records) => ({ took: 4, hits: { total: { value: 3 }, hits: records } }),
    results: (records) => ({ results: records, fields: [{ name: '_raw' }] }),
  };
  const forms = Object.entries(answers).flatMap(([what, answer]) =>
    Object.entries(ENVELOPES).flatMap(([kind, envelope]) =>
      [0, 2].map((indent) => ({
        what,
        kind,
        indent,
        text: JSON.stringify(answer(MINUTES.map((minute) => envelope(said(minute)))), null, indent),
      })),
    ),
  );
  it.each(forms)('gives every message: $what, $kind, indented by $indent', ({ text }) => {
    const { lines, numbers } = unexport(openPage('answer.json', `${text}\n`));
    const found = lines.filter((line) => line.includes('%SYS'));
    expect(found.map((line) => line.slice(line.indexOf('Nov')))).toEqual(MINUTES.map(said));
    expect(numbers).toEqual(numbers.toSorted((one, two) => one - two));
  });

  it('is in the order of its stamps, though the tool gave the newest first, stream behind stream', () => {
    const values = (minutes: readonly number[]) => minutes.map((minute) => [`${1_762_696_800 + minute * 60}000000000`, said(minute)]);
    const streams = [
      { stream: { host: 'hq' }, values: values([3, 1]) },
      { stream: { host: 'branch' }, values: values([2]) },
    ];
    const { lines, done } = unexport(openPage('answer.json', JSON.stringify({ status: 'success', data: { result: streams } })));
    expect(lines.map((line) => line.slice(line.indexOf('Nov')))).toEqual(MINUTES.map(said));
    expect(done).toContain('its records were put in the order of their stamps');
  });

  it('has the time of the tool in front of a message that has none, wherever the tool keeps it', () => {
    const messages = [1, 2].map((minute) => ({
      index: 'graylog_0',
      message: { source: 'hq', message: '%SYS-5-CONFIG_I: x', timestamp: `2025-11-09T14:0${minute}:00.000Z` },
    }));
    const { lines } = unexport(openPage('answer.json', JSON.stringify({ messages })));
    expect(lines.map((line) => line.slice(0, 24))).toEqual(['2025-11-09T14:01:00.000Z', '2025-11-09T14:02:00.000Z']);
  });

  it('keeps the messages of a chat, whose texts are markup', () => {
    const value = [2, 1].map((minute) => ({
      createdDateTime: `2025-11-09T15:0${minute}:00Z`,
      body: { contentType: 'html', content: `<p>look<br>${said(minute)}</p>` },
    }));
    const { rest } = openText({ path: 'chat.json', text: '', bytes: 0, sha256: '' }, JSON.stringify({ value }));
    expect(rest.lines.filter((line) => line.includes('%SYS')).map((line) => line.slice(line.indexOf('Nov')))).toEqual([1, 2].map(said));
  });

  it('is left as it stands when it is cut off', () => {
    const page = openPage('answer.json', '{"hits":[\n{"message":"x"},\n{"mess');
    expect(unexport(page)).toBe(page);
  });
});

describe('the outputs of several commands in one value', () => {
  const sas = ['interface: Tunnel10', '   local  ident (addr/mask/prot/port): (192.0.2.1/255.255.255.255/47/0)', '    #pkts encaps: 5120'];
  const log = ['Log Buffer (4096 bytes):', '', ...MINUTES.map(said)];
  const [shown, logged] = ['show crypto ipsec sa', 'show logging'];
  const [sasText, logText] = [sas.join('\n'), log.join('\n')];
  const values: Record<string, object> = {
    'by their commands': [
      { deviceUuid: '12', commandResponses: { SUCCESS: { [shown]: `${shown}\n${sasText}`, [logged]: logText }, FAILURE: {} } },
    ],
    'in two lists': {
      changed: false,
      stdout: [sasText, logText],
      stdout_lines: [sas, log],
      invocation: { module_args: { commands: [shown, logged] } },
    },
    'each with its command': {
      results: [
        { command: 'sh cry ips sa', output: sasText },
        { command: 'sh logg', output: logText },
      ],
    },
    'each with its router': {
      results: [
        { host: 'hq', result: sasText },
        { host: 'hq', result: logText },
      ],
    },
    'with the prompt behind them': { out: [`${sasText}\nhq#`, `${logText}\nhq#`] },
  };
  const forms = Object.entries(values).flatMap(([what, value]) =>
    [0, 4].map((indent) => ({ what, indent, text: JSON.stringify(value, null, indent) })),
  );

  it.each(forms)('are a session: $what, indented by $indent', ({ text }) => {
    const { rest, shows } = openText({ path: 'a/out.json', text, bytes: text.length, sha256: '' }, text);
    expect(shows.map(({ inFull, page }) => [inFull, page.lines.filter((line) => sas.includes(line))])).toEqual([[shown, sas]]);
    expect(rest.lines.filter((line) => line.includes('%SYS'))).toEqual(MINUTES.map(said));
  });

  it('keep a message that stands alone', () => {
    const text = JSON.stringify({ stdout: [sasText, said(1), `${said(2)}\n`] });
    const { rest } = openText({ path: 'a/out.json', text, bytes: text.length, sha256: '' }, text);
    expect(rest.lines.filter((line) => line.includes('%SYS'))).toEqual([said(1), said(2)]);
  });

  it('keep their routers apart', () => {
    const text = JSON.stringify(
      ['hq', 'branch'].map((host) => ({ inventory_hostname: host, stdout: [sasText.replace('10', host === 'hq' ? '10' : '20')] })),
    );
    const { shows } = openText({ path: 'out.json', text, bytes: text.length, sha256: '' }, text);
    expect(shows.map(({ host }) => host)).toEqual(['hq', 'branch']);
  });

  it('are none where no text is the output of a show', () => {
    const text = JSON.stringify({ hits: [{ message: said(1), note: 'one\ntwo\nthree' }, { message: said(2) }] });
    expect(unexport(openPage('answer.json', text)).lines.filter((line) => line.includes('%SYS')).length).toBe(2);
  });
});

describe('a table whose stamp has a field of its own', () => {
  const bodies = [
    '%SYS-5-CONFIG_I: Configured from console by vty1',
    'IPSEC(create_sa): sa created,',
    '  (sa) sa_dest= 192.0.2.1, sa_proto= 50,',
  ];
  const stamp = 'Nov  9 2025 14:01:00.000 UTC';
  const rows: Record<string, (body: string) => string> = {
    'between tabs, with its severity': (body) => [stamp, 'Debugging', body].join('\t'),
    'between tabs, with its router': (body) => ['hq', 'Local7.Notice', stamp, body].join('\t'),
    'between commas': (body) => [stamp, 'debugging', body].map((each) => `"${each}"`).join(','),
    'of JSON': (body) => JSON.stringify({ time: stamp, level: 'Debug', text: body }),
  };

  it.each(Object.entries(rows))('is a log: %s', (_what, row) => {
    const { lines } = unexport(openPage('gui.txt', bodies.map(row).join('\n')));
    expect(lines.map((line) => line.slice(line.indexOf('Nov')))).toEqual(bodies.map((body) => `${stamp}: ${body}`));
    expect(lines.map((line) => line.slice(0, line.indexOf('Nov')).trim()).every((before) => before === '' || before === 'hq')).toBe(true);
  });

  it('is a log between bars, as a ticket has it', () => {
    const text = [
      '| time | message |',
      '|---|---|',
      ...[1, 2].map((minute) => `| ${stamp} | ${said(minute).split(': ').slice(1).join(': ')} |`),
    ];
    const { lines } = unexport(openPage('ticket.txt', text.join('\n')));
    expect(lines.slice(2)).toEqual([1, 2].map((minute) => `${stamp}: ${said(minute).split(': ').slice(1).join(': ')}`));
  });

  it.each<[string, (text: string) => string]>([
    ['of a manager', (text) => [stamp, '192.0.2.1', 'Warning', 'CRYPTO', 'RECVD_PKT_INV_SPI', text].map((each) => `"${each}"`).join(',')],
    ['with the number of its severity', (text) => [stamp, 'CRYPTO', '4', 'RECVD_PKT_INV_SPI', text].map((each) => `"${each}"`).join(';')],
    [
      'of an index',
      (text) =>
        JSON.stringify({
          at: stamp,
          cisco: { ios: { facility: 'CRYPTO' } },
          event: { code: 'RECVD_PKT_INV_SPI' },
          level: 'warning',
          message: text,
        }),
    ],
  ])('gives a message back the name that a collector took off: %s', (_what, row) => {
    const text =
      "decaps: rec'd IPSEC packet has invalid spi for destaddr=192.0.2.1, prot=50, spi=0x730C2FF8(1930178552), srcaddr=198.51.100.1";
    const { lines } = unexport(openPage('export.csv', `${row(text)}\n${row(text)}\n`));
    expect(lines[0]?.slice(lines[0].indexOf('Nov'))).toBe(`${stamp}: %CRYPTO-4-RECVD_PKT_INV_SPI: ${text}`);
  });

  it('is not a log in which the router itself printed tabs', () => {
    const page = openPage('a/log', bodies.map((body) => `${stamp}:\t${body}`).join('\n'));
    expect(unexport(page)).toBe(page);
  });
});

describe('an export of two routers', () => {
  const HQ = [
    '000500: Nov  9 14:01:00.000 UTC: IPSEC(create_sa): sa created,',
    '    sa_spi= 0xB761863E(3076621886), ',
    'Nov  9 14:02:00.000 UTC: %SYS-5-CONFIG_I: a',
  ];
  const BRANCH = ['000700: Nov  9 14:01:00.010 UTC: IPSEC(create_sa): sa created,', '    sa_spi= 0x11223344(287454020), '];
  const inTurn = [HQ[0], BRANCH[0], HQ[1], BRANCH[1], HQ[2]].map((line = '') => ({ host: HQ.includes(line) ? 'hq' : 'branch', line }));
  const at = (index: number): string => new Date(Date.UTC(2025, 10, 9, 14, index)).toISOString();
  const epochNs = (index: number): string => `${Date.UTC(2025, 10, 9, 14, index)}000000`;

  it.each<[string, object]>([
    [
      'an index, whose name is no router',
      {
        hits: {
          hits: inTurn.map(({ host, line }, index) => ({
            _index: 'cisco-2025',
            _source: { '@timestamp': at(index), host: { hostname: host }, event: { original: line } },
            sort: [index + 65],
          })),
        },
      },
    ],
    [
      'streams with their labels',
      {
        data: {
          resultType: 'streams',
          result: ['hq', 'branch'].map((host) => ({
            stream: { host, job: 'syslog' },
            values: inTurn.flatMap((each, index) => (each.host === host ? [[epochNs(index), each.line]] : [])),
          })),
        },
      },
    ],
    [
      'a journal, whose own name is the collector',
      inTurn.map(({ host, line }, index) => ({
        __REALTIME_TIMESTAMP: `${Date.UTC(2025, 10, 9, 14, index)}000`,
        _HOSTNAME: 'collector1',
        SYSLOG_IDENTIFIER: host,
        MESSAGE: line,
      })),
    ],
    [
      'an agent, by the dotted name of its field',
      inTurn.map(({ host, line }, index) => ({
        '@timestamp': [at(index)],
        'host.name': [host],
        'agent.name': ['filebeat-7'],
        message: [line],
      })),
    ],
  ])('has each line below the message of its own router, as %s', (_what, answer) => {
    const { lines } = unexport(openPage('export.json', JSON.stringify(answer, null, 1)));
    const blocks = lines.join('\n').split(/\n(?! {4})/);
    const of = (host: string) => blocks.filter((block) => new RegExp(`(?:^| )${host} `).test(block));
    expect(of('hq').map((block) => block.replace(/^.*?(?=000500|Nov)/, ''))).toEqual([`${HQ[0]}\n${HQ[1]}`, HQ[2]]);
    expect(of('branch').map((block) => block.replace(/^.*?(?=000700)/, ''))).toEqual([BRANCH.join('\n')]);
    expect(lines.join('\n')).not.toMatch(/cisco-2025|collector1|filebeat/);
  });

  it.each([
    ['its heading in quotation marks', '"_time","host","source","_raw"'],
    ['its heading bare', '_time,host,source,_raw'],
  ])('as a table has a message of several lines in one field, with %s', (_what, heading) => {
    const rows = [HQ.slice(0, 2), BRANCH].map(
      (lines, index) => `"${at(index)}","${index === 0 ? 'hq' : 'branch'}","udp","${lines.join('\n')}"`,
    );
    const { lines, numbers } = unexport(openPage('export.csv', [heading, ...rows, `"${at(9)}","hq","udp","${HQ[2]}"`].join('\n')));
    expect(lines.slice(1)).toEqual([`${at(0)} hq ${HQ[0]}`, HQ[1], `${at(1)} branch ${BRANCH[0]}`, BRANCH[1], `${at(9)} hq ${HQ[2]}`]);
    expect(numbers).toEqual([1, 2, 3, 4, 5, 6]);
  });

  it('with a quotation mark that nothing closes is read line by line', () => {
    const rows = MINUTES.map((minute) => `"${at(minute)}","hq","${said(minute)}"`);
    const { lines } = unexport(openPage('export.csv', ['"time","host","text"', ...rows, `"${at(9)}","hq","cut off`].join('\n')));
    expect(lines.filter((line) => line.includes('CONFIG_I'))).toHaveLength(MINUTES.length);
  });
});

describe('a log that a tool keeps line by line in one value', () => {
  const lines = MINUTES.map(said);
  const text = lines.join('\n');
  const values: Record<string, object> = {
    'a list': lines,
    'a list of two': lines.slice(0, 2),
    'a list with its prompt': { host: 'hq', stdout_lines: [[...lines, 'hq#']] },
    'whole and line by line': { changed: false, stdout: [text], stdout_lines: [lines] },
    'a value in a value': { status: 200, body: JSON.stringify({ log: text }) },
    'twice a value in a value': { body: JSON.stringify({ answer: JSON.stringify({ log: lines }) }) },
  };
  const forms = Object.entries(values).flatMap(([what, value]) =>
    [0, 2].map((indent) => ({ what, indent, text: JSON.stringify(value, null, indent) })),
  );
  it.each(forms)('gives every message of it, once: $what, indented by $indent', ({ what, text }) => {
    const page = unexport(openPage('a/answer.json', text));
    const found = page.lines.filter((line) => line.includes('%SYS'));
    expect(found).toEqual(what === 'a list of two' ? lines.slice(0, 2) : lines);
  });

  it.each([1, 2])('gives every message of it where each router has a line of its own, %i in all', (routers) => {
    const values = ['hq', 'branch'].slice(0, routers).map((host) => JSON.stringify({ host, lines: MINUTES.map(said) }));
    const page = unexport(openPage('answers.json', values.join('\n')));
    const prompts = ['hq#show logging', 'branch#show logging'].slice(0, routers);
    expect(page.lines.filter((line) => line !== '')).toEqual(prompts.flatMap((prompt) => [prompt, ...MINUTES.map(said)]));
    expect(page.numbers).toEqual(page.numbers.toSorted((one, two) => one - two));
  });

  it('is no list of lines where each record has one message with its own host', () => {
    const records = MINUTES.map((minute) => ({ host: `spoke-${minute}`, message: [said(minute)] }));
    const page = unexport(openPage('answer.json', JSON.stringify(records)));
    expect(page.lines.map((line) => line.slice(0, 'spoke-1'.length))).toEqual(['spoke-1', 'spoke-2', 'spoke-3']);
  });
});

describe('the log of PAN-OS, which sends each message as a row of fields', () => {
  const row = (time: string, verb: string) =>
    `1,2026/01/05 ${time},001801000001,SYSTEM,vpn,2561,2026/01/05 ${time},,ipsec-key-${verb},to-hq,0,0,general,informational,"IPSec key ${verb}. ${verb} SA: 198.51.100.1[500]-192.0.2.1[500] SPI:0xC1A2B3C4/0x5A5A0001.",7124,0x0`;
  const rows = [row('03:00:00', 'Installed'), row('03:00:05', 'Deleted')];

  it.each([
    ['as it leaves the device', ''],
    ['behind the stamp of a relay', '<14>Jan  5 03:00:00 fw1 '],
  ])('is no export: %s', (_what, head) => {
    const lines = rows.map((each) => head + each);
    expect(unexport(openPage('system.log', lines.join('\n'))).lines).toEqual(lines);
  });
});

describe('a row of a table that leaves cells empty', () => {
  const bar = (time: string, host: string, text: string) => `| ${time} | ${host} | ${text} |`;
  const rows = [
    bar('03:00:01', 'hq', `${said(1)}`),
    bar('', '', '  a line that belongs to it'),
    bar('03:00:02', 'branch', said(2)),
    bar('03:00:03', '', said(3)),
  ];

  it('is of the host above where it goes on with its message, and of nobody where it is a message of its own', () => {
    const { lines } = unexport(openPage('table.txt', rows.join('\n')));
    expect(lines.map((line) => /\b(?:hq|branch)\b/.exec(line)?.[0])).toEqual(['hq', 'hq', 'branch', undefined]);
  });
});
