/** The stories that real charon daemons told, and those of an IOS hub and a charon branch, from their text to the verdict; nobody here wrote their truth. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { z } from 'zod';
import { assembleBundle } from '../src/bundle/assemble.ts';
import type { Bundle } from '../src/bundle/bundle.ts';
import type { TakenFile } from '../src/bundle/taken.ts';
import { SIDES, type Side } from '../src/ipsec/side.ts';
import { buildTimeline } from '../src/timeline/timeline.ts';
import { judge } from '../src/verdict/judge.ts';
import type { Verdict } from '../src/verdict/verdict.ts';
import { type CaseText, parseCase } from './case/text.ts';

const FOLDER = join(import.meta.dirname, 'charon');
const PAIR = /\.case$/;
/** Its causes may be ones that no rule knows yet: then only `unknown`, or a guess that says it is one, is right. */
const truthShape = z.array(
  z.strictObject({
    cause: z.string(),
    accepted: z.array(z.string()).optional(),
    receiver: z.enum(SIDES),
    spi: z.string(),
    decidable: z.boolean().optional(),
  }),
);

const STORIES = [
  ...readdirSync(FOLDER).filter((name) => name.endsWith('.txt')),
  ...readdirSync(join(FOLDER, 'pairs')).map((name) => `pairs/${name}`),
].sort();

const told = await Promise.all(
  STORIES.map(async (name) => {
    const text = parseCase(readFileSync(join(FOLDER, name), 'utf8'));
    const bundle = await bundleOf(text, name);
    const timeline = buildTimeline(bundle);
    return { name, text, timeline, verdict: judge(timeline), truth: truthShape.parse(parse(part(text, 'truth'))) };
  }),
);

function part({ files }: CaseText, wanted: string): string {
  return files.find(({ name }) => name === wanted)?.bytes.toString('utf8') ?? '';
}

async function bundleOf({ files }: CaseText, label: string, sides: readonly Side[] = SIDES): Promise<Bundle> {
  async function* taken(): AsyncGenerator<TakenFile> {
    for (const { name, bytes } of files)
      if (name === 'tunnel.yaml' || sides.some((side) => name.startsWith(`${side}/`))) yield { path: name, bytes, sha256: '' };
  }
  return (await assembleBundle(taken(), label)).bundle;
}

describe.each(told)('$name', ({ name, text, timeline, verdict, truth }) => {
  it('is told by the receivers and SPIs that the truth has, and by no others', () => {
    const shown = timeline.incidents.map(({ receiver, spi }) => `${receiver} ${spi}`);
    expect(shown.sort()).toEqual(truth.map(({ receiver, spi }) => `${receiver} ${spi}`).sort());
  });

  it('is read to the last line of charon, and marked as less sure than IOS', () => {
    for (const side of SIDES) {
      const { vendors, unknownLines } = timeline.recordings[side];
      const isCharon = part(text, `${side}/charon.log`) !== '';
      expect(vendors, side).toEqual(isCharon ? ['strongswan'] : []);
      if (isCharon) expect(unknownLines, side).toBe(0);
    }
  });

  it('is said to have been heard by what charon logs, and by no debug of IOS', () => {
    for (const side of SIDES) {
      if (part(text, `${side}/charon.log`) === '') continue;
      expect(
        timeline.listening[side].families.map(({ family }) => family),
        side,
      ).toEqual(['strongswan', 'syslog']);
    }
  });

  it('is told in the words of each end: nobody is sent to type a command of IOS on a strongSwan', () => {
    for (const side of SIDES) {
      if (part(text, `${side}/charon.log`) === '') continue;
      expect(verdict.recovery[side].why).toContain('it is not IOS');
      const { name } = verdict.tunnel[side];
      const told = verdict.incidents.flatMap(({ healing, cause, receiver }) => (receiver === side ? [] : [healing.why, cause.remedy]));
      expect(told.filter((each) => new RegExp(`show (?:crypto|running-config)[^.:;]* on ${name}`).test(each))).toEqual([]);
    }
  });

  it('never says a wrong cause with confidence', () => {
    expect(wrongIn(verdict)).toEqual([]);
  });

  it.each(SIDES)('is judged from the record of %s alone as well, never wrong and certain', async (side) => {
    const alone = judge(buildTimeline(await bundleOf(text, name, [side])));
    expect(wrongIn(alone).filter((said) => said.endsWith('(certain)'))).toEqual([]);
  });

  function wrongIn({ incidents }: Verdict): string[] {
    const confident = incidents.filter(({ cause }) => cause.confidence !== 'possible');
    const wrong = confident.filter(({ cause: { id }, receiver, spi }) => {
      const meant = truth.find((each) => each.receiver === receiver && each.spi === spi);
      return meant !== undefined && ![meant.cause, ...(meant.accepted ?? [])].includes(id);
    });
    return wrong.map(({ cause }) => `${cause.id} (${cause.confidence})`);
  }
});

describe.each(told.filter(({ name, truth }) => !PAIR.test(name) && truth.length > 0))('the verdict over $name', ({ verdict, truth }) => {
  it('is what was done to the tunnel, where the logs tell it from anything else', () => {
    for (const { spi, receiver, cause, accepted = [], decidable } of truth) {
      const said = verdict.incidents.find((each) => each.spi === spi && each.receiver === receiver)?.cause.id;
      if (decidable !== false) expect([cause, ...accepted], spi).toContain(said);
    }
  });
});

describe.each(told.filter(({ name }) => !PAIR.test(name)))('the daemons of $name', ({ text, timeline }) => {
  it('have the SAs that swanctl listed, with their receivers', () => {
    const listed = [...part(text, 'done').matchAll(/swanctl lists at ([ab]): inbound ([^,]*),/g)].flatMap(([, side, spis = '']) =>
      (spis.match(/0x[\dA-F]{8}/g) ?? []).map((spi) => `${spi} ${side}`),
    );
    const known = new Set(timeline.childSas.map(({ spi, receiver }) => `${spi} ${receiver}`));
    expect(listed.length).toBeGreaterThan(0);
    expect(listed.filter((each) => !known.has(each))).toEqual([]);
  });

  it('have clocks that are one, and are bounded around 0', () => {
    const { offsetMs, uncertaintyMs } = timeline.clock;
    expect(offsetMs).not.toBeNull();
    expect(Math.abs(offsetMs ?? Number.NaN)).toBeLessThanOrEqual(uncertaintyMs ?? 0);
  });
});

/** Whatever they did to the SAs, each message arrived. */
const UNHARMED = /healthy|rekey-race|rekey-refused-ikev/;

describe.each(told.filter(({ name }) => UNHARMED.test(name)))('the messages of $name', ({ timeline }) => {
  it('are all delivered, and none is called lost', () => {
    expect(timeline.messages.filter(({ fate }) => fate === 'lost')).toEqual([]);
    expect(timeline.messages.filter(({ fate }) => fate === 'delivered').length).toBeGreaterThan(0);
  });
});

describe.each(told.filter(({ name }) => name.startsWith('healthy-ike-rekey')))(
  'behind the rekey of the IKE SA in $name',
  ({ text, timeline }) => {
    it('messages go on between the same peers, each seen at both ends', () => {
      const last = timeline.messages.at(-1);
      const fates = timeline.messages.map(({ fate }) => fate);
      expect(fates.filter((fate) => fate !== 'delivered')).toEqual([]);
      for (const side of SIDES) {
        const lines = part(text, `${side}/charon.log`).split('\n');
        const rekeyed = lines.findIndex((line) => /IKE_SA \S+ rekeyed|IKE_SA \S+ .*established between|reauthenticating/.test(line));
        expect(rekeyed, side).toBeGreaterThan(-1);
        const refs = [last?.sent, last?.received].flatMap((ref) => (ref == null ? [] : [timeline.events[ref]]));
        expect(
          refs.some((event) => event?.side === side && event.line > rekeyed),
          side,
        ).toBe(true);
      }
    });
  },
);

describe('what the faults did to the messages', () => {
  const lostIn = (story: string) => {
    const { timeline } = told.find(({ name }) => name === story) ?? {};
    return timeline?.messages.filter(({ fate }) => fate === 'lost').map(({ from }) => from) ?? [];
  };

  it.each([
    ['delete-lost-at-rekey-ikev2.txt', ['a', 'a', 'a', 'a']],
    ['delete-lost-at-rekey-ikev1.txt', ['a']],
    ['pairs/delete-lost-ikev2.case', ['a', 'a', 'a', 'a', 'a', 'a']],
  ])('%s loses each DELETE and nothing else', (story, lost) => {
    expect(lostIn(story)).toEqual(lost);
  });
});

/** What the verdict says of an incident whose truth somebody else wrote. */
function gradeOf({ verdict, truth }: (typeof told)[number]): { right: number; unknown: number; wrong: string[] } {
  const graded = { right: 0, unknown: 0, wrong: [] as string[] };
  for (const { cause, receiver, spi } of verdict.incidents) {
    const meant = truth.find((each) => each.receiver === receiver && each.spi === spi);
    if (cause.id === 'unknown') graded.unknown += 1;
    else if (meant !== undefined && [meant.cause, ...(meant.accepted ?? [])].includes(cause.id)) graded.right += 1;
    else graded.wrong.push(`${spi} ${cause.id} (${cause.confidence}), ${meant?.cause ?? 'no incident'} in truth`);
  }
  return graded;
}

describe('the pairs of an IOS hub and a charon branch', () => {
  const grades = told.filter(({ name }) => PAIR.test(name)).map(gradeOf);

  it('are judged right, and where they are not the verdict says that it does not know', () => {
    expect(grades.flatMap(({ wrong }) => wrong)).toEqual([]);
    expect(grades.reduce((sum, { right }) => sum + right, 0)).toBe(8);
  });
});
