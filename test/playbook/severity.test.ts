/** Severities of `check`: each error is proven, by a text that its file cites or by the playbook against itself; what is believed is a warning. */
import { readdirSync, readFileSync } from 'node:fs';
import ts from 'typescript';
import { describe, expect, it } from 'vitest';

const FOLDER = 'src/playbook/';
/** YAML and the kinds of peers are the grammar of a playbook, and a trigger's samples are run: what they say is so by definition. */
const GRAMMAR = ['check-yaml.ts', 'check-kinds.ts', 'check-trigger.ts'];
const FILES = [...readdirSync(FOLDER).filter((file) => /^check(?:-\w+)?\.ts$/.test(file) && !GRAMMAR.includes(file)), 'packets.ts'];

interface Said {
  file: string;
  /** Its text with `…` for what is filled in. */
  summary: string;
  isWarning: boolean;
}

/** Each object in the sources that has a summary is a mistake as somebody will meet it. */
function saidIn(file: string): Said[] {
  const source = ts.createSourceFile(file, readFileSync(FOLDER + file, 'utf8'), ts.ScriptTarget.Latest, true);
  const found: Said[] = [];
  const visit = (node: ts.Node): void => {
    if (ts.isObjectLiteralExpression(node)) {
      const text = partOf(node, 'summary');
      const severity = partOf(node, 'severity');
      if (text !== undefined) found.push({ file, summary: wordsOf(text), isWarning: severity?.getText().includes("'warning'") === true });
    }
    ts.forEachChild(node, visit);
  };
  visit(source);
  return found;
}

function partOf(node: ts.ObjectLiteralExpression, name: string): ts.Node | undefined {
  const property = node.properties.find((each) => each.name?.getText() === name);
  return property !== undefined && ts.isPropertyAssignment(property) ? property.initializer : property;
}

function wordsOf(node: ts.Node): string {
  if (ts.isStringLiteralLike(node)) return node.text;
  if (ts.isTemplateExpression(node))
    return [node.head, ...node.templateSpans.map(({ literal }) => literal)].map(({ text }) => text).join('…');
  return node.getText();
}

/** A text that the file cites, the playbook against itself, or what flaptrap itself writes and does; `guard` is a belief on whose other side something would stay on a router. */
type Proof = { text: string } | 'playbook' | 'flaptrap' | 'guard';

const PROVEN: readonly (readonly [file: string, summary: string, proof: Proof])[] = [
  ['check.ts', 'neither peer is ours: there is no router to arm', 'playbook'],
  ['check.ts', "missing('login', login, logins)", 'playbook'],
  ['check.ts', "missing('jump host', jump, jumpHosts)", 'playbook'],
  ['check.ts', 'both peers have the name …', 'playbook'],
  ['check.ts', 'the names … and … differ only in capital letters', 'flaptrap'],
  ['check.ts', 'the login `…` has neither password, privateKey nor agent', 'playbook'],
  ['check.ts', 'the login `…` has a passphrase but no privateKey', 'playbook'],
  ['check-addresses.ts', '… …', { text: 'RFC 6890, as ipaddr.js names them. [C]' }],
  ['check-addresses.ts', 'an IPv4 and an IPv6 address are not the two ends of one tunnel: … and …', 'playbook'],
  ['check-addresses.ts', 'both peers have the address …', 'playbook'],
  ['check-addresses.ts', '… would see … by its own address …: no packet comes from there', 'playbook'],
  ['check-addresses.ts', 'summary', { text: '(RFC 3927, 7) [C]' }],
  ['check-ends.ts', '… has an address that changes: debugs that are limited to the other spokes record nothing of it', 'flaptrap'],
  ['check-ends.ts', 'the addresses of both ends change: neither could find the other', 'playbook'],
  ['check-ends.ts', 'address: dynamic is for IPv4: how a message about IPv6 names its sender is not known for certain', 'flaptrap'],
  ['check-ends.ts', '… has an address that changes: by which it is seen nobody knows', 'playbook'],
  ['check-ends.ts', 'a ring of packets takes those between two addresses, and that of … changes', 'flaptrap'],
  ['check-ends.ts', '… (…) and … (…) have one name or one address', 'playbook'],
  ['check-ends.ts', '…: … …', 'playbook'],
  ['check-ends.ts', 'a ring of packets takes those of one pair, and this hub has several spokes', 'flaptrap'],
  // Cut there, the mark no longer says what another capture must leave on.
  ['check-ends.ts', '… spokes do not fit into one capture of …: … do', 'guard'],
  ['check-lists.ts', '…: `…` is listed twice', 'playbook'],
  ['check-shows.ts', '… is not ours: nobody types shows there', 'playbook'],
  ['check-shows.ts', '`…`: nothing is known for {…} of …', 'playbook'],
  ['check-shows.ts', '`…` is always captured: its file … would be overwritten', 'flaptrap'],
  ['check-shows.ts', 'shows: `…` is listed twice', 'playbook'],
  ['check-shows.ts', '`…` and `…` would be written to the same file, …', 'flaptrap'],
  ['check-springs.ts', 'the … … works on … only, and …', 'flaptrap'],
  ['check-springs.ts', 'with the trigger peer-call each router waits for the other one to call, and neither starts', 'playbook'],
  ['check-springs.ts', 'signal: snmp calls the other router, and … is not ours', 'playbook'],
  ['check-times.ts', 'the lease of … s is too short for a tail of … s', 'playbook'],
  ['check-times.ts', 'the lease of … s ends before the recording is saved, which may take … s', 'flaptrap'],
  ['check-times.ts', 'with a poll of … no router is checked before the lease of … ends', 'playbook'],
  ['check-ways.ts', '… …', { text: 'RFC 1123 [C]' }],
  ['check-ways.ts', 'both routers have the same login address …: that is one router', 'playbook'],
  ['check-ways.ts', 'the jump host … is … itself', 'playbook'],
  [
    'check-ways.ts',
    'the jump host … is the router …: IOS cannot forward an SSH connection',
    { text: "IOS's SSH server passes no connection on. [L]" },
  ],
  ['check-ways.ts', 'the jump hosts … and … are the same: …', 'playbook'],
  ['check-ways.ts', 'the host of … is the IKE address of …', 'playbook'],
  ['packets.ts', 'packets are captured on IOS XE only, and … … IOS', 'flaptrap'],
  ['packets.ts', 'packets come home by scp or sftp only: a packet file is no text; add one to `retrieve`', 'flaptrap'],
  ['packets.ts', 'the ring of … MB does not fit budget.flashMegabytes, …', 'playbook'],
];

describe('severity', () => {
  const said = FILES.flatMap(saidIn);
  const keyOf = (file: string, summary: string): string => `${file}: ${summary}`;

  it('is that of an error for these mistakes alone, each of which is proven', () => {
    const errors = said.filter(({ isWarning }) => !isWarning).map(({ file, summary }) => keyOf(file, summary));
    expect([...new Set(errors)].sort()).toEqual(PROVEN.map(([file, summary]) => keyOf(file, summary)).sort());
  });

  it.each(PROVEN.flatMap(([file, summary, proof]) => (typeof proof === 'object' ? [{ file, summary, ...proof }] : [])))(
    'of `$summary` rests on a text that $file cites, and is sure of',
    ({ file, text }) => {
      expect(readFileSync(FOLDER + file, 'utf8').replace(/\s*\n \*\s*/g, ' ')).toContain(text);
      expect(text).toMatch(/\[[CL]\]$/);
    },
  );

  it('of what is only believed is that of a warning, but for one refusal that keeps a router safe', () => {
    expect(PROVEN.filter(([, , proof]) => proof === 'guard').map(([file]) => file)).toEqual(['check-ends.ts']);
    const doubtful = said.filter(({ summary }) => /not known for certain|believed|seldom/.test(summary));
    expect(doubtful.filter(({ isWarning }) => !isWarning).map(({ summary }) => summary)).toEqual([
      'address: dynamic is for IPv4: how a message about IPv6 names its sender is not known for certain',
    ]);
  });
});
