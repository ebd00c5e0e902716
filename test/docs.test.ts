/** The documents for people who use flaptrap: each command in them exists, and those that touch no router are run; `npx vitest run test/docs.test.ts -u` writes docs/commands.md. */
import { cpSync, existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { EXIT } from '../src/cli/exit-code.ts';
import { makeProgram } from '../src/cli/program/program.ts';
import { unpackCase } from './case/open.ts';
import { flaptrap } from './cli/flaptrap.ts';
import { silentScreen } from './cli/silent-screen.ts';
import { MEANING } from './exit-meanings.ts';

const ROOT = join(import.meta.dirname, '..');
const pagesIn = (folder: string): string[] =>
  readdirSync(join(ROOT, folder)).flatMap((name) => (name.endsWith('.md') ? [`${folder}/${name}`] : []));
const PAGES = ['README.md', ...pagesIn('docs'), ...pagesIn('docs/causes')];
const textOf = (page: string): string => readFileSync(join(ROOT, page), 'utf8');

const door = { screen: silentScreen(), end: async () => undefined, show: async () => undefined };
const { commands } = await makeProgram([], door, () => undefined);
const NAMES = commands.map((command) => command.name());
const helpOf = async (...words: string[]): Promise<string> => (await flaptrap([...words, '--help'])).stdout;
const partsOf = (help: string): string[] =>
  [...(help.split(/^Commands:$/m)[1] ?? '').matchAll(/^ {2}([a-z]+)/gm)].map(([, part = '']) => part);
const PARTS = new Map(await Promise.all(NAMES.map(async (name) => [name, partsOf(await helpOf(name))] as const)));
/** `fleet plan`: the command that has the options. */
const commandIn = ([name = '', part = '']: readonly string[]): string[] =>
  PARTS.get(name)?.includes(part) === true ? [name, part] : [name];

/** In a block for the shell, or in a row of a table. */
const typedIn = (text: string): string[][] =>
  [...text.matchAll(/^flaptrap (?<words>[^\n#]*)|`flaptrap (?<cited>[^`]*)`/gm)].map(({ groups }) =>
    (groups?.['words'] ?? groups?.['cited'] ?? '').trim().split(/\s+/),
  );
const TYPED = PAGES.filter((page) => page !== 'docs/commands.md').flatMap((page) =>
  typedIn(textOf(page)).map((words) => ({ page, typed: words.join(' '), words })),
);

async function printCommands(): Promise<string> {
  const helps = await Promise.all(NAMES.map(async (name) => `## ${name}\n\n\`\`\`\n${(await helpOf(name)).trim()}\n\`\`\`\n`));
  const exits = Object.entries(EXIT).map(([name, code]) => `| ${code} | ${MEANING[name as keyof typeof EXIT]} |`);
  return `# Commands

Installed with \`npm ci\`, the program is \`node dist/cli/main.js\`; \`npm link\` gives it the name \`flaptrap\`. Generated from the program.

## Exit codes

| code | it means |
|---|---|
${exits.join('\n')}

With \`--json\` an error is one JSON object on standard error. A reader that has gone (\`| head -1\`) or a lost terminal ends nothing: a capture goes on
without its output.

${helps.join('\n')}`;
}

describe('the page of commands', () => {
  it('is what the program says of itself', async () => {
    await expect(await printCommands()).toMatchFileSnapshot('../docs/commands.md');
  });
});

describe.each(TYPED)('$page: flaptrap $typed', ({ words }) => {
  it('is a command with options that it has', async () => {
    const [name = '', ...rest] = words;
    expect(NAMES).toContain(name);
    const help = await helpOf(...commandIn(words));
    for (const option of rest.filter((word) => word.startsWith('--'))) expect(help).toMatch(new RegExp(`${option}\\b`));
  });
});

/** They touch no router. */
const HARMLESS = [
  'fleet plan',
  'radar',
  'check',
  'render',
  'rehearse',
  'analyze',
  'report',
  'lint',
  'init',
  'explain',
  'completion',
  'replay',
  'compare',
];
/** Without flags `init` asks a person. */
const isAsking = (name: string, rest: readonly string[]): boolean => name === 'init' && !rest.some((word) => word.startsWith('--'));
const RUNNABLE = TYPED.filter(
  ({ page, words: [name = '', ...rest] }) =>
    page.startsWith('docs/') &&
    HARMLESS.includes(commandIn([name, ...rest]).join(' ')) &&
    rest.length >= commandIn([name, ...rest]).length &&
    !isAsking(name, rest) &&
    !rest.some((word) => /^[A-Z]+(?:\.{3})?$/.test(word)),
);

describe('a command that touches no router', () => {
  let folder: string;

  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'flaptrap-docs-'));
    cpSync(join(ROOT, 'playbooks'), join(folder, 'playbooks'), { recursive: true });
    await unpackCase('delete-lost/ios', join(folder, 'captures/7f3a9c01'));
    // The inventory is the one that its page shows.
    writeFileSync(join(folder, 'tunnels.csv'), /```csv\n(.*?)```/s.exec(textOf('docs/fleet.md'))?.[1] ?? '');
    writeFileSync(
      join(folder, 'routers.log'),
      "Nov 26 09:23:50 hq 1: Nov 26 09:23:50.600: %CRYPTO-4-RECVD_PKT_INV_SPI: decaps: rec'd IPSEC packet has invalid spi for destaddr=192.0.2.1, prot=50, spi=0x9899360B(2560177675), srcaddr=198.51.100.1\n",
    );
    writeFileSync(join(folder, 'running-config.txt'), 'event manager applet A\n event none\n action 1.0 puts "a"\n');
  });

  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  it.each(RUNNABLE)('is run as $page has it: flaptrap $typed', async ({ words }) => {
    const placed = words.map((word) =>
      /^(?:playbooks|captures|running|tunnel\.yaml|trace\.|events\.|tunnels\.|routers\.)/.test(word) ? join(folder, word) : word,
    );
    const quick = words[0] === 'rehearse' ? [...placed, '--speed', '400', '--out', join(folder, 'out')] : placed;
    const { code, stderr } = await flaptrap(quick);
    expect(code, stderr).toBe(EXIT.done);
  });
});

describe.each(PAGES)('%s', (page) => {
  it('has pictures that every reader draws, and that are there', () => {
    const text = textOf(page);
    // The site shows a diagram's source as text.
    expect(text).not.toContain('```mermaid');
    const pictures = [...text.matchAll(/!\[[^\]]{20,}\]\(([^)]+)\)/g)].map(([, path = '']) => join(ROOT, dirname(page), path));
    expect(pictures).toHaveLength((text.match(/!\[/g) ?? []).length);
    expect(pictures.filter((path) => !existsSync(path))).toEqual([]);
  });

  it('links only to what is there', () => {
    const links = [...textOf(page).matchAll(/\]\((?<to>[\w./-]+)\)/g)].map(({ groups }) => groups?.['to'] ?? '');
    expect(links.filter((to) => !existsSync(join(ROOT, dirname(page), to)))).toEqual([]);
  });
});
