/** `flaptrap open` and `flaptrap report --format html` write a page, and name it. */
import { mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { analyze } from '../../src/cli/analyze.ts';
import { open } from '../../src/cli/open.ts';
import type { Screen } from '../../src/cli/screen.ts';
import { loadPage } from '../../src/run/load.ts';
import { unpackCase } from '../case/open.ts';

let folder: string;
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'flaptrap-open-'));
  await unpackCase('delete-lost/124-xe', folder);
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

function screen(): Screen & { printed: string[]; told: string[] } {
  const [printed, told]: [string[], string[]] = [[], []];
  return {
    printed,
    told,
    print: (text) => printed.push(text),
    tell: (text) => told.push(text),
    isInteractive: false,
    confirm: async () => false,
  };
}

describe('the page', () => {
  it('is written as it was built, named on standard output, and what to do with it is told', async () => {
    const shown = screen();
    const path = join(folder, 'flaptrap.html');
    expect(await open([], { out: path }, shown)).toBe(0);
    expect(shown.printed).toEqual([path]);
    expect(shown.told.join('')).toContain('drop the logs of both routers on it');
    expect(readFileSync(path, 'utf8')).toBe(loadPage());
  });

  it('has a law of its own: nothing from anywhere, no script but the one that was built in', () => {
    const law = /http-equiv="Content-Security-Policy" content="([^"]+)"/.exec(loadPage())?.[1] ?? '';
    expect(law).toMatch(/^default-src 'none'; script-src 'sha256-[\w+/=]+'; style-src 'sha256-[\w+/=]+'; worker-src blob:;/);
    expect(law).not.toMatch(/unsafe|https?:|\*/);
    expect(loadPage().length).toBeLessThan(1_500_000);
  });

  it('is letters that no terminal and no encoding changes', () => {
    expect(loadPage()).toMatch(/^[\n\t\x20-\x7e]+$/);
  });

  it('of a bundle lies in its folder, and is for its owner alone', async () => {
    const shown = screen();
    expect(await open([folder], {}, shown)).toBe(0);
    const path = join(folder, 'report.html');
    expect(shown.printed).toEqual([path]);
    expect(readFileSync(path, 'utf8')).toContain('id="enclosed">{"picture":"');
    expect(statSync(path).mode & 0o777).toBe(0o600);
  });

  it('goes to standard output when that is asked for, and any format into a file', async () => {
    const shown = screen();
    await analyze(folder, { format: 'html', out: '-' }, shown);
    expect(shown.printed[0]).toMatch(/^<!doctype html>/);
    const path = join(folder, 'report.txt');
    await analyze(folder, { out: path }, shown);
    expect(readFileSync(path, 'utf8')).toMatch(/^TUNNEL {2}hq/);
  });
});
