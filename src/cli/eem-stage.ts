/** A stage file is YAML: what the router answers, and the tests of the applets of a file, each with what must come out. */
import { z } from 'zod';
import type { Happening } from '../applet/happening.ts';
import { readHappening } from '../applet/happening.ts';
import type { Stage } from '../applet/staged-run.ts';
import { readPlainFile } from '../capture/plain-file.ts';
import { fileTrouble } from '../file-trouble.ts';
import { readYaml, type YamlKind } from './yaml-shape.ts';

const BYTES_MAX = 16 * 1024 * 1024;

const event = z.string().transform((text, context): Happening => {
  const happening = readHappening(text);
  if (happening !== undefined) return happening;
  context.addIssue({ code: 'custom', message: `\`${text}\` is no event: ${EVENTS}` });
  return z.NEVER;
});

/** What `--event` and `event:` take. */
export const EVENTS = 'write syslog:MESSAGE, cli:COMMAND, none, none:ARGUMENTS, track:N up, track:N down, or a detector like timer';

const text = z.union([z.string(), z.number(), z.boolean()]).transform(String);
const STAGE = {
  environment: z.record(z.string(), text).default({}),
  answers: z
    .array(
      z.strictObject({ command: z.string(), output: text.optional(), seconds: z.number().min(0).optional(), asks: z.boolean().optional() }),
    )
    .default([]),
  typed: z.array(text).default([]),
  counters: z.record(z.string(), z.number()).default({}),
  tracks: z.record(z.string(), text).default({}),
  info: z.record(z.string(), text).default({}),
  prompt: z.string().default('router#'),
};

const TEST = z.strictObject({
  name: z.string(),
  event,
  applet: z.string().optional(),
  ...STAGE,
  expect: z.strictObject({
    springs: z.boolean().optional(),
    ends: z.enum(['done', 'aborted', 'killed']).optional(),
    secondsAtMost: z.number().optional(),
    exitStatus: z.number().optional(),
    types: z.array(text).optional(),
    typesNot: z.array(text).optional(),
    says: z.array(text).optional(),
    saysNot: z.array(text).optional(),
  }),
});

export type AppletTest = z.infer<typeof TEST>;
const TESTS = z.strictObject({ applets: z.string(), tests: z.array(TEST).min(1) });

const KEYS: Readonly<Record<string, readonly string[]>> = {
  tests: Object.keys(TEST.shape),
  expect: Object.keys(TEST.shape.expect.shape),
  answers: Object.keys(STAGE.answers.def.innerType.element.shape),
};

function kindOf(isNone: string, top: readonly string[]): YamlKind {
  return {
    isNone,
    next: '`flaptrap eem run --help` and `flaptrap eem test --help` show such a file',
    keysAt: (path) => (path.length === 0 ? top : (KEYS[String(path.findLast((each) => typeof each === 'string'))] ?? [])),
    forms: 'this entry is to be a text, a number or true or false',
  };
}

export function readStage(file: string | undefined): Stage {
  const shape = z.strictObject(STAGE);
  return file === undefined
    ? shape.parse({})
    : readYaml(read(file), file, shape, kindOf('holds no answers of a router', Object.keys(STAGE)));
}

export function readTests(file: string): z.infer<typeof TESTS> {
  return readYaml(read(file), file, TESTS, kindOf('holds no tests of applets', Object.keys(TESTS.shape)));
}

function read(file: string): string {
  try {
    return readPlainFile(file, BYTES_MAX);
  } catch (cause) {
    throw fileTrouble('read', file, cause);
  }
}
