/** A stage file is YAML: what the router answers, and the tests of the applets of a file, each with what must come out. */
import { parseDocument } from 'yaml';
import { z } from 'zod';
import type { Happening } from '../applet/happening.ts';
import { readHappening } from '../applet/happening.ts';
import type { Stage } from '../applet/staged-run.ts';
import { readPlainFile } from '../capture/plain-file.ts';
import { FlaptrapError } from '../errors.ts';
import { fileTrouble } from '../file-trouble.ts';
import { sayIssue } from './eem-mistakes.ts';

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

export function readStage(file: string | undefined): Stage {
  return readShape(file, z.strictObject(STAGE), Object.keys(STAGE));
}

export function readTests(file: string): z.infer<typeof TESTS> {
  return readShape(file, TESTS, Object.keys(TESTS.shape));
}

function readShape<T>(file: string | undefined, shape: z.ZodType<T>, keys: readonly string[]): T {
  if (file === undefined) return shape.parse({});
  let yaml: string;
  try {
    yaml = readPlainFile(file, BYTES_MAX);
  } catch (cause) {
    throw fileTrouble('read', file, cause);
  }
  const document = parseDocument(yaml);
  const [mistake] = document.errors;
  if (mistake !== undefined) throw wrong(file, mistake.message.split('\n')[0] ?? '');
  const { success, data, error } = shape.safeParse(document.toJS({ maxAliasCount: 100 }) ?? {});
  if (success) return data;
  const [issue] = error.issues;
  throw wrong(file, issue === undefined ? 'this is no such file' : sayIssue(issue, keys));
}

function wrong(file: string, why: string): FlaptrapError {
  return new FlaptrapError('input', `${file}: ${why}`, {
    next: '`flaptrap eem run --help` and `flaptrap eem test --help` show such a file',
  });
}
