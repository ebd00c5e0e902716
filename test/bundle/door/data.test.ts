/** Data of a model or a tool is named in the ledger of files with its reason, and is never taken for a router that lists nothing. */
import { describe, expect, it } from 'vitest';
import { enter } from '../../../src/bundle/door/door.ts';
import { openFile } from '../../../src/bundle/door/open.ts';
import { toAddress } from '../../../src/ipsec/address.ts';

const TUNNEL = { a: { name: 'hq', address: toAddress('192.0.2.1') }, b: { name: 'branch', address: toAddress('198.51.100.1') } };
const entered = (path: string, text: string) => {
  const { files, reports } = enter([openFile({ path, text, bytes: text.length, sha256: '' })], TUNNEL);
  return { files, report: reports[0] };
};

const INTERFACES = {
  'ietf-interfaces:interfaces': { interface: [{ name: 'GigabitEthernet0/0', enabled: true, mtu: 1500 }, { name: 'Tunnel0' }] },
};
const FACTS = { changed: false, ansible_facts: { ansible_net_hostname: 'hq', ansible_net_version: '16.9.5', ansible_net_neighbors: {} } };
const spread = (value: object) => JSON.stringify(value, null, 2);
const RPC = [
  '<?xml version="1.0" encoding="UTF-8"?>',
  '<rpc-reply xmlns="urn:ietf:params:xml:ns:netconf:base:1.0" message-id="101">',
  '  <data>',
  '    <interfaces xmlns="http://cisco.com/ns/yang/Cisco-IOS-XE-interfaces-oper">',
  '      <interface>',
  '        <name>GigabitEthernet0/0</name>',
  '      </interface>',
  '    </interfaces>',
  '  </data>',
  '</rpc-reply>',
  ']]>]]>',
];

describe('an answer that is data alone', () => {
  it.each([
    ['of RESTCONF, spread out', 'a/interfaces.json', spread(INTERFACES), 'an answer in JSON', 14],
    ['of RESTCONF, on one line', 'a/interfaces.json', JSON.stringify(INTERFACES), 'an answer in JSON', 1],
    [
      'of curl -i, below its headers',
      'a/out.txt',
      `HTTP/1.1 200 OK\nContent-Type: application/yang-data+json\n\n${spread(INTERFACES)}`,
      'an answer in JSON',
      16,
    ],
    ['of a tool that gathers facts', 'b/facts.txt', spread(FACTS), 'an answer in JSON', 8],
    ['cut off at its end', 'a/interfaces.json', spread(INTERFACES).slice(0, -30), 'an answer in JSON', 10],
    [
      'a record a line',
      'b/telemetry.json',
      [1, 2, 3].map((at) => JSON.stringify({ name: `Tunnel${at}`, counters: { in: at } })).join('\n'),
      'an answer in JSON',
      3,
    ],
    ['of NETCONF', 'a/reply.xml', RPC.join('\n'), 'an answer in XML', 11],
    ['of NETCONF, on one line', 'a/reply.xml', RPC.slice(1, -1).join(''), 'an answer in XML', 1],
  ])('is said to be left out, with its lines: %s', (_what, path, text, takenFor, count) => {
    const { files, report } = entered(path, text);
    expect(files).toEqual([]);
    expect(report).toMatchObject({ path, takenFor, readShare: null });
    expect(report?.leftOut).toEqual([
      `${count === 1 ? 'its line is data' : `its ${count} lines are data`} of a model or a tool, which is not read, so it proves nothing absent: the same show as a terminal prints it is read`,
    ]);
  });

  it('is no router that lists no SA, though the file is called after the show', () => {
    const { files, report } = entered('a/show_crypto_ipsec_sa.txt', spread({ 'crypto-ipsec-ident': [{ interface: 'Tunnel0' }] }));
    expect([files, report?.takenFor]).toEqual([[], 'an answer in JSON']);
  });

  it.each([
    [
      'records of a log',
      JSON.stringify([{ host: 'hq', message: 'Jan  5 2026 03:00:21.223 UTC: %SYS-5-CONFIG_I: Configured from console by vty0' }]),
    ],
    [
      'outputs of shows',
      spread({
        'show clock': '03:00:21.223 UTC Mon Jan 5 2026\n',
        'show version': 'hq uptime is 3 days\nCisco IOS Software, Version 15.7\n',
      }),
    ],
    ['a log that begins with a bracket', '[OK]\nJan  5 2026 03:00:21.223 UTC: %SYS-5-CONFIG_I: Configured from console by vty0'],
    ['a configuration', 'crypto isakmp policy 10\n encryption aes 256\n'],
  ])('is not what has text of a router in it: %s', (_what, text) => {
    expect(entered('a/out.txt', text).report?.takenFor).not.toContain('an answer in');
  });
});

describe('data beside text', () => {
  it('is counted where a record of an answer holds no message', () => {
    const message = 'Jan  5 2026 03:00:21.223 UTC: %SYS-5-CONFIG_I: Configured from console by vty0';
    const answer = [
      { host: 'hq', message },
      { host: 'hq', interface: 'Gi0/0', status: 'up' },
      { host: 'hq', interface: 'Gi0/1', status: 'down' },
    ];
    expect(entered('a/answer.json', JSON.stringify(answer)).report?.leftOut).toEqual(['2 of its 3 records hold no message of a router']);
    expect(entered('a/answer.json', JSON.stringify(answer.slice(0, 2))).report?.leftOut).toEqual([
      '1 of its 2 records holds no message of a router',
    ]);
    expect(entered('a/answer.json', JSON.stringify(answer.slice(0, 1))).report?.leftOut).toEqual([]);
  });

  const CLOCK = '\n03:00:21.223 UTC Mon Jan 5 2026\nhq#';
  it.each([
    ['by its command', { 'show clock': CLOCK, 'show crypto session': { peers: [{ peer: '198.51.100.1' }] } }],
    [
      'with its command',
      {
        results: [
          { command: 'show clock', output: CLOCK },
          { command: 'show crypto session', parsed: { peers: [{ peer: '198.51.100.1' }] } },
        ],
      },
    ],
  ])('is named where one of several commands is there as data only, %s', (_how, value) => {
    expect(entered('a/outputs.json', spread(value)).report?.leftOut).toContain('`show crypto session` is there as data, which is not read');
  });

  it.each(['json', 'json-pretty', 'xml', 'format flash:spec.odm'])('is named in a session where a show went through `| %s`', (word) => {
    const session = `hq#show crypto session | ${word}\n{\n  "peers": []\n}\nhq#show clock\n03:00:21.223 UTC Mon Jan 5 2026\nhq#\n`;
    const { files, report } = entered('a/session.txt', session);
    expect(report?.leftOut).toEqual([`\`show crypto session | ${word}\` was printed as data, which is not read: without that it is`]);
    expect(files.map(({ name }) => name)).not.toContain('show_crypto_session_detail.txt');
  });
});
