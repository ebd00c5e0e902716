/** What the code believes of IOS, EEM and IKE it cites; each citation leads to a section of docs/domain, and each section is there for a citation. */
import { readdirSync, readFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { LINTS } from '../src/applet/lints/index.ts';
import type { Lint } from '../src/applet/lints/lint.ts';
import { explainCause } from '../src/cli/explain.ts';
import { LINT_OUTPUTS } from '../src/cli/lint-output.ts';
import type { CauseRule } from '../src/verdict/cause.ts';
import { CAUSES } from '../src/verdict/causes/index.ts';
import { KNOWN_DEFECTS } from '../src/verdict/defects.ts';
import { filesOfCase, judgeFiles } from './case/open.ts';

const ROOT = fileURLToPath(new URL('..', import.meta.url));
const DOMAIN = join(ROOT, 'docs/domain');
const HERE = 'test/citations.test.ts';

/** Sections that no line of code cites. */
const UNCITED: Readonly<Record<string, string>> = {
  'eem 0': 'says what marks and sources are',
  'ike 0': 'says what marks and sources are',
  'seed 0': 'says what marks and sources are',
};

/** `eem.md 4.2`, `eem.md 8, 10.10`, `ike.md 8.6 and 4.4`, and a page without a section */
const CITATION = /(?<![\w./-])([a-z][a-z-]*)\.md\b((?:(?: |, | and |\s+\*\s+)\d+(?:\.\d+)*\b)*)/g;
/** `## 4. Detectors`, `### 4.2 syslog` */
const HEADING = /^#{2,3} (\d+(?:\.\d+)*)\.? /;

interface Citation {
  at: string;
  page: string;
  sections: string[];
}

function citationsIn(text: string, at: string): Citation[] {
  return [...text.matchAll(CITATION)].map(([, page = '', sections = '']) => ({
    at: `${at}: ${page}.md${sections}`,
    page,
    sections: sections.match(/\d+(?:\.\d+)*/g) ?? [],
  }));
}

function filesBelow(folder: string, ending: RegExp): string[] {
  return readdirSync(join(ROOT, folder), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && ending.test(entry.name))
    .map((entry) => relative(ROOT, join(entry.parentPath, entry.name)).replaceAll('\\', '/'))
    .filter((path) => path !== HERE);
}

/** The text of each section by its number; a section ends where the next heading begins. */
function sectionsOf(page: string): Map<string, string> {
  const sections = new Map<string, string>();
  let current = '';
  for (const line of page.split('\n')) {
    current = HEADING.exec(line)?.[1] ?? current;
    sections.set(current, `${sections.get(current) ?? ''}${line}\n`);
  }
  sections.delete('');
  return sections;
}

const PAGES = new Map(
  readdirSync(DOMAIN).map((name) => [name.replace(/\.md$/, ''), sectionsOf(readFileSync(join(DOMAIN, name), 'utf8'))] as const),
);
const isThere = (page: string, section: string): boolean => PAGES.get(page)?.has(section) === true;

const SOURCES = [
  ...['src', 'bench', 'test'].flatMap((folder) => filesBelow(folder, /\.(?:ts|case)$/)),
  ...['templates', 'playbooks'].flatMap((folder) => filesBelow(folder, /./)),
  ...['README.md', 'CHANGELOG.md', 'src/README.md'],
];
const CITATIONS = SOURCES.flatMap((path) => citationsIn(readFileSync(join(ROOT, path), 'utf8'), path));
const AMONG_PAGES = [...PAGES.keys()].flatMap((page) =>
  citationsIn([...(PAGES.get(page)?.values() ?? [])].join(''), `docs/domain/${page}.md`),
);

describe('a citation', () => {
  it('is found in every form in which it is written', () => {
    const sections = (text: string) => citationsIn(text, '').flatMap((each) => each.sections.map((section) => `${each.page} ${section}`));
    expect(sections('[C] eem.md 8, 10.10, RFC 7296; ike.md 8.6 and 4.4. 12 are')).toEqual(['eem 8', 'eem 10.10', 'ike 8.6', 'ike 4.4']);
    expect(CITATIONS.length).toBeGreaterThan(150);
  });

  it('leads to a page and a section that are in the repository', () => {
    const lost = [...CITATIONS, ...AMONG_PAGES].filter(
      ({ page, sections }) => !PAGES.has(page) || sections.some((section) => !isThere(page, section)),
    );
    expect(lost.map(({ at }) => at)).toEqual([]);
  });

  it('names its section, so that nobody has to search a page', () => {
    expect(CITATIONS.filter(({ sections }) => sections.length === 0).map(({ at }) => at)).toEqual([]);
  });
});

describe.each([...PAGES])('the page %s', (page, sections) => {
  it('has no section that nobody cites, unless it is said why', () => {
    const cited = CITATIONS.filter((each) => each.page === page).flatMap((each) => each.sections);
    const isCited = (section: string): boolean => cited.some((each) => each === section || each.startsWith(`${section}.`));
    const idle = [...sections.keys()].filter((section) => !isCited(section)).map((section) => `${page} ${section}`);
    expect(idle).toEqual(Object.keys(UNCITED).filter((each) => each.startsWith(`${page} `)));
  });

  it('says of each section how far it can be trusted', () => {
    const isParent = (number: string): boolean => [...sections.keys()].some((each) => each.startsWith(`${number}.`));
    const unmarked = [...sections].filter(([number, text]) => number !== '0' && !isParent(number) && !isMarked(text));
    expect(unmarked.map(([number]) => number)).toEqual([]);
  });
});

const isMarked = (text: string): boolean => /\[[CLBU]\b|; [CLBU]\b|\b(?:unverified id|seed only)\b/i.test(text);

describe('what a user reads', () => {
  it.each(Object.values<Lint>(LINTS))('cites for the lint $id a section that has the mark it claims', ({ source }) => {
    const mark = /^\[([CLBU])\]/.exec(source)?.[1];
    expect(textCitedBy(source)).toMatch(new RegExp(`(?:\\[|; [^\\]]*)${mark}\\b`));
  });

  it.each(Object.values<CauseRule>(CAUSES))(
    'cites for the cause $id the section that is about it, with the mark it claims',
    ({ id, reference }) => {
      const mark = /\[([CLBU])\b/.exec(reference)?.[1];
      const text = textCitedBy(reference);
      expect(text).toContain(`\`${id}\``);
      expect(text).toMatch(new RegExp(`(?:\\[|; [^\\]]*)${mark}\\b`));
    },
  );

  it('names the folder in which the cited pages stand, which is in the package', async () => {
    const [cause] = Object.keys(CAUSES);
    const { verdict } = await judgeFiles(await filesOfCase('healthy/ios'), 'case');
    expect(explainCause(verdict, cause ?? '')).toContain('docs/domain');
    expect(LINT_OUTPUTS.sarif([])).toContain('docs/domain');
    expect((JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8')) as { files: string[] }).files).toContain('docs/domain');
  });

  it.each(KNOWN_DEFECTS)('knows $id with the certainty that the page on defects gives it', ({ id, certainty }) => {
    const row = PAGES.get('seed')
      ?.get('7')
      ?.split('\n')
      .find((line) => line.startsWith('|') && line.includes(id));
    expect(row).toMatch(new RegExp(`\\| ${certainty} \\|$`));
  });

  it('names no defect of Cisco that no page knows', () => {
    const pages = [...PAGES.values()].flatMap((sections) => [...sections.values()]).join('\n');
    const named = filesBelow('src', /\.ts$/).flatMap((path) => readFileSync(join(ROOT, path), 'utf8').match(/\bCSC[a-z]{2}\d{5}\b/g) ?? []);
    expect([...new Set(named)].filter((id) => !pages.includes(id))).toEqual([]);
  });
});

function textCitedBy(reference: string): string {
  return citationsIn(reference, '')
    .flatMap(({ page, sections }) => sections.map((section) => PAGES.get(page)?.get(section) ?? ''))
    .join('\n');
}
