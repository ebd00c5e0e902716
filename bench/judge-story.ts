/** A story of the independent generator is judged as any bundle is, out of memory. */
import { assembleBundle } from '../src/bundle/assemble.ts';
import type { TakenFile } from '../src/bundle/taken.ts';
import { judgeRead } from '../src/run/judge-read.ts';
import { markOf } from '../test/independent/score.ts';
import type { Story } from '../test/independent/story.ts';

/** Stamps without a year are of the past. */
const NOW_MS = Date.UTC(2026, 11, 31);

export async function judgeStory(story: Story): Promise<ReturnType<typeof markOf>> {
  const { verdict } = judgeRead(await assembleBundle(filesOf(story), 'story'), 'story', NOW_MS);
  return markOf(story, verdict);
}

async function* filesOf({ files }: Story): AsyncGenerator<TakenFile> {
  for (const [path, text] of Object.entries(files)) yield { path, bytes: Buffer.from(text), sha256: '' };
}
