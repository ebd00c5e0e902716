/** Plays the stories, a few at once, and writes each one's file; a story whose end did not come is named, and nothing is written for it. */
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { type Graded, gradeStory, summarize } from './grade.ts';
import { hasTcpdump } from './machine.ts';
import { tunnel, writeRecord } from './record.ts';
import type { Version } from './settings.ts';
import { Stage } from './stage.ts';
import { STORIES } from './stories/index.ts';
import type { Story } from './story.ts';

interface Take {
  readonly story: Story;
  readonly version: Version;
  readonly tag: string;
  /** How often it is begun again where its story does not happen: two daemons race each other. */
  readonly again: number;
}

const AGAIN = 2;

const idOf = ({ story, version }: Take): string => `${story.name}-ikev${version}`;

/** Tags are short, and none is another run's: they name namespaces. */
const TAKES: readonly Take[] = STORIES.flatMap((story) => story.versions.map((version) => ({ story, version }))).map((take, index) => ({
  ...take,
  tag: `${process.pid}-${index}`,
  again: AGAIN,
}));

const firstLines = (error: unknown): string =>
  String(error instanceof Error ? error.message : error)
    .split('\n')
    .slice(0, 2)
    .join(' ');

async function playOne(take: Take, out: string): Promise<{ summary: string; graded: Graded[] }> {
  const startedAt = performance.now();
  const stage = new Stage(take.tag, take.version, take.story.settings(take.version));
  try {
    if (take.story.recorded === take.version && hasTcpdump()) {
      await stage.path.record('a', join(out, `${idOf(take)}.pcap`));
      stage.did(`every packet at a is kept in ${idOf(take)}.pcap (tcpdump, before anything is dropped that a sends)`);
    }
    await take.story.play(stage);
    stage.hush();
    const { text, summary } = writeRecord(take.story, stage);
    writeFileSync(join(out, `${idOf(take)}.txt`), text);
    const incident = take.story.incident?.(take.version);
    const graded = await gradeStory({ story: idOf(take), tunnel: tunnel(), logs: { a: stage.a.log, b: stage.b.log }, incident });
    const said = graded.map((each) => `${each.said} (${each.confidence}) ${each.isRight ? 'right' : 'not right'}`);
    const took = `${((performance.now() - startedAt) / 1000).toFixed(0)} s, ${(text.length / 1000).toFixed(0)} kB`;
    return { summary: [summary, ...said, took].join(', '), graded };
  } catch (error) {
    stage.keepFolder();
    throw error;
  } finally {
    await stage.close();
    stage.remove();
  }
}

/** True when each story happened as often as asked. `runs`: how often each story is played; the last one's files stay. */
export async function playAll(out: string, atOnce: number, runs: number, wanted: readonly string[]): Promise<boolean> {
  mkdirSync(out, { recursive: true });
  const chosen = TAKES.filter((take) => wanted.length === 0 || wanted.some((name) => idOf(take).startsWith(name)));
  const waiting = Array.from({ length: runs }, (_, run) => chosen.map((take) => ({ ...take, tag: `${take.tag}-${run}` }))).flat();
  const graded: Graded[] = [];
  let failed = waiting.length === 0 ? 1 : 0;
  const playNext = async (): Promise<void> => {
    for (let take = waiting.shift(); take !== undefined; take = waiting.shift()) {
      try {
        const played = await playOne(take, out);
        graded.push(...played.graded);
        console.log(`${idOf(take).padEnd(34)} ${played.summary}`);
      } catch (error) {
        console.log(`${idOf(take).padEnd(34)} ${take.again > 0 ? 'played again' : 'FAILED'}: ${firstLines(error)}`);
        if (take.again > 0) waiting.push({ ...take, tag: `${take.tag}x`, again: take.again - 1 });
        else failed += 1;
      }
    }
  };
  await Promise.all(Array.from({ length: atOnce }, playNext));
  for (const line of summarize(graded)) console.log(line);
  return failed === 0;
}
