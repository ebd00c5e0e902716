/** A played story as one text file: the truth in words and as data, then both logs as charon wrote them. */
import { ADDRESS, HOST, type Letter } from './settings.ts';
import type { Stage } from './stage.ts';
import type { Incident, Story } from './story.ts';

const UNKNOWN = /parsed ESP header with SPI ([0-9a-f]{8}) \[seq \d+\]\n[^\n]*inbound ESP packet does not belong to an installed SA/g;

/** The SPIs that charon itself says it does not know, in the order in which they came. */
export const unknownSpis = (log: string): string[] => [
  ...new Set([...log.matchAll(UNKNOWN)].map(([, spi = '']) => `0x${spi.toUpperCase()}`)),
];

const SIDES: readonly Letter[] = ['a', 'b'];

export const tunnel = (): string => SIDES.map((side) => `${side}:\n  name: ${HOST[side]}\n  address: ${ADDRESS[side]}`).join('\n');

function listIncidents(incident: Incident | undefined, unknown: Readonly<Record<Letter, readonly string[]>>): string {
  const entries = SIDES.flatMap((side) => unknown[side].map((spi) => ({ side, spi })));
  if (entries.length === 0) return '[]';
  if (incident === undefined || entries.some(({ side }) => side !== incident.receiver))
    throw new Error(`an unknown SPI that the story does not account for: ${JSON.stringify(entries)}`);
  const more = [
    ...(incident.accepted === undefined ? [] : [`  accepted: [${incident.accepted.join(', ')}]`]),
    ...(incident.decidable === undefined ? [] : ['  decidable: false']),
  ];
  return entries
    .map(({ side, spi }) => [`- cause: ${incident.cause}`, ...more, `  receiver: ${side}`, `  spi: '${spi}'`].join('\n'))
    .join('\n');
}

/** A check of the truth that needs no log: an unknown SPI was, or came to be, one of this tunnel's. */
const wasListed = ({ listings }: Stage, spi: string): boolean =>
  listings.some(({ inbound, outbound }) => inbound.includes(spi) || outbound.includes(spi));

const writeDone = (stage: Stage): string =>
  [
    ...stage.deeds.map(({ at, what }) => ({ at, text: what })),
    ...stage.listings.map(({ at, side, inbound, outbound }) => ({
      at,
      text: `swanctl lists at ${side}: inbound ${inbound.join(' ') || 'none'}, outbound ${outbound.join(' ') || 'none'}`,
    })),
  ]
    .sort((one, other) => one.at.localeCompare(other.at))
    .map(({ at, text }) => `${at}  ${text}`)
    .join('\n');

export function writeRecord(story: Story, stage: Stage): { text: string; summary: string } {
  const logs = { a: stage.a.log, b: stage.b.log };
  const unknown = { a: unknownSpis(logs.a), b: unknownSpis(logs.b) };
  const incident = story.incident?.(stage.version);
  if (incident !== undefined && unknown[incident.receiver].length === 0)
    throw new Error(`no SPI was unknown at ${incident.receiver}: the story did not happen`);
  const stranger = SIDES.flatMap((side) => unknown[side]).find((spi) => !wasListed(stage, spi));
  if (stranger !== undefined) throw new Error(`swanctl never listed ${stranger}, which charon does not know`);
  const text = `# ${story.title} (IKEv${stage.version})

${story.words}
Played by two real charon daemons (\`npm run bench strongswan\`); both print the clock of one machine, in UTC, so that their offset is 0.
The logs end where the story ends, before the daemons are stopped. The truth is what was done; its SPIs are those of charon's own "inbound ESP packet does not belong to an installed SA".

>>>> tunnel.yaml
${tunnel()}

>>>> truth
${listIncidents(incident, unknown)}

>>>> done
${writeDone(stage)}

>>>> a/charon.log
${logs.a.trimEnd()}

>>>> b/charon.log
${logs.b.trimEnd()}
`;
  return { text, summary: `unknown at a: ${unknown.a.join(' ') || '-'}, at b: ${unknown.b.join(' ') || '-'}` };
}
