/** What people hand in is read as what it is: both routers in one file, newest first, twice, under other names, with and without tunnel.yaml. */
import { describe, expect, it } from 'vitest';
import { judgeFiles } from '../../case/open.ts';

const TUNNEL = 'a: {name: hq, address: 192.0.2.1}\nb: {name: branch, address: 198.51.100.1}\n';
const put = (path: string, text: string) => ({ path, bytes: Buffer.from(text) });
const judged = async (files: Record<string, string>, tunnel: string | undefined = TUNNEL) =>
  judgeFiles(
    [...(tunnel === '' ? [] : [put('tunnel.yaml', tunnel)]), ...Object.entries(files).map(([path, text]) => put(path, text))],
    'handed-in',
  );

const ENDS = { a: { own: '192.0.2.1', peer: '198.51.100.1' }, b: { own: '198.51.100.1', peer: '192.0.2.1' } };
const inv = (side: 'a' | 'b', spi: string, port = 'GigabitEthernet0/0') =>
  `%CRYPTO-4-RECVD_PKT_INV_SPI: decaps: rec'd IPSEC packet has invalid spi for destaddr=${ENDS[side].own}, prot=50, spi=0x${spi}(${Number.parseInt(spi, 16)}), srcaddr=${ENDS[side].peer}, input interface=${port}`;
const at = (time: string, body: string) => `Jan  5 2026 ${time} UTC: ${body}`;
const told = ({ verdict }: Awaited<ReturnType<typeof judged>>) =>
  verdict.incidents.map(({ spi, receiver, occurrences }) => `${spi} at ${receiver}, ${occurrences}`);

describe('both routers in one file', () => {
  const lines = [
    at('03:00:21.223', inv('a', '730C2FF8')),
    at('03:05:00.100', inv('b', '5E3A1B44')),
    at('03:06:10.000', inv('a', '730C2FF8')),
  ];
  const expected = ['0x730C2FF8 at a, 2', '0x5E3A1B44 at b, 1'];

  it.each([
    ['of no folder', { 'relay.log': lines.join('\n') }],
    ["in one router's folder", { 'a/all.log': lines.join('\n') }],
    ['in both folders', { 'a/all.log': lines.join('\n'), 'b/all.log': lines.join('\n') }],
    [
      'behind the hosts of a relay',
      {
        'x/messages': lines
          .map((line, index) => `Jan  5 03:0${index}:00 ${line.includes('destaddr=192') ? 'hq' : 'branch'} ${index}: ${line}`)
          .join('\n'),
      },
    ],
    [
      'in one session after the other',
      { 'session.log': `hq#show logging\n${lines[0]}\n${lines[2]}\nhq#\nbranch#show logging\n${lines[1]}\n` },
    ],
  ])('are told apart: %s', async (_what, files) => {
    expect(told(await judged(files)).sort()).toEqual([...expected].sort());
  });

  it('leave what a third router says out', async () => {
    const relay = lines.map((line, index) => `Jan  5 03:00:0${index} ${index === 1 ? 'branch' : 'hq'} 1${index}: ${line}`);
    const third = `Jan  5 03:00:09 dc 99: ${at('03:00:20.000', '%SYS-5-RESTART: System restarted --')}`;
    const { timeline } = await judged({ 'relay.log': [...relay, third].join('\n') });
    expect(timeline.events.filter(({ kind }) => kind === 'reload')).toEqual([]);
    expect(timeline.files?.[0]?.leftOut).toEqual(['1 message is of another router']);
  });

  const session = (host: string, time: string, count: number, body: string) =>
    `Jan  5 ${time.slice(0, 8)} ${host} ${count}: ${at(time, body)}`;
  const restart = '%SYS-5-RESTART: System restarted --';
  it.each([
    ['by name', 'branch', 'core-3'],
    ['by address', '10.255.1.1', '10.255.9.77'],
  ])("leave it out where one end's folder has that end alone: %s", async (_what, own, third) => {
    const log = [
      session(own, '03:00:10.000', 11, inv('b', '730C2FF8')),
      session(third, '03:00:12.000', 99, restart),
      session(own, '03:01:12.000', 12, inv('b', '730C2FF8')),
    ];
    const { timeline } = await judged({ 'b/branch.log': log.join('\n') });
    expect(timeline.events.filter(({ kind }) => kind === 'reload')).toEqual([]);
    expect(timeline.files?.[0]?.leftOut).toEqual(['1 message is of another router']);
  });

  it.each([
    ['the end itself says it', 'branch'],
    ['it stands without a name', ''],
  ])('keep what %s', async (_what, host) => {
    const bare = at('03:00:05.000', restart);
    const log = [
      host === '' ? bare : session(host, '03:00:05.000', 10, restart),
      session('branch', '03:00:10.000', 11, inv('b', '730C2FF8')),
      session('branch', '03:01:12.000', 12, inv('b', '730C2FF8')),
    ];
    const { timeline } = await judged({ 'b/branch.log': log.join('\n') });
    expect(timeline.events.filter(({ kind }) => kind === 'reload')).toHaveLength(1);
  });
});

describe('event traces behind a log in one session', () => {
  const log = [
    'Jan  5 2026 03:00:20.000 UTC: %SYS-5-CONFIG_I: Configured from console by ops on console',
    at('03:00:21.223', inv('a', '730C2FF8')),
  ];
  const trace = [
    'Jan  5 03:00:19.000: SA ID:2 SESSION ID:438 Remote: 198.51.100.1/500 Local: 192.0.2.1/500  (I) Sending IKEv2 CREATE_CHILD_SA Exchange REQUEST',
    'Jan  5 03:00:20.500: SA ID:2 SESSION ID:438 Remote: 198.51.100.1/500 Local: 192.0.2.1/500  (I) Received IKEv2 CREATE_CHILD_SA Exchange RESPONSE',
  ];

  it.each([
    ['hq#show monitor event-trace crypto ikev2 event all'],
    ['hq#sh mon event cry ikev2 event all'],
    ['------------------ show monitor event-trace crypto ikev2 event all ------------------'],
  ])('are a record of their own, whose lines stand between those of the log: %s', async (command) => {
    const { timeline } = await judged({ 'a/putty.log': ['hq#show logging', ...log, command, ...trace, 'hq#'].join('\n') });
    const told = timeline.events.filter(({ kind }) => kind === 'message' || kind === 'syslog' || kind === 'invalid-spi');
    expect(told.map(({ kind, at: ms }) => `${kind} ${new Date(ms ?? 0).toISOString().slice(17, 23)}`)).toEqual([
      'message 19.000',
      'syslog 20.000',
      'message 20.500',
      'invalid-spi 21.223',
    ]);
    expect(told.every(({ precisionMs }) => precisionMs === 1)).toBe(true);
    expect(timeline.files?.[0]?.takenFor).toMatch(/^a log, with show monitor event-trace crypto|^a log, with show monitor event-trace cry/);
  });
});

describe('a log whose newest line stands first', () => {
  const lines = ['03:00:21.223', '03:01:22.000', '03:02:23.000', '03:04:25.000'].map((time) => at(time, inv('a', '730C2FF8')));

  it('is turned round, and its lines are cited where they stand', async () => {
    const { verdict, timeline } = await judged({ 'a/show_logging.txt': lines.toReversed().join('\n') });
    const [incident] = verdict.incidents;
    expect([incident?.occurrences, incident?.firstAt, incident?.lastAt]).toEqual([
      4,
      '2026-01-05T03:00:21.223Z',
      '2026-01-05T03:04:25.000Z',
    ]);
    expect(timeline.events.map(({ line }) => line)).toEqual([4, 3, 2, 1]);
    expect(timeline.files?.[0]?.done).toEqual(['its newest line stood first: it was turned round']);
  });

  it('is not one in which a clock was set back once', async () => {
    const stepped = [at('05:00:00.000', '%SYS-5-CONFIG_I: Configured from console'), ...lines];
    const { timeline } = await judged({ 'a/show_logging.txt': stepped.join('\n') });
    expect(timeline.files?.[0]?.done).toEqual([]);
  });
});

describe('a message that stands twice in a file', () => {
  const line = at('03:00:21.223', inv('a', '730C2FF8'));
  it.each([
    ['one below the other', `${line}\n${line}\n`],
    [
      'live, and then in show logging',
      `hq#terminal monitor\n${line}\nhq#show logging\nSyslog logging: enabled (0 messages dropped)\n\n${line}\nhq#\n`,
    ],
    ['with its sequence number', `000123: ${line}\n000123: ${line}\n`],
    ['live, and then with the number that it has in the buffer', `${line}\nhq#show logging\n000123: ${line}\n`],
    ['with its number, and then live', `000123: ${line}\n${line}\n`],
    ['numbered by a relay, and then live', `<188>91: ${line}\n${line}\n`],
    ['three times, once with a number', `${line}\n000123: ${line}\n${line}\n`],
  ])('is one message: %s', async (_what, log) => {
    expect(told(await judged({ 'a/show_logging.txt': log }))).toEqual(['0x730C2FF8 at a, 1']);
  });

  it('is one of each, where a whole record stands in it again with numbers', async () => {
    const debug = at('03:00:20.000', 'ISAKMP-PAK: (1003):sending packet to 198.51.100.1 my_port 500 peer_port 500 (R) QM_IDLE');
    const record = [debug, debug, line, at('03:01:21.500', inv('a', '730C2FF8'))];
    const numbered = record.map((each, index) => `${300 + index}: ${each}`);
    for (const both of [
      [...record, ...numbered],
      [...numbered, ...record],
      [...record, ...numbered, ...record],
    ]) {
      const { timeline, verdict } = await judged({ 'a/show_logging.txt': `${both.join('\n')}\n` });
      expect(timeline.events.length).toBe(record.length);
      expect(verdict.incidents).toMatchObject([{ spi: '0x730C2FF8', occurrences: 2 }]);
    }
  });

  it.each([['another sequence number', `000124: ${line}`, `000123: ${line}`]])('is another one with %s', async (_what, first, second) => {
    const { timeline } = await judged({ 'a/show_logging.txt': `${first}\n${second}\n` });
    expect(timeline.events.length).toBe(2);
  });

  it.each([
    ['another millisecond', at('03:00:21.224', inv('a', '730C2FF8'))],
    ['another SPI', at('03:00:21.223', inv('a', '730C2FF9'))],
  ])('is another one with %s', async (_what, second) => {
    const { timeline } = await judged({ 'a/show_logging.txt': `${line}\n${second}\n` });
    expect(timeline.events.length).toBe(2);
  });
});

describe('a log without stamps that stands twice in a file', () => {
  const log = [
    '%SYS-5-CONFIG_I: Configured from console by ops on console',
    inv('a', '730C2FF8'),
    '%LINK-3-UPDOWN: Interface Tunnel1, changed state to up',
  ];

  it.each([
    ['one behind the other', [...log, ...log]],
    ['line by line', log.flatMap((line) => [line, line])],
  ])('is one: %s', async (_what, lines) => {
    expect(told(await judged({ 'a/show_logging.txt': `${lines.join('\n')}\n` }))).toEqual(['0x730C2FF8 at a, 1']);
  });

  it.each([
    ['nothing but one message again and again', [inv('a', '730C2FF8'), inv('a', '730C2FF8')], 2],
    ['a message that came again among others', [...log, inv('a', '730C2FF8')], 2],
  ])('is not seen in %s', async (_what, lines, count) => {
    expect(told(await judged({ 'a/show_logging.txt': `${lines.join('\n')}\n` }))).toEqual([`0x730C2FF8 at a, ${count}`]);
  });
});

describe('a line that is longer than any message', () => {
  it.each(['0', '1:', ': ', 'Jan  5 '])('and ends in a colon keeps nobody waiting: %j', async (pump) => {
    const long = `${at('03:00:20.000', `%SYS-5-CONFIG_I: ${pump.repeat(20_000)}`)}:`;
    expect(told(await judged({ 'a/show_logging.txt': `${long}\n${at('03:00:21.223', inv('a', '730C2FF8'))}\n` }))).toEqual([
      '0x730C2FF8 at a, 1',
    ]);
  });
});

describe('a message in an odd place', () => {
  const body = inv('a', '730C2FF8');
  it.each([
    ['two blanks before it', at('03:00:21.223', ` ${body}`)],
    ['a tab before it', at('03:00:21.223', `\t${body}`)],
    ['a no-break space before it', at('03:00:21.223', `\u00A0${body}`)],
    ['a host without a colon', at('03:00:21.223', `hq.example.net ${body}`)],
    ['a stamp alone above it', `Jan  5 2026 03:00:21.223 UTC:\n${body}`],
    ['carriage returns alone', `${at('03:00:20.000', '%SYS-5-CONFIG_I: Configured from console')}\r${at('03:00:21.223', body)}\r`],
    [
      'another message before it on its line',
      `${at('03:00:20.000', '%SYS-5-CONFIG_I: Configured from console by vty0')}${at('03:00:21.223', body)}`,
    ],
    ['the next line stamp behind it', `${at('03:00:21.223', body)}Jan  5 2026 03:00:22.000 UTC:\n%SYS-5-CONFIG_I: Configured from console`],
  ])('is read: %s', async (_what, log) => {
    const { timeline } = await judged({ 'a/show_logging.txt': log });
    expect(timeline.incidents.map(({ spi, receiver }) => [spi, receiver])).toEqual([['0x730C2FF8', 'a']]);
    expect(timeline.events.find(({ kind }) => kind === 'invalid-spi')).toMatchObject({
      at: Date.UTC(2026, 0, 5, 3, 0, 21, 223),
      interface: 'GigabitEthernet0/0',
    });
  });
});

const CLOCK = '03:10:00.000 UTC Mon Jan 5 2026\n';
const SA = 'dst             src             state          conn-id status\n192.0.2.1       198.51.100.1    QM_IDLE           1001 ACTIVE\n';

describe('the peers of records without tunnel.yaml', () => {
  const high = at('03:00:21.223', inv('b', '730C2FF8'));
  const low = at('03:05:00.100', inv('a', '5E3A1B44'));
  const peersOf = async (files: Record<string, string>) => {
    const { a, b } = (await judged(files, '')).timeline.tunnel;
    return [`${a.name} ${a.address}`, `${b.name} ${b.address}`];
  };

  it.each([
    ['a.log', 'b.log'],
    ['a/console.txt', 'b/console.txt'],
    ['logs/A.txt', 'logs/B.txt'],
  ])('the router of %s is a, whatever its address', async (one, two) => {
    expect(await peersOf({ [one]: high, [two]: low })).toEqual(['router-a 198.51.100.1', 'router-b 192.0.2.1']);
  });

  it.each([
    ['hq.log', 'branch.txt', ['hq 192.0.2.1', 'branch 198.51.100.1']],
    ['console.log', 'session2.txt', ['router-a 192.0.2.1', 'router-b 198.51.100.1']],
    ['show_logging.txt', 'DC-RTR-01.log', ['router-a 192.0.2.1', 'DC-RTR-01 198.51.100.1']],
  ])('a router that never says its name is called as its log is: %s, %s', async (one, two, peers) => {
    expect(await peersOf({ [one]: low, [two]: high })).toEqual(peers);
  });

  it('one log of both names neither', async () => {
    expect(await peersOf({ 'site7.log': `${low}\n${high}\n` })).toEqual(['router-a 192.0.2.1', 'router-b 198.51.100.1']);
  });
});

describe('a show under another name', () => {
  it.each([
    ['its subject and its router', 'a/R1-crypto-isakmp-sa.txt', SA],
    ['its short form', 'a/sh_cry_isa_sa.log', SA],
    ['the command itself', 'a/show crypto isakmp sa.txt', SA],
    ['nothing that says it', 'a/paste1.txt', SA],
    ['a session', 'a/R1.log', `hq#sh cry isa sa\n${SA}hq#\n`],
    [
      'bullets',
      'a/notes.txt',
      SA.trimEnd()
        .split('\n')
        .map((line) => `- ${line}`)
        .join('\n'),
    ],
    [
      'line numbers',
      'a/notes.txt',
      SA.trimEnd()
        .split('\n')
        .map((line, index) => `${index + 1}: ${line}`)
        .join('\n'),
    ],
    [
      'show tech',
      'a/tech.txt',
      `------------------ show crypto isakmp sa ------------------\n\n${SA}\n------------------ show clock ------------------\n${CLOCK}`,
    ],
  ])('is read, and not said to be missing: %s', async (_what, path, text) => {
    const { timeline } = await judged({ [path]: text, 'a/show_logging.txt': at('03:00:21.223', inv('a', '730C2FF8')) });
    expect(timeline.states.a.ikeSas?.map(({ value }) => [value.state, value.remote])).toEqual([['QM_IDLE', '198.51.100.1']]);
    expect(timeline.missing).not.toContain('a: `show crypto isakmp sa` was not captured');
  });

  it.each([
    ['filtered', 'hq#show crypto isakmp sa | include ACTIVE', SA],
    ['refused', 'hq#show crypto isakmp sa', "                ^\n% Invalid input detected at '^' marker.\n"],
  ])('that was %s says nothing of what it lacks', async (_what, prompt, text) => {
    const { timeline } = await judged({ 'a/R1.log': `${prompt}\n${text}hq#\n` });
    expect(timeline.states.a.ikeSas).toBeUndefined();
    expect(timeline.missing).toContain('a: `show crypto isakmp sa` was not captured');
    expect(timeline.files?.[0]?.leftOut.length).toBe(1);
  });
});

describe('nothing that can be read', () => {
  const CHARON = 'Jan  5 03:00:21 gw charon: 05[NET] received packet: from 192.0.2.1[500] to 198.51.100.1[500] (80 bytes)\n';
  it.each([
    ['no file at all', {}],
    ['a log of nobody', { 'a/x.log': 'lorem ipsum\ndolor sit\n' }],
    ["the sender's side only", { 'b/show_logging.txt': at('03:00:21.223', '%SYS-5-CONFIG_I: Configured from console') }],
  ])('is no all-clear: %s', async (_what, files) => {
    expect((await judged(files)).isEmpty).toBe(true);
  });

  it('names every file with its share', async () => {
    const { timeline } = await judged({ 'a/x.log': 'lorem ipsum\ndolor sit\n', 'b/y.log': CHARON });
    expect(timeline.files?.map(({ path }) => path)).toEqual(['a/x.log', 'b/y.log']);
    expect(timeline.files?.[0]).toMatchObject({ takenFor: 'a log', lines: 2, readShare: 0 });
  });
});

describe('without tunnel.yaml', () => {
  const both = {
    'hq.log': `${at('03:00:21.223', inv('a', '730C2FF8'))}\n${at('03:02:21.223', inv('a', '730C2FF8'))}`,
    'branch.log': at('03:05:00.100', inv('b', '5E3A1B44')),
  };

  it('the peers are worked out, and that is said', async () => {
    const { timeline, verdict } = await judged(both, '');
    expect([timeline.tunnel.a.address, timeline.tunnel.b.address]).toEqual(['192.0.2.1', '198.51.100.1']);
    expect(timeline.peers).toMatchObject({ confidence: 'likely' });
    expect(verdict.missing.join('\n')).toContain('the peers are taken to be');
    expect(verdict.incidents.length).toBe(2);
  });

  it('one end alone makes them possible only', async () => {
    const { timeline } = await judged({ 'x.log': at('03:00:21.223', inv('a', '730C2FF8')) }, '');
    expect(timeline.peers).toMatchObject({ confidence: 'possible' });
    expect(timeline.incidents.map(({ spi }) => spi)).toEqual(['0x730C2FF8']);
  });

  it('prompts name them', async () => {
    const { timeline } = await judged(
      {
        's.log': `hq#show logging\n${at('03:00:21.223', inv('a', '730C2FF8'))}\nbranch#show logging\n${at('03:05:00.100', inv('b', '5E3A1B44'))}\n`,
      },
      '',
    );
    expect([timeline.tunnel.a.name, timeline.tunnel.b.name]).toEqual(['hq', 'branch']);
  });
});

describe('a log in the wrong folder as well', () => {
  const log = ['203.0.113.9', '203.0.113.77', '198.18.4.4', '203.0.113.9']
    .map((source, index) => at(`03:0${index}:21.223`, inv('a', '730C2FF8').replace(ENDS.a.peer, source)))
    .join('\n');

  it('is heard once, by the router that the messages were sent to', async () => {
    const { verdict } = await judged({ 'a/show_logging.txt': log, 'b/show_logging.txt': log });
    expect(verdict.incidents.map(({ receiver }) => receiver)).toEqual(['a']);
    expect(verdict.missing.join('\n')).toContain('one of the two is a copy in the wrong folder');
  });

  it.each(['copy_of_show_logging.txt', 'show_logging - Copy.txt', 'show_logging (1).txt', 'show_logging_copy.txt'])(
    'is told by the name of a copy where no line says whose it is: %s',
    async (name) => {
      const masked = log.replaceAll(ENDS.a.own, 'x.x.x.x').replaceAll(/srcaddr=[^,]+/g, 'srcaddr=y.y.y.y');
      const { verdict } = await judged({ 'a/show_logging.txt': masked, [`b/${name}`]: masked });
      expect(verdict.incidents.map(({ receiver }) => receiver)).toEqual(['a']);
    },
  );
});

describe('three messages on one line', () => {
  it('are three', async () => {
    const line = ['730C2FF8', '5E3A1B44', '4F2B3C11'].map((spi, index) => at(`03:0${index}:21.223`, inv('a', spi))).join('');
    expect(told(await judged({ 'a/show_logging.txt': line })).map((each) => each.slice(0, 10))).toEqual([
      '0x730C2FF8',
      '0x5E3A1B44',
      '0x4F2B3C11',
    ]);
  });
});

describe('a file in UTF-16 without its mark', () => {
  const log = Buffer.from(`${at('03:00:21.223', inv('a', '730C2FF8'))}\r\n`, 'utf16le');
  it.each([
    ['the lower byte first', log],
    ['the higher byte first', Buffer.from(log).swap16()],
  ])('is read: %s', async (_what, bytes) => {
    const { verdict } = await judgeFiles([put('tunnel.yaml', TUNNEL), { path: 'a/show_logging.txt', bytes }], 'wide');
    expect(verdict.incidents.map(({ spi }) => spi)).toEqual(['0x730C2FF8']);
  });
});

describe("another vendor's log", () => {
  it.each([
    ['strongSwan', 'Jan  5 03:00:21 gw charon: 05[NET] received packet: from 192.0.2.1[500] to 198.51.100.1[500] (80 bytes)\n'],
    [
      'ASA',
      'Jan  5 03:00:21 fw : %ASA-4-402114: IPSEC: Received an ESP packet (SPI= 0x730C2FF8, sequence number= 0x1) from 192.0.2.1 to 198.51.100.1 with an invalid SPI.\n',
    ],
  ])('is named for what it is: %s', async (vendor, log) => {
    const { timeline } = await judged({ 'b/y.log': log });
    expect(timeline.files?.[0]?.takenFor).toContain(vendor);
  });
});

it.each([
  ['show_at_arming_crypto_ipsec_sa_detail.txt', 'show crypto ipsec sa, at arming'],
  ['show_at_end_crypto_session_detail.txt', 'show crypto session detail, at the end'],
  ['show_at_arming_inventory.txt', 'a show that is not read'],
])('a snapshot is named with its time: %s', async (name, takenFor) => {
  const { timeline } = await judged({ [`b/${name}`]: 'interface: GigabitEthernet0/0\n' });
  expect(timeline.files?.[0]?.takenFor).toBe(takenFor);
});
