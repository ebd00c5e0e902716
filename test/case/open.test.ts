/** A case is one bundle, as a value and as a folder; an answer that is written into it changes nothing else. */
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { readBundle } from '../../src/bundle/read.ts';
import { withAnswer } from './answer.ts';
import { bundleOfCase, CASES, openCase, pathOf, unpackCase } from './open.ts';
import { parseCase } from './text.ts';

/** Told by the lab; written by hand; damaged. */
const SAMPLE = [
  'delete-lost/ios',
  'sa-cleared/console-xe-vs-15-ikev1',
  'delete-lost/trap-crlf-bom-nul',
  'unknown/trap-sender-log-is-gzip-garbage',
];
let folder: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'case-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

describe('a case', () => {
  it.each(SAMPLE)('is the same as a value and as a folder: %s', async (name) => {
    await unpackCase(name, folder);
    expect(await bundleOfCase(name)).toEqual((await readBundle(folder)).bundle);
  });

  it('has its files in it, or how the lab tells them', () => {
    const both = CASES.filter((name) => {
      const { files, recipe } = openCase(name);
      return (recipe === undefined) === files.every(({ path }) => path === 'tunnel.yaml');
    });
    expect(both).toEqual([]);
  });

  it.each(SAMPLE)('keeps every byte of its truth and its files when its answer is another one: %s', (name) => {
    const before = readFileSync(pathOf(name), 'utf8');
    const after = withAnswer(before, 'another\n');
    expect(parseCase(after).files.at(-1)).toEqual({ name: 'verdict', bytes: Buffer.from('another\n') });
    expect(after.slice(0, before.indexOf('>>>> verdict'))).toBe(before.slice(0, before.indexOf('>>>> verdict')));
    expect(withAnswer(after, openCase(name).answer ?? '')).toBe(before);
  });
});
