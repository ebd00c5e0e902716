/** docs/beliefs.md is made of the doubts (`npx vitest run test/lab/beliefs.test.ts -u`), and each mark in the code names a belief or is text alone. */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { Doubt } from '../../src/lab/doubts/doubt.ts';
import { DOUBTS } from '../../src/lab/doubts/index.ts';

const ALL: [string, Doubt][] = Object.entries(DOUBTS);
/** Where arming, watching, freezing, fetching and disarming are done, or simulated. */
const FOLDERS = ['applet', 'capture', 'device', 'ios', 'lab/device', 'playbook'];
const MARK = /\[(?:B|L|U)\b[^\]]*\]/;
const MARKS = 'test/lab/marks.txt';

/** `src` files with a mark. */
function markedFiles(): string[] {
  const files = FOLDERS.flatMap((folder) =>
    readdirSync(join('src', folder), { recursive: true, encoding: 'utf8' }).map((name) => `${folder}/${name.replaceAll('\\', '/')}`),
  );
  return files.filter((file) => file.endsWith('.ts') && MARK.test(readFileSync(join('src', file), 'utf8')));
}

/** `place: beliefs`, or why it is text alone; a place is how a path begins. */
function readMarks(): Map<string, string> {
  const lines = readFileSync(MARKS, 'utf8')
    .split('\n')
    .filter((line) => line !== '' && !line.startsWith('#'));
  return new Map(lines.map((line) => [line.slice(0, line.indexOf(': ')), line.slice(line.indexOf(': ') + 2)]));
}

describe('every belief', () => {
  it.each(ALL)('%s has a sentence, files that rely on it, and a router on which it is false', (_id, doubt) => {
    expect([doubt.belief, doubt.rests].filter((text) => text === '')).toEqual([]);
    expect(doubt.code.length).toBeGreaterThan(0);
    expect(doubt.code.filter((file) => !existsSync(join('src', file)))).toEqual([]);
    expect(doubt.quirk ?? doubt.spec).toBeDefined();
  });

  it('cites a section that stands on its page', () => {
    const missing = ALL.filter(([, { source }]) => {
      const [page = '', section = ''] = source.split(' ');
      const text = readFileSync(join('docs/domain', page), 'utf8');
      return !new RegExp(`^#+ ${section.replace('.', '\\.')}\\.? `, 'm').test(text);
    });
    expect(missing.map(([id, { source }]) => `${id}: ${source}`)).toEqual([]);
  });
});

it('each file with a mark names the beliefs that rest on it, or says that it is about text alone', () => {
  const marks = [...readMarks()];
  const files = markedFiles();
  expect(files.filter((file) => !marks.some(([place]) => file.startsWith(place)))).toEqual([]);
  expect(marks.filter(([place]) => !files.some((file) => file.startsWith(place)))).toEqual([]);
  const isKnown = (said: string): boolean => said.startsWith('text: ') || said.split(', ').every((id) => Object.hasOwn(DOUBTS, id));
  expect(marks.filter(([, said]) => !isKnown(said))).toEqual([]);
});

it('the page in docs says just that', async () => {
  const rows = ALL.toSorted().map(
    ([id, { belief, rests, mark, source, code }]) =>
      `| \`${id}\` | ${belief.replaceAll('|', '\\|')} | ${rests} | ${mark} ${source} | ${code.map((file) => `\`${file}\``).join(' ')} |`,
  );
  const head = [
    '# What is believed of IOS, and carries weight',
    '',
    'On each of these rests some of arming, watching, freezing, fetching or disarming. Marks as in the domain pages: L likely, B believed, U unknown;',
    'C where a text says so and too much rests on it to leave it untried. Each can be made false on the simulated routers: `npm run bench doubts`',
    'carries the whole capture out with each false alone, and with 200 pairs; what comes of it must be exact or one loud error.',
    'What can be tried on a real router without touching crypto `flaptrap prove` tries.',
    '',
    'Generated: `npx vitest run test/lab/beliefs.test.ts -u`.',
    '',
    '| id | what is believed | what rests on it | mark, source | where |',
    '|---|---|---|---|---|',
  ];
  await expect([...head, ...rows, ''].join('\n')).toMatchFileSnapshot('../../docs/beliefs.md');
});
