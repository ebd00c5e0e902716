/** `flaptrap eem make` turns applets that are written in YAML, for whatever purpose, into the lines that a device takes. */
import type { Command } from 'commander';
import { z } from 'zod';
import { type Step, writeApplet } from '../applet/described.ts';
import { lintText } from '../applet/lint.ts';
import { readPlainFile } from '../capture/plain-file.ts';
import { hasErrors, printDiagnostics } from '../diagnostic.ts';
import { FlaptrapError } from '../errors.ts';
import { fileTrouble } from '../file-trouble.ts';
import { count } from './ask-playbook.ts';
import { EXIT } from './exit-code.ts';
import { readInputs, STANDARD_INPUT } from './lint-inputs.ts';
import type { Door } from './program/arguments.ts';
import type { Screen } from './screen.ts';
import { readYaml, type YamlKind } from './yaml-shape.ts';

const text = z.union([z.string(), z.number(), z.boolean()]).transform(String);
const step: z.ZodType<Step> = z.lazy(() =>
  z.union([
    z.string(),
    z.strictObject({ type: text, pattern: text.optional() }),
    z.strictObject({ say: text, priority: text.optional() }),
    z.strictObject({ set: z.record(z.string(), text) }),
    z.strictObject({ wait: z.number().int().min(1) }),
    z.strictObject({ if: text, do: z.array(step).min(1), else: z.array(step).min(1).optional() }),
    z.strictObject({ while: text, do: z.array(step).min(1) }),
    z.strictObject({ foreach: text, in: text, do: z.array(step).min(1) }),
  ]),
);
const event = z.union([z.string(), z.record(z.string(), z.record(z.string(), text))]);
const APPLET = z.strictObject({
  name: text,
  description: text.optional(),
  authorization: z.literal('bypass').optional(),
  class: text.optional(),
  event: event.optional(),
  events: z.record(z.string(), event).optional(),
  correlate: text.optional(),
  prepare: z.boolean().default(true),
  steps: z.array(step).min(1),
});
const SHAPE = z.strictObject({
  environment: z.record(z.string().regex(/^\w+$/, 'the name of a variable is letters, digits and `_`'), text).default({}),
  applets: z.array(APPLET).min(1),
});

const KIND: YamlKind = {
  isNone: 'describes no applets',
  next: '`flaptrap eem make --help` shows what such a file holds',
  keysAt: (path) => (path.length === 0 ? Object.keys(SHAPE.shape) : path.length === 2 ? Object.keys(APPLET.shape) : []),
  forms: 'this is no step: an action as EEM has it, or one of type, say, set, wait, if, while, foreach with its keys',
};

const HELP = `
The file:
  environment: { server: 192.0.2.9 }
  applets:
    - name: LINK-DOWN
      description: what the interface shows when it goes down
      event: { syslog: { pattern: "Tunnel0, changed state to down", ratelimit: 60, maxrun: 60 } }
      steps:
        - type: show interface Tunnel0 | redirect flash:down.txt
        - regexp "([0-9]+) input errors" "$_cli_result" all errors
        - if: $_regexp_result eq 1
          do: [{ say: "Tunnel0 went down, $errors input errors" }]
          else: [{ say: Tunnel0 went down }]

A step is an action as EEM has it, or one of type, say, set, wait, if, while, foreach. Labels, ends, \`enable\` and \`terminal length 0\` are written
for you (\`prepare: false\` leaves the last two out). What the linter calls an error is not printed.

Example:
  flaptrap eem make applets.yaml > applets.cfg
  flaptrap eem diff applets.yaml --config running.cfg`;

export function defineMake(command: Command, { screen, show }: Pick<Door, 'screen' | 'show'>): void {
  command
    .command('make <file>')
    .description('print the applets that a YAML file describes')
    .option('--json', 'print the outcome as JSON')
    .addHelpText('after', HELP)
    .action((file: string, options: { json?: boolean }) => show(eemMake(file, options, screen)));
}

export async function eemMake(file: string, { json }: { json?: boolean }, screen: Screen): Promise<number> {
  const made = makeApplets(await readDescribed(file, screen), file);
  const findings = lintText(made, file);
  if (hasErrors(findings))
    throw new FlaptrapError('input', `what ${file} describes would not be sound`, {
      diagnostics: findings,
      next: 'change the steps; the lines above are what they become',
    });
  screen.print(json === true ? JSON.stringify({ schema: 'flaptrap.eem-make/1', text: made, findings }, null, 2) : made.trimEnd());
  if (findings.length > 0 && json !== true) screen.tell(`${printDiagnostics(findings)}\n${count(findings.length, 'finding')}`);
  return EXIT.done;
}

/** A file that is YAML by its name. */
export function isDescribed(file: string): boolean {
  return /\.ya?ml$/i.test(file);
}

const BYTES_MAX = 16 * 1024 * 1024;

async function readDescribed(file: string, screen: Screen): Promise<string> {
  if (file !== STANDARD_INPUT) return loadDescribed(file);
  const { inputs, troubles } = await readInputs([file], screen);
  if (troubles[0] !== undefined) throw troubles[0];
  return inputs[0]?.text ?? '';
}

export function loadDescribed(file: string): string {
  try {
    return readPlainFile(file, BYTES_MAX);
  } catch (cause) {
    throw fileTrouble('read', file, cause);
  }
}

export function makeApplets(yaml: string, file: string): string {
  const { environment, applets } = readYaml(yaml, file, SHAPE, KIND);
  return printEnvironment(environment).join('') + applets.map(writeApplet).join('!\n');
}

/** `event manager environment NAME VALUE`, each with its line end. */
export function printEnvironment(environment: Readonly<Record<string, string>>): string[] {
  return Object.entries(environment).map(([name, value]) => `event manager environment ${name} ${value}\n`);
}
