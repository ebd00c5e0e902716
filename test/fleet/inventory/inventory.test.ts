/** An inventory says of many tunnels what a playbook says of one; every mistake has its place and what to do about it. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { printDiagnostic } from '../../../src/diagnostic.ts';
import { type Form, type Inventory, parseInventory } from '../../../src/fleet/inventory/inventory.ts';
import { loadInventory } from '../../../src/fleet/inventory/load.ts';
import { fleetPlaybook, fleetTable } from '../fleet-playbook.ts';

const read = (text: string, form: Form = 'csv', change?: (text: string) => string): Inventory =>
  parseInventory({ file: `fleet.${form}`, text }, form, fleetPlaybook(change));
const told = (text: string, form: Form = 'csv'): string[] => read(text, form).diagnostics.map(printDiagnostic);
const ends = ({ tunnels }: Inventory) => tunnels.map(({ playbook }) => playbook.tunnel);

const TABLE = `name,a.name,a.host,a.address,b.name,b.host,b.address,b.login
north,hq,hq.example.net,192.0.2.1,depot,depot.example.net,198.51.100.17,field
south,hq,hq.example.net,192.0.2.1,shop,shop.example.net,198.51.100.33,
`;
const DOCUMENT = `tunnels:
  - name: north
    a: { name: hq, host: hq.example.net, address: 192.0.2.1 }
    b: { name: depot, host: depot.example.net, address: 198.51.100.17, login: field }
  - name: south
    a: { name: hq, host: hq.example.net, address: 192.0.2.1 }
    b: { name: shop, host: shop.example.net, address: 198.51.100.33 }
`;
const JSON_TEXT = JSON.stringify(
  {
    tunnels: [
      {
        name: 'north',
        a: { name: 'hq', host: 'hq.example.net', address: '192.0.2.1' },
        b: { name: 'depot', host: 'depot.example.net', address: '198.51.100.17', login: 'field' },
      },
      {
        name: 'south',
        a: { name: 'hq', host: 'hq.example.net', address: '192.0.2.1' },
        b: { name: 'shop', host: 'shop.example.net', address: '198.51.100.33' },
      },
    ],
  },
  null,
  2,
);

describe('an inventory', () => {
  it('says the same as a table, as YAML and as JSON', () => {
    const [table, yaml, json] = [read(TABLE), read(DOCUMENT, 'yaml'), read(JSON_TEXT, 'json')];
    expect([table, yaml, json].flatMap(({ diagnostics }) => diagnostics)).toEqual([]);
    expect(ends(yaml)).toEqual(ends(table));
    expect(ends(json)).toEqual(ends(table));
    expect(table.tunnels.map(({ name, line }) => ({ name, line }))).toEqual([
      { name: 'north', line: 2 },
      { name: 'south', line: 3 },
    ]);
  });

  it('takes from the playbook how to log in, and never who or where an end is', () => {
    const [north, south] = ends(read(TABLE));
    expect(north?.b).toMatchObject({ name: 'depot', login: 'field', port: 2022, address: '198.51.100.17' });
    expect(south?.b).toMatchObject({ name: 'shop', login: 'ops', port: 2022 });
    const lacks = read('a.name,a.host,b.name,b.host,b.address\nhq,hq.example.net,depot,depot.example.net,198.51.100.17');
    expect(lacks.tunnels).toEqual([]);
    expect(lacks.diagnostics[0]).toMatchObject({ line: 2, summary: 'a.address: is missing' });
  });

  it('leaves an end of which a row says nothing to the playbook', () => {
    const [only] = ends(read('b.name,b.host,b.address\ndepot,depot.example.net,198.51.100.17'));
    expect(only?.a).toMatchObject({ name: 'hq', host: 'hq.example.net', address: '192.0.2.1' });
    expect(told('name\nnorth')[0]).toContain('this row names neither end of its tunnel');
  });

  it('is written by spreadsheets too: with semicolons, quotation marks, blanks, capitals, notes and a mark of byte order', () => {
    const text =
      '\ufeffName;A_Name;A Host;a.address;B.NAME;b.host;b.address;x-site\r\n"north";hq;hq.example.net;192.0.2.1;depot;depot.example.net; 198.51.100.17 ;"first\r\nfloor"\r\n\r\n# old\r\nsouth;hq;hq.example.net;192.0.2.1;shop;shop.example.net;198.51.100.33;\r\n';
    const { tunnels, diagnostics } = read(text);
    expect(diagnostics).toEqual([]);
    expect(tunnels.map(({ name, line }) => ({ name, line }))).toEqual([
      { name: 'north', line: 2 },
      { name: 'south', line: 6 },
    ]);
  });

  it('knows an end that is not ours by its vendor, and a hub by its spokes', () => {
    const table = read(
      'a.name,a.host,a.address,b.name,b.address,b.vendor,spokes\nhq,hq.example.net,192.0.2.1,cloud,203.0.113.5,fortios,\nhq,hq.example.net,192.0.2.1,,,,depot=198.51.100.17 shop=10.0.0.1/198.51.100.33 cloud=203.0.113.7@asa',
    );
    expect(table.diagnostics).toEqual([]);
    expect(table.tunnels[0]?.playbook.tunnel.b).toEqual({ name: 'cloud', address: '203.0.113.5', vendor: 'fortios' });
    const { tunnel, spokes } = table.tunnels[1]?.playbook ?? { tunnel: undefined, spokes: [] };
    expect([tunnel?.b, ...spokes]).toEqual([
      { name: 'depot', address: '198.51.100.17', vendor: 'ios' },
      { name: 'shop', address: '10.0.0.1', natAddress: '198.51.100.33', vendor: 'ios' },
      { name: 'cloud', address: '203.0.113.7', vendor: 'asa' },
    ]);
    const yaml = read(
      '- a: { name: hq, host: hq.example.net, address: 192.0.2.1 }\n  b: [{ name: depot, address: 198.51.100.17 }, { name: shop, address: 198.51.100.33 }]\n',
      'yaml',
    );
    expect(yaml.tunnels[0]?.playbook.spokes.map(({ name }) => name)).toEqual(['shop']);
  });

  it('holds 5,000 tunnels', () => {
    const { tunnels, diagnostics } = read(fleetTable(5000, 100));
    expect(diagnostics).toEqual([]);
    expect(tunnels).toHaveLength(5000);
  }, 120_000);
});

describe('the file of an inventory', () => {
  it.each(['utf16le', 'utf8'] as const)('is read as a spreadsheet saves it, in %s', async (encoding) => {
    const folder = mkdtempSync(join(tmpdir(), 'flaptrap-'));
    const path = join(folder, 'fleet.txt');
    try {
      writeFileSync(path, `\ufeff${TABLE.replaceAll(',', '\t').replaceAll('\n', '\r\n')}`, encoding);
      expect(await loadInventory(path, fleetPlaybook())).toMatchObject({
        tunnels: [{ name: 'north' }, { name: 'south' }],
        diagnostics: [],
      });
    } finally {
      rmSync(folder, { recursive: true });
    }
  });
});

describe('a mistake in an inventory', () => {
  it.each([
    ['csv', TABLE.replace('198.51.100.33', '198.51.100.333'), 'fleet.csv:3:57 error: b.address: expected an IPv4 address'],
    ['yaml', DOCUMENT.replace('198.51.100.33', '198.51.100.333'), 'fleet.yaml:7:55 error: b.address: expected an IPv4 address'],
    ['json', JSON_TEXT.replace('198.51.100.33', '198.51.100.333'), 'fleet.json:27:20 error: b.address: expected an IPv4 address'],
    ['csv', TABLE.replace('field', 'fields'), 'fleet.csv:2:73 error: there is no login `fields`; there are ops, field'],
    ['csv', TABLE.replace('b.login', 'b.logn'), 'fleet.csv:1:54 error: unknown column `b.logn`; did you mean b.login'],
    ['yaml', DOCUMENT.replace('login: field', 'logn: field'), 'fleet.yaml:4:72 error: unknown key `logn`; did you mean login?'],
    ['yaml', DOCUMENT.replace('  - name: north', '  - host: hq'), 'fleet.yaml:2:5 error: unknown key `host`'],
    ['json', JSON_TEXT.replace('},', '}'), 'fleet.json:10:7 error: this is no JSON: expected a comma or `}`'],
    ['yaml', DOCUMENT.replace('tunnels:', 'tunnels'), 'fleet.yaml:'],
    ['yaml', 'routers: []\n', 'fleet.yaml:1:1 error: unknown key `routers`'],
    ['csv', TABLE.replace('north,', '"north,'), 'error: a quotation mark is opened and never closed'],
    [
      'csv',
      `${TABLE}east,hq,hq.example.net,192.0.2.1,inn,inn.example.net,198.51.100.65,ops,one,two\n`,
      'fleet.csv:4:72 error: this row has 10 cells, and there are 8 columns',
    ],
    ['csv', 'name,a.name\n', 'there is no tunnel in this inventory'],
    ['csv', '', 'there is no tunnel in this inventory'],
  ] as const)('of %s is shown at its place', (form, text, expected) => {
    const { tunnels } = read(text, form);
    expect(tunnels).toEqual([]);
    expect(told(text, form).join('\n')).toContain(expected);
  });

  it('is at its line behind one by which a spreadsheet is told the delimiter', () => {
    const table = `sep=;\n${TABLE.replaceAll(',', ';')}`;
    expect(read(table).tunnels).toHaveLength(2);
    expect(told(table.replace('198.51.100.33', '198.51.100.333').replaceAll('\n', '\r\n'))[0]).toContain('fleet.csv:4:57 error: b.address');
  });

  it('shows its line as fast at the end of a long document as at its beginning', () => {
    const blanks = '\n'.repeat(200_000);
    const list = `[${Array.from({ length: 2000 }, (_, number) => `{ "name": "t${number}" }`).join(',\n')}]`;
    const cpuMsOf = (text: string): number => {
      const { user } = process.cpuUsage();
      expect(read(text, 'json').diagnostics).toHaveLength(101);
      return (process.cpuUsage().user - user) / 1000;
    };
    cpuMsOf(list);
    const first = cpuMsOf(list + blanks);
    expect(cpuMsOf(blanks + list)).toBeLessThan(5 * first + 100);
  });

  it('shows no line that may hold a secret', () => {
    const told = read(DOCUMENT.replace('login: field', 'password: hunter2'), 'yaml').diagnostics;
    expect(told[0]?.summary).toContain('unknown key `password`');
    expect(JSON.stringify(told)).not.toContain('hunter2');
    const column = read(`${TABLE.replace('b.login', 'b.password').replace('field', 'hunter2')}`).diagnostics;
    expect(JSON.stringify(column)).not.toContain('hunter2');
  });

  it('in each of thousands of rows is told a hundred times, and how many more there are', () => {
    const text = fleetTable(500).replaceAll('.example.net,198.18', '.example.net,998.18');
    const { diagnostics } = read(text);
    expect(diagnostics).toHaveLength(101);
    expect(diagnostics.at(-1)?.summary).toBe('and 400 more like these');
  });
});

describe('two rows of an inventory', () => {
  const HEAD = 'name,a.name,a.host,a.address,b.name,b.host,b.address,group';
  const row = (name: string, a: string, b: string, group = '') => `${name},${a},${b},${group}`;
  const HQ = 'hq,hq.example.net,192.0.2.1';
  const DEPOT = 'depot,depot.example.net,198.51.100.17';
  const SHOP = 'shop,shop.example.net,198.51.100.33';

  it.each([
    [
      'that are one tunnel, in either order',
      [row('one', HQ, DEPOT), row('two', DEPOT, HQ)],
      'error: this is the tunnel of line 2 again: 198.51.100.17 and 192.0.2.1',
    ],
    ['of one name', [row('one', HQ, DEPOT), row('One', HQ, SHOP)], 'error: the name One is that of line 2 already'],
    [
      'that know one router by two hosts',
      [row('one', HQ, DEPOT), row('two', 'hq,hq2.example.net,192.0.2.9', SHOP)],
      'error: hq is at hq2.example.net:22 here and at hq.example.net:22 in line 2',
    ],
    [
      'that put one router into two groups',
      [row('one', HQ, DEPOT, 'pair'), row('two', HQ, SHOP, 'par')],
      'error: hq is in group par here and in group pair in line 2',
    ],
    [
      'that call one router by two names',
      [row('one', HQ, DEPOT), row('two', 'head,hq.example.net,192.0.2.1', SHOP)],
      'warning: hq.example.net:22 is called head here and hq in line 2',
    ],
    [
      'that give one address to two routers',
      [row('one', HQ, DEPOT), row('two', 'other,other.example.net,192.0.2.1', SHOP)],
      'warning: 192.0.2.1 is an address of other here and of hq in line 2',
    ],
  ])('%s are told of', (_what, rows, expected) => {
    expect(told([HEAD, ...rows].join('\n')).join('\n')).toContain(expected);
  });

  it('of one pair of addresses in two VRFs are two tunnels', () => {
    const text =
      'name,a.name,a.host,a.address,a.frontVrf,b.name,b.host,b.address\none,hq,hq.example.net,192.0.2.1,RED,depot,depot.example.net,198.51.100.17\ntwo,hq,hq.example.net,192.0.2.1,BLUE,shop,shop.example.net,198.51.100.17';
    expect(read(text).tunnels).toHaveLength(2);
  });
});

describe('a large inventory', () => {
  it('in YAML is said to be slow, and to be better written as CSV or JSON', () => {
    const rows = fleetTable(2)
      .split('\n')
      .slice(1)
      .map((line) => line.split(','));
    const [one] = rows;
    const text = `- a: { name: ${one?.[1]}, host: ${one?.[2]}, address: ${one?.[3]} }\n  b: { name: ${one?.[4]}, host: ${one?.[5]}, address: ${one?.[6]} }\n# ${'x'.repeat(1_100_000)}\n`;
    expect(told(text, 'yaml')[0]).toMatch(/warning: 1\.1 MB of YAML take long to read[\s\S]*as CSV or JSON/);
  });
});
