/** The independent generator: what its stories are, and the verdicts on a few of them. */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { judgeBundle } from '../../src/index.ts';
import { howMany } from '../how-many.ts';
import { VIEWS } from './cast.ts';
import { explore } from './model/explore.ts';
import { play } from './model/run.ts';
import { THRESHOLD_S } from './model/state.ts';
import { type Mark, markOf } from './score.ts';
import { Stories } from './story.ts';
import { percentOf, tallyOf } from './tally.ts';
import { truthOf } from './truth.ts';

const NOW_MS = Date.UTC(2026, 11, 31);
const STORIES = howMany(24, 40);
const source = new Stories(
  1,
  VIEWS.filter(({ id }) => ['whole', 'server', 'whole, shows'].includes(id)),
);

describe('the model of two peers', () => {
  const roots = new Set(
    explore(1).flatMap(({ setup, actions }) => {
      const { world } = play(setup, actions, 8000);
      return world.unknowns.slice(0, 1).map((unknown) => truthOf(world, unknown).causes[0]);
    }),
  );

  it.each([
    'delete-lost',
    'dpd-false-positive',
    'foreign-traffic',
    'ha-failover',
    'half-open-ikev2',
    'lifetime-mismatch',
    'misrouted-esp',
    'nat-rebinding',
    'new-sa-killed-by-early-packet',
    'path-outage',
    'peer-reloaded',
    'receiver-data-plane-missing',
    'rekey-race',
    'rekey-refused',
    'rekey-reorder',
    'resource-exhaustion',
    'sa-cleared',
    'sa-idle-expired',
    'sdwan-stale-tloc',
    'sender-address-changed',
    'sender-data-plane-stale',
    'simultaneous-initiation',
    'simultaneous-rekey',
    'spi-0xff-defect',
    'volume-lifetime-expired',
  ])('comes to %s in one step', (cause) => {
    expect([...roots]).toContain(cause);
  });
});

describe('an SA', () => {
  const plans = explore(1);

  it('never outlives its lifetime', () => {
    const overdue = plans.filter(({ setup, actions }) => play(setup, actions, 75_000).world.isOverdue);
    expect(overdue.map(({ actions }) => actions.map(({ id }) => id))).toEqual([]);
  });

  it('meets its threshold before its end, by as much as the line says', () => {
    const pauses = plans.flatMap(({ setup, actions }) => {
      const { log } = play(setup, actions, 75_000).world;
      return log
        .filter(({ kind, note }) => kind === 'threshold' && note === 'expired-time')
        .flatMap(({ at, pair }) =>
          log.filter((each) => each.kind === 'gone' && each.peer === 'R' && each.pair === pair).map((each) => each.at - at),
        );
    });
    expect(new Set(pauses)).toEqual(new Set([THRESHOLD_S * 1000]));
  });
});

describe('a story', { timeout: 60_000 }, () => {
  it('is the same for the same seed', () => {
    expect(source.tell(7)).toEqual(source.tell(7));
  });

  it('names decisive lines that are there', () => {
    const lines = Array.from({ length: 30 }, (_, seed) => source.tell(seed + 1)).flatMap(({ files, incidents }) =>
      incidents.flatMap(({ decisive }) => decisive.flat().map(({ side, file, line }) => files[`${side}/${file}`]?.split('\n')[line - 1])),
    );
    expect(lines.length).toBeGreaterThan(30);
    expect(lines.every((line) => line !== undefined && line !== '')).toBe(true);
  });

  it('holds what the record decides among what is true', () => {
    const incidents = Array.from({ length: 30 }, (_, seed) => source.tell(seed + 1)).flatMap((story) => story.incidents);
    expect(incidents.filter(({ shared, truth }) => !(shared?.causes ?? []).every((cause) => truth.causes.includes(cause)))).toEqual([]);
  });
});

describe('the verdict on independent stories', () => {
  const folder = mkdtempSync(join(tmpdir(), 'flaptrap-independent-'));
  const marks: Mark[] = [];
  let falseIncidents = 0;

  beforeAll(async () => {
    for (let seed = 1; seed <= STORIES; seed += 1) {
      const story = source.tell(seed);
      const home = join(folder, String(seed));
      for (const [path, text] of Object.entries(story.files)) {
        mkdirSync(dirname(join(home, path)), { recursive: true });
        writeFileSync(join(home, path), text);
      }
      const found = markOf(story, (await judgeBundle(home, NOW_MS)).verdict);
      marks.push(...found.marks);
      falseIncidents += found.invented;
    }
  }, 60_000);
  afterAll(() => rmSync(folder, { recursive: true }));

  it('is never certain and wrong', () => {
    expect(tallyOf(marks).certainWrong.map(({ story, said, incident }) => `${story.seed} ${said.id}: ${incident.truth.causes}`)).toEqual(
      [],
    );
  });

  it('finds no incident where there is none', () => {
    expect(falseIncidents).toBe(0);
  });

  it('cites what is decisive', () => {
    expect(percentOf(tallyOf(marks).cited)).toBeGreaterThanOrEqual(95);
  });
});
