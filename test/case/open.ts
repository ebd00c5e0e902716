/** Opening a case gives its bundle, as a value or as a folder, whether its files are written in it or told again by the lab. */
import { createHash } from 'node:crypto';
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { assembleBundle } from '../../src/bundle/assemble.ts';
import type { Bundle } from '../../src/bundle/bundle.ts';
import { NODE } from '../../src/bundle/disk/node.ts';
import { isLeft, type LeftFile, type RawFile, type TakenFile } from '../../src/bundle/taken.ts';
import { TUNNEL_FILE } from '../../src/bundle/tunnel.ts';
import { unpackInside } from '../../src/bundle/unpack.ts';
import { type Judged, judgeRead } from '../../src/run/judge-read.ts';
import { ANSWER } from './answer.ts';
import { cook, parseRecipe, type Recipe } from './recipe.ts';
import { parseCase } from './text.ts';
import { parseTruth, type TrueIncident } from './truth.ts';

/** Of the sources, for a bench that was compiled too. */
const FOLDER = join(import.meta.dirname.replace('/dist-bench/', '/'), '../cases');
const ENDING = '.case';
const TRUTH = 'truth';
const RECIPE = 'lab';

export interface Case {
  story: string;
  truth: TrueIncident[];
  /** Undefined until it was judged once. */
  answer: string | undefined;
  /** tunnel.yaml, and the files of a/ and b/ that are not told by the recipe. */
  files: RawFile[];
  recipe: Recipe | undefined;
}

/** `delete-lost/ios` and its like. */
export const CASES: readonly string[] = readdirSync(FOLDER, { recursive: true, encoding: 'utf8' })
  .filter((path) => path.endsWith(ENDING))
  .map((path) => path.slice(0, -ENDING.length))
  .sort();

export function pathOf(name: string): string {
  return join(FOLDER, name + ENDING);
}

export function openCase(name: string): Case {
  const { story, files } = parseCase(readFileSync(pathOf(name), 'utf8'));
  const textOf = (part: string): string | undefined => files.find((file) => file.name === part)?.bytes.toString('utf8');
  const recipe = textOf(RECIPE);
  return {
    story,
    truth: parseTruth(textOf(TRUTH) ?? ''),
    answer: textOf(ANSWER),
    files: files
      .filter((file) => file.name === TUNNEL_FILE || /^[ab]\//.test(file.name))
      .map((file) => ({ path: file.name, bytes: file.bytes })),
    recipe: recipe === undefined ? undefined : parseRecipe(recipe),
  };
}

export async function bundleOfCase(name: string): Promise<Bundle> {
  const { bundle } = await assembleBundle(taken(await filesOfCase(name)), name);
  return bundle;
}

/** As `flaptrap` would find it on the disk. */
export async function unpackCase(name: string, folder: string): Promise<void> {
  for (const { path, bytes } of await filesOfCase(name)) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), bytes);
  }
}

/** As the routers printed them. */
export async function filesOfCase(name: string): Promise<RawFile[]> {
  const { files, recipe } = openCase(name);
  return recipe === undefined ? files : [...files, ...(await cook(recipe))];
}

async function* taken(files: readonly RawFile[]): AsyncGenerator<TakenFile | LeftFile> {
  for (const packed of files) {
    for await (const file of unpackInside(packed, NODE))
      yield isLeft(file) ? file : { ...file, sha256: createHash('sha256').update(file.bytes).digest('hex') };
  }
}

/** As `flaptrap analyze` judges what was handed in. */
export async function judgeFiles(files: readonly RawFile[], name: string): Promise<Judged> {
  return judgeRead(await assembleBundle(taken(files), name), name, NOW_MS);
}

/** No stamp of any case is later. */
const NOW_MS = Date.UTC(2026, 11, 1);
