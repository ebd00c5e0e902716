/** One run over a bundle in a process of its own: read to events through the front door, or judged from the same bytes; prints what it took as JSON. */
import { readBundle } from '../src/bundle/read.ts';
import { readLog } from '../src/ios/log/log.ts';
import { isLogFile } from '../src/ios/shows/index.ts';
import { SIDES } from '../src/ipsec/side.ts';
import { FORMATS } from '../src/report/formats/index.ts';
import { judgeRead } from '../src/run/judge-read.ts';

export interface LargeFigures {
  /** Of the processor's time: what else the machine does counts for little. */
  seconds: number;
  megabytes: number;
  events: number;
  incidents: number;
}

const NOW_MS = Date.UTC(2026, 5, 1);

async function read(path: string): Promise<Pick<LargeFigures, 'events' | 'incidents'>> {
  const { bundle } = await readBundle(path);
  const logs = SIDES.flatMap((side) => bundle.sides[side].map((file) => ({ side, ...file }))).filter(({ name }) => isLogFile(name));
  const events = logs.map(({ side, name, text }) => readLog(text, { side, file: name, year: 2026 }).events.length);
  return { events: events.reduce((sum, each) => sum + each, 0), incidents: 0 };
}

async function judge(path: string): Promise<Pick<LargeFigures, 'events' | 'incidents'>> {
  const { timeline, verdict } = judgeRead(await readBundle(path), path, NOW_MS);
  FORMATS.text.print(verdict, timeline);
  return { events: timeline.events.length, incidents: verdict.incidents.length };
}

const [mode, path = ''] = process.argv.slice(2);
const before = process.cpuUsage();
const found = mode === 'read' ? await read(path) : await judge(path);
const { user, system } = process.cpuUsage(before);
const figures: LargeFigures = { ...found, seconds: (user + system) / 1e6, megabytes: process.resourceUsage().maxRSS / 1000 };
console.log(JSON.stringify(figures));
