/** What a report is worth, held against the truth of its story; the report is read as anybody reads its JSON. */
import { type Incident, type Line, STRANGER_SPI, type Story } from './story.ts';

interface Cited {
  side: string;
  file: string;
  line: number;
}
interface Link {
  how: string;
  evidence: Cited[];
}
export interface Report {
  incidents: {
    spi: string;
    receiver: string;
    cause: { id: string; confidence: string; alternatives: string[]; evidence: Cited[] };
    chain: Record<'forgot' | 'told' | 'sends', Link> & { heals: Link };
  }[];
}

/** How one incident was judged. */
export interface Mark {
  story: Story;
  incident: Incident;
  said: { id: string; confidence: string; alternatives: string[] };
  /** Whether the record decides; null where the model was not asked. */
  isDecidable: boolean | null;
  /** By what the record decides; where it does not, by what is true. */
  isRight: boolean;
  isTrue: boolean;
  /** Unknown, or the truth is among what was named. */
  isNamed: boolean;
  /** Of the links that the record decides. */
  links: Record<string, boolean>;
  /** The cited lines hold one of what is decisive; null where nothing is. */
  isCited: boolean | null;
}

const LINKS = ['forgot', 'told', 'sends'] as const;

export function markOf(story: Story, report: Report): { marks: Mark[]; missed: number; invented: number } {
  const marks = story.incidents.flatMap((incident) => {
    const found = report.incidents.find(
      ({ spi, receiver }) => spi.toUpperCase() === incident.spi.toUpperCase() && receiver === incident.receiver,
    );
    return found === undefined ? [] : [judgeOne(story, incident, found)];
  });
  // A stranger's message is rightly told, and rightly left out: it is none of the tunnel's.
  const told = report.incidents.filter(({ spi }) => spi !== STRANGER_SPI);
  return { marks, missed: story.incidents.length - marks.length, invented: told.length - marks.length };
}

function judgeOne(story: Story, incident: Incident, { cause, chain }: Report['incidents'][number]): Mark {
  const { truth, shared } = incident;
  const isTrue = truth.causes.includes(cause.id);
  const isDecidable = shared === null ? null : shared.causes.length > 0;
  const cited = [...cause.evidence, ...LINKS.flatMap((link) => chain[link].evidence)];
  return {
    story,
    incident,
    said: cause,
    isDecidable,
    isTrue,
    isRight: isDecidable === true ? (shared?.causes ?? []).includes(cause.id) : isTrue,
    isNamed: cause.id === 'unknown' || isTrue || cause.alternatives.some((each) => truth.causes.includes(each)),
    links: Object.fromEntries(
      LINKS.filter((link) => (shared?.[link] ?? []).length > 0).map((link) => [link, shared?.[link].includes(chain[link].how) === true]),
    ),
    isCited: incident.decisive.length === 0 ? null : incident.decisive.some((lines) => holds(cited, lines)),
  };
}

const holds = (cited: readonly Cited[], lines: readonly Line[]): boolean =>
  lines.some((line) => cited.some((each) => each.side === line.side && each.file === line.file && each.line === line.line));

export interface Share {
  right: number;
  total: number;
}

/** Wilson's interval at 95 %, in percent. */
export function intervalOf({ right, total }: Share): [number, number] {
  if (total === 0) return [0, 100];
  const z = 1.96;
  const share = right / total;
  const middle = share + (z * z) / (2 * total);
  const spread = z * Math.sqrt((share * (1 - share)) / total + (z * z) / (4 * total * total));
  const scale = 1 + (z * z) / total;
  return [Math.max(0, ((middle - spread) / scale) * 100), Math.min(100, ((middle + spread) / scale) * 100)];
}
