/** The tunnel of a bundle is written in tunnel.yaml: a and b, each with name, address, and where it needs one natAddress (a NAT stands between) or identity (its name in IKE). */
import { isMap, isScalar, LineCounter, type Node, type Pair, parseDocument, type YAMLMap } from 'yaml';
import type { Diagnostic } from '../diagnostic.ts';
import { readAddress } from '../ipsec/address.ts';
import type { Peer, Tunnel } from '../ipsec/peer.ts';
import { SIDES, type Side } from '../ipsec/side.ts';

export const TUNNEL_FILE = 'tunnel.yaml';
export const TUNNEL_EXAMPLE = 'a: {name: hq, address: 192.0.2.1}\nb: {name: branch, address: 198.51.100.1}';
/** One that is nested beyond reason. */
const TOO_DEEP = 'it is nested too deeply';

/** Tunnel and diagnostics; the tunnel is undefined when an error is among them. */
export function parseTunnel(text: string, file: string): { tunnel: Tunnel | undefined; diagnostics: Diagnostic[] } {
  const lines = new LineCounter();
  const document = parseYaml(text, lines);
  if (document === undefined) return { tunnel: undefined, diagnostics: [complaint(file, lines, 0, TOO_DEEP)] };
  const diagnostics: Diagnostic[] = document.errors.map((error) => complaint(file, lines, error.pos[0], error.message));
  const root = document.contents;
  if (diagnostics.length > 0) return { tunnel: undefined, diagnostics };
  if (!isMap(root)) return { tunnel: undefined, diagnostics: [complaint(file, lines, 0, 'it does not name the two peers', RIGHT)] };
  const [a, b] = SIDES.map((side) =>
    readPeer(root, side, (offset, summary, detail) => diagnostics.push(complaint(file, lines, offset, summary, detail))),
  );
  return a === undefined || b === undefined || diagnostics.length > 0
    ? { tunnel: undefined, diagnostics }
    : { tunnel: { a, b }, diagnostics };
}

function parseYaml(text: string, lineCounter: LineCounter) {
  try {
    return parseDocument(text, { lineCounter, prettyErrors: false });
  } catch (error) {
    // The reader goes down once for each level.
    if (error instanceof RangeError) return undefined;
    throw error;
  }
}

export function printTunnel({ a, b }: Tunnel): string {
  return [...printPeer('a', a), ...printPeer('b', b)].join('\n').concat('\n');
}

function printPeer(side: Side, { name, address, natAddress, identity }: Peer): string[] {
  const named = identity === undefined ? [] : [`  identity: ${JSON.stringify(identity)}`];
  const nat = natAddress === undefined ? [] : [`  natAddress: ${JSON.stringify(natAddress)}`];
  return [`${side}:`, `  name: ${JSON.stringify(name)}`, `  address: ${JSON.stringify(address)}`, ...nat, ...named];
}

type Complain = (offset: number, summary: string, detail?: string) => void;

const RIGHT = `Write both like this:\n${TUNNEL_EXAMPLE.replace(/^/gm, '      ')}`;

function readPeer(root: YAMLMap, side: Side, complain: Complain): Peer | undefined {
  const node = root.get(side, true) as Node | undefined;
  if (!isMap(node)) {
    complain(offsetOf(root), `peer ${side} is not described`, RIGHT);
    return undefined;
  }
  const name = readText(node, 'name') ?? side;
  const [printed, printedNat] = [readText(node, 'address'), readText(node, 'natAddress')];
  const [address, natAddress] = [readAddress(printed), readAddress(printedNat)];
  if (printed === undefined) complain(offsetOf(node), `peer ${side} has no address (the one that its own logs call local)`);
  else if (address === undefined) complain(valueOffset(node, 'address'), `peer ${side}: ${printed} is not an IPv4 or IPv6 address`);
  if (printedNat !== undefined && natAddress === undefined)
    complain(valueOffset(node, 'natAddress'), `peer ${side}: ${printedNat} is not an address`);
  const identity = readText(node, 'identity');
  if (address === undefined) return undefined;
  return { name, address, ...(natAddress === undefined ? {} : { natAddress }), ...(identity === undefined ? {} : { identity }) };
}

function readText(node: YAMLMap, key: string): string | undefined {
  const value = node.get(key, true) as Node | undefined;
  if (!isScalar(value) || value.value === null || value.value === undefined) return undefined;
  const text = String(value.value).trim();
  return text === '' ? undefined : text;
}

function valueOffset(node: YAMLMap, key: string): number {
  const pair = node.items.find(({ key: candidate }: Pair) => isScalar(candidate) && candidate.value === key);
  return offsetOf(pair?.value as Node | undefined);
}

function offsetOf(node: Node | null | undefined): number {
  return node?.range?.[0] ?? 0;
}

function complaint(file: string, lines: LineCounter, offset: number, summary: string, detail?: string): Diagnostic {
  const { line, col } = lines.linePos(offset);
  return { severity: 'error', file, line: Math.max(line, 1), column: Math.max(col, 1), summary, code: 'tunnel', detail };
}
