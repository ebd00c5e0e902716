/** An export with named columns is read whatever sign parts them, with an empty field in front, and where a tool took the name of a message apart. */
import { describe, expect, it } from 'vitest';
import { judgeFiles } from '../../case/open.ts';

const TUNNEL = 'a: {name: hq, address: 192.0.2.1}\nb: {name: branch, address: 198.51.100.1}\n';
const unknownSpi = (own: string, peer: string, spi: string) =>
  `decaps: rec'd IPSEC packet has invalid spi for destaddr=${own}, prot=50, spi=0x${spi}(${Number.parseInt(spi, 16)}), srcaddr=${peer}, input interface=GigabitEthernet0/0`;
const LOGIN = 'Login Success [user: ops] [Source: 192.0.2.200] [localport: 22]';
const ROWS = [
  { minute: '50', host: 'hq', name: 'CRYPTO-4-RECVD_PKT_INV_SPI', text: unknownSpi('192.0.2.1', '198.51.100.1', '730C2FF8') },
  { minute: '51', host: 'hq', name: 'SEC_LOGIN-5-LOGIN_SUCCESS', text: LOGIN },
  { minute: '52', host: 'branch', name: 'SEC_LOGIN-5-LOGIN_SUCCESS', text: LOGIN },
  { minute: '53', host: 'branch', name: 'CRYPTO-4-RECVD_PKT_INV_SPI', text: unknownSpi('198.51.100.1', '192.0.2.1', '5E3A1B44') },
  { minute: '54', host: 'branch', name: 'SYS-5-RESTART', text: 'System restarted --' },
];
type Row = (typeof ROWS)[number];
const parts = ({ name }: Row) => /^(\w+)-(\d)-(\w+)$/.exec(name)?.slice(1) ?? [];
const quoted = (field: string) => (field.includes(',') ? `"${field}"` : field);

const read = async (path: string, text: string) => {
  const put = (name: string, each: string) => ({ path: name, bytes: Buffer.from(each) });
  const { verdict, timeline } = await judgeFiles([put('tunnel.yaml', TUNNEL), put(path, text)], 'columns');
  const heard = timeline.events.map((event) => `${event.side} ${event.kind === 'syslog' ? event.mnemonic : event.kind}`);
  const told = heard.filter((each) => each !== 'a CONFIG_I').toSorted();
  return { incidents: verdict.incidents.map(({ spi, receiver }) => `${spi} at ${receiver}`), heard: told, verdict };
};
const BOTH = ['0x730C2FF8 at a', '0x5E3A1B44 at b'];
const EACH = ['a LOGIN_SUCCESS', 'a invalid-spi', 'b LOGIN_SUCCESS', 'b invalid-spi', 'b reload'];

const NAMED: Record<string, string> = {
  'tabs, the name in three columns': [
    'Time\tDevice\tSeverity\tFacility\tMnemonic\tMessage',
    ...ROWS.map((row) => {
      const [facility, severity, mnemonic] = parts(row);
      return [`Jan 05, 2026 02:${row.minute}:21 AM`, row.host, severity, facility, mnemonic, row.text].join('\t');
    }),
  ].join('\n'),
  'semicolons, no quotation marks': [
    'Date;Time;Host;Message',
    ...ROWS.map((row) => `05.01.2026;02:${row.minute}:21;${row.host};%${row.name}: ${row.text}`),
  ].join('\n'),
  'commas, day and time in two columns behind the host': [
    'Host,Date,Time,Message',
    ...ROWS.map((row) => `${row.host},2026-01-05,02:${row.minute}:21,${quoted(`%${row.name}: ${row.text}`)}`),
  ].join('\n'),
  'quotation marks, day and time of an American program': [
    '"Date","Time","Host","Message"',
    ...ROWS.map((row) => `"1/5/2026","2:${row.minute}:21 AM","${row.host}","%${row.name}: ${row.text}"`),
    `"1/13/2026","2:50:21 AM","hq","%SYS-5-CONFIG_I: Configured from console by ops"`,
  ].join('\n'),
  'tabs, day and time with the name of the month': [
    'Date\tTime\tHost\tMessage',
    ...ROWS.map((row) => `5-Jan-2026\t02:${row.minute}:21\t${row.host}\t%${row.name}: ${row.text}`),
  ].join('\n'),
  'commas, the name as a program': [
    'Timestamp,Level,Device,Program,Message,Priority',
    ...ROWS.map((row) => `2026-01-05 02:${row.minute}:21,warning,${row.host},${row.name},${quoted(row.text)},4`),
  ].join('\n'),
  'commas, a program with its percent sign': [
    'TimeGenerated,Computer,ProcessName,SyslogMessage,HostIP',
    ...ROWS.map((row) => `2026-01-05 02:${row.minute}:21,${row.host},%${row.name},${quoted(row.text)},192.0.2.9`),
  ].join('\n'),
};

describe('a table with named columns', () => {
  it.each(Object.entries(NAMED))('gives each message to its router: %s', async (_what, text) => {
    const { incidents, heard, verdict } = await read('export.csv', `${text}\n`);
    expect(incidents).toEqual(BOTH);
    expect(heard).toEqual(EACH);
    expect(verdict.incidents[0]?.firstAt).toBe('2026-01-05T02:50:21.000Z');
  });

  it.each(['1/5/2026 2:50:21 AM', ''])('is read where no time can be taken from its first field: %s', async (stamp) => {
    const rows = ROWS.map((row) => `${stamp.replace('50', row.minute)},${row.host},${quoted(`%${row.name}: ${row.text}`)}`);
    const { incidents, heard } = await read('export.csv', ['Date,Host,Message', ...rows].join('\n'));
    expect(incidents.toSorted()).toEqual(BOTH.toSorted());
    expect(heard).toEqual(EACH);
  });
});

describe('records whose message lost its name to other fields', () => {
  it.each<[string, (row: Row) => object]>([
    ['a program', (row) => ({ hostname: row.host, program: row.name, msg: row.text, timestamp: `2026-01-05 02:${row.minute}:21` })],
    [
      'facility and mnemonic',
      (row) => ({
        at: `2026-01-05T02:${row.minute}:21Z`,
        device: row.host,
        facility: parts(row)[0],
        mnemonic: parts(row)[2],
        text: row.text,
      }),
    ],
  ])('are all read as one value: %s', async (_what, record) => {
    const { incidents, heard } = await read('logs.json', JSON.stringify({ logs: ROWS.map(record) }));
    expect(incidents).toEqual(BOTH);
    expect(heard).toEqual(EACH);
  });
});

describe('the labels of Loki before a line', () => {
  it.each([
    ['logcli', (host: string) => `{host="${host}", job="syslog"}`],
    ['a field of JSON', (host: string) => `{"job":"syslog","host":"${host}"}`],
  ])('say whose it is: %s', async (_what, labels) => {
    const lines = ROWS.map(
      (row) => `2026-01-05T02:${row.minute}:21Z ${labels(row.host)} Jan  5 2026 02:${row.minute}:21.001 UTC: %${row.name}: ${row.text}`,
    );
    const { incidents, heard } = await read('logcli.txt', lines.join('\n'));
    expect(incidents).toEqual(BOTH);
    expect(heard).toEqual(EACH);
  });
});
