/** vici is the language between charon and its tools: sections in braces, values and lists by name, as `swanctl --raw` and `--pretty` print them. */
import { type Address, readAddress } from '../../../ipsec/address.ts';

/** `list-sa event {hq {uniqueid=4 version=2 …`, `list-sas reply {}` [C] src/swanctl/commands/list_sas.c, libcharon/plugins/vici/README.md */
export const EVENT = /^list-sas? (?:event|reply) \{/m;
/** `net-8 {`, `}`, `spi-in=c11fe004`, `local-ts=[10.2.0.0/16]`, `spi-in = c11fe004` */
export const TOKEN =
  /(?<![^\s{}=[\]])([^\s{}=[\]]{1,120})\s?\{|\}|(?<![a-z0-9-])([a-z][a-z0-9-]{1,40})\s?=\s?(\[[^\]]{0,4000}\]|[^\s{}]{0,400})/g;

/** An IKE SA as vici names its parts. */
export interface ListedIke {
  state: string;
  version: string;
  isInitiator: boolean | undefined;
  hosts: Address[];
  remote: Address | undefined;
  establishedSeconds: number | undefined;
  place: { line: number; text: string };
  children: ListedChild[];
}

export interface ListedChild {
  state: string;
  protocol: string;
  lifeSeconds: number | undefined;
  reqid: number | undefined;
  localSelectors?: string | undefined;
  remoteSelectors?: string | undefined;
  spis: { way: 'in' | 'out'; spi: string; line: number; text: string }[];
}

interface Section {
  name: string;
  values: Map<string, { value: string; at: number }>;
  sections: Section[];
  at: number;
}

export function isVici(text: string): boolean {
  return EVENT.test(text);
}

export function readVici(text: string): ListedIke[] {
  const { placeOf } = new Places(text);
  return sectionsOf(text)
    .sections.flatMap(({ name, sections }) => (name === 'event' ? sections : []))
    .map((ike) => listedIke(ike, placeOf));
}

type PlaceOf = (at: number) => { line: number; text: string };

function listedIke(ike: Section, placeOf: PlaceOf): ListedIke {
  const of = (key: string) => ike.values.get(key)?.value;
  const [local, remote] = [readAddress(of('local-host')), readAddress(of('remote-host'))];
  const children = ike.sections.find(({ name }) => name === 'child-sas')?.sections ?? [];
  const initiator = of('initiator');
  return {
    state: of('state') ?? '',
    version: of('version') ?? '',
    // Of a responder nothing is said.
    isInitiator: initiator === undefined ? undefined : initiator === 'yes',
    hosts: [local, remote].flatMap((host) => host ?? []),
    remote,
    establishedSeconds: numberOf(of('established')),
    place: placeOf(ike.at),
    children: children.map((child) => listedChild(child, placeOf)),
  };
}

function listedChild({ values }: Section, placeOf: PlaceOf): ListedChild {
  const of = (key: string) => values.get(key)?.value;
  return {
    state: of('state') ?? '',
    protocol: of('protocol') ?? '',
    lifeSeconds: numberOf(of('life-time')),
    reqid: numberOf(of('reqid')),
    localSelectors: listOf(of('local-ts')),
    remoteSelectors: listOf(of('remote-ts')),
    spis: (['in', 'out'] as const).flatMap((way) => {
      const spi = values.get(`spi-${way}`);
      return spi === undefined ? [] : [{ way, spi: spi.value, ...placeOf(spi.at) }];
    }),
  };
}

function numberOf(value: string | undefined): number | undefined {
  return value === undefined || !/^-?\d+$/.test(value) ? undefined : Number(value);
}

function listOf(value: string | undefined): string | undefined {
  return value?.replace(/^\[|\]$/g, '').trim();
}

/** A text that was cut off ends all that is open. */
function sectionsOf(text: string): Section {
  const root = sectionAt('', 0);
  const open = [root];
  for (const match of text.matchAll(TOKEN)) {
    const [token, name, key, value = ''] = match;
    const top = open.at(-1) ?? root;
    if (name !== undefined) {
      const section = sectionAt(name, match.index);
      top.sections.push(section);
      open.push(section);
    } else if (token === '}') {
      if (open.length > 1) open.pop();
    } else if (key !== undefined) top.values.set(key, { value, at: match.index });
  }
  return root;
}

function sectionAt(name: string, at: number): Section {
  return { name, values: new Map(), sections: [], at };
}

/** Which line a character stands on; the questions come in the order of the text. */
class Places {
  readonly placeOf: PlaceOf;

  constructor(text: string) {
    const lines = text.split('\n');
    let line = 1;
    let from = 0;
    this.placeOf = (at) => {
      if (at < from) [line, from] = [1, 0];
      for (
        let next = from + (lines[line - 1]?.length ?? 0) + 1;
        next <= at && line < lines.length;
        next += (lines[line - 1]?.length ?? 0) + 1
      ) {
        line += 1;
        from = next;
      }
      return { line, text: (lines[line - 1] ?? '').trimEnd() };
    };
  }
}
