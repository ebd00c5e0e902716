/** The settings of `lint` stand in `.flaptraplint.yaml`, in the working folder or one above it: severities, target, what is passed over where. */
import { existsSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { z } from 'zod';
import type { LintOptions } from '../applet/lint.ts';
import { LINTS } from '../applet/lints/index.ts';
import { readPlainFile } from '../capture/plain-file.ts';
import type { Diagnostic } from '../diagnostic.ts';
import { fileTrouble } from '../file-trouble.ts';
import { globPattern } from './lint-inputs.ts';
import { readYaml, type YamlKind } from './yaml-shape.ts';

const NAME = '.flaptraplint.yaml';
const SETTINGS_BYTES_MAX = 1024 * 1024;

/** What the linter says beside its lints. */
export const OTHER_CODES = ['syntax', 'template', 'other-platform', 'unused-suppression', 'newer-than-target'] as const;

const id = z.string().refine((each) => Object.hasOwn(LINTS, each) || (OTHER_CODES as readonly string[]).includes(each), {
  error: 'there is no such lint; `flaptrap lint --list` shows all of them',
});

const PASSED_OVER = z.strictObject({ paths: z.array(z.string()).min(1), lints: z.array(id).optional() });
const SHAPE = z.strictObject({
  severity: z.record(id, z.enum(['error', 'warning', 'notice', 'off'])).optional(),
  platform: z.enum(['ios', 'ios-xe']).optional(),
  release: z.string().optional(),
  ignore: z.array(PASSED_OVER).optional(),
  baseline: z.string().optional(),
});

const KIND: YamlKind = {
  isNone: 'holds no settings of the linter',
  next: 'it may hold severity, platform, release, ignore and baseline: see `flaptrap lint --help`',
  keysAt: (path) => Object.keys(path.length === 0 ? SHAPE.shape : path[0] === 'ignore' ? PASSED_OVER.shape : LINTS),
  forms: 'this entry is to be a text',
};

export interface LintSettings extends z.infer<typeof SHAPE> {
  /** The folder whose paths they are about. */
  folder: string;
}

/** Those of the file that is named, or of the nearest one; none when there is none. */
export function readSettings(named: string | false | undefined, from: string): LintSettings {
  const file = named === undefined ? nearest(from) : named;
  if (file === undefined || file === false) return { folder: from };
  let text: string;
  try {
    text = readPlainFile(file, SETTINGS_BYTES_MAX);
  } catch (cause) {
    throw fileTrouble('read', file, cause);
  }
  return { ...readYaml(text, file, SHAPE, KIND), folder: dirname(file) };
}

function nearest(from: string): string | undefined {
  const file = join(from, NAME);
  if (existsSync(file)) return file;
  return dirname(from) === from ? undefined : nearest(dirname(from));
}

/** Undefined for a file that is passed over as a whole. */
export function optionsFor({ ignore = [], platform, release, folder }: LintSettings, file: string): LintOptions | undefined {
  const path = relative(folder, file).replaceAll('\\', '/');
  const here = ignore.filter(({ paths }) => paths.some((glob) => globPattern(glob).test(path) || globPattern(glob).test(file)));
  if (here.some(({ lints }) => lints === undefined)) return undefined;
  return { ignore: here.flatMap(({ lints = [] }) => lints), target: { platform, release } };
}

/** With the severities that somebody has chosen. */
export function judged({ severity = {} }: LintSettings, diagnostics: readonly Diagnostic[]): Diagnostic[] {
  return diagnostics.flatMap((diagnostic) => {
    const chosen = severity[diagnostic.code ?? ''];
    if (chosen === 'off') return [];
    return [chosen === undefined ? diagnostic : { ...diagnostic, severity: chosen }];
  });
}
