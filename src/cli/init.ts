/** `flaptrap init` writes a first playbook from what it is told, by flags or by answers on a terminal; it never overwrites, and contacts no router. */
import { existsSync, writeFileSync } from 'node:fs';
import type { Command } from 'commander';
import { hasErrors, printDiagnostics } from '../diagnostic.ts';
import { FlaptrapError } from '../errors.ts';
import { fileTrouble } from '../file-trouble.ts';
import { parsePlaybook } from '../playbook/parse.ts';
import { draftPlan } from '../run/draft.ts';
import { EXIT } from './exit-code.ts';
import { isAsked, QUESTIONS, type Question } from './init/questions.ts';
import { type Answers, printStarter, whyWrong } from './init/starter.ts';
import type { Door } from './program/arguments.ts';
import type { Screen } from './screen.ts';

export type InitOptions = Partial<Answers> & { json?: boolean };

const DEFAULT_FILE = 'tunnel.yaml';
const STANDARD_OUTPUT = '-';
const EXAMPLE =
  'flaptrap init tunnel.yaml --a hq --a-host 10.0.0.1 --a-address 192.0.2.1 --b branch --b-host 10.0.0.2 --b-address 198.51.100.1';

export function defineInit(command: Command, { screen, show }: Door): void {
  for (const { flag, takes, asks, usual, choices } of Object.values(QUESTIONS)) {
    const option = command.createOption(`${flag} <${takes}>`, asks);
    if (choices !== undefined) option.choices([...choices]);
    const without = flag === QUESTIONS.username.flag ? 'you' : usual?.({});
    if (without !== undefined) option.description = `${asks} (without it: ${without})`;
    command.addOption(option);
  }
  command
    .option('--json', 'print what was written, and what to do next, as JSON')
    .addHelpText(
      'after',
      `\nExample:\n  ${EXAMPLE}\n\nWithout a terminal nothing is asked: the flags must say it. The file - is standard output.`,
    )
    .action((file: string | undefined, options) => show(init(file ?? DEFAULT_FILE, named(options), screen)));
}

/** Commander names an option by its flag: `--b-vendor` is bVendor. */
function named(options: Record<string, string> & { json?: boolean }): InitOptions {
  const keyOf = (flag: string): string => flag.slice(2).replace(/-(\w)/g, (_dash, letter: string) => letter.toUpperCase());
  const given = Object.entries(QUESTIONS).flatMap(([id, { flag }]) => {
    const text = options[keyOf(flag)];
    return text === undefined ? [] : [[id, text]];
  });
  return { ...Object.fromEntries(given), ...(options.json === true ? { json: true } : {}) };
}

export async function init(file: string, { json, ...given }: InitOptions, screen: Screen): Promise<number> {
  // Nobody is asked fifteen questions for nothing.
  if (file !== STANDARD_OUTPUT && existsSync(file)) throw fileTrouble('write', file, Object.assign(new Error(), { code: 'EEXIST' }));
  const answers = await answerAll(inferKind(given), file, screen);
  const text = printStarter(answers);
  requireSound(text, file, screen);
  if (file === STANDARD_OUTPUT) {
    screen.print(text.trimEnd());
    return EXIT.done;
  }
  writeNew(file, text);
  const next = nextOf(file, answers);
  if (json === true) screen.print(JSON.stringify({ schema: 'flaptrap.init/1', file, kind: answers.kind, next }, null, 2));
  else
    screen.print([`${file} is written, and \`flaptrap check\` passes it. Next:`, ...next.map((line) => `  ${line}`)].join('\n'), 'prose');
  return EXIT.done;
}

/** Who names spokes or a vendor has said which kind it is. */
function inferKind(given: Partial<Answers>): Partial<Answers> {
  if (given.kind !== undefined) return given;
  if (given.spokes !== undefined) return { ...given, kind: 'hub' };
  return given.vendor === undefined ? given : { ...given, kind: 'foreign' };
}

async function answerAll(given: Partial<Answers>, file: string, screen: Screen): Promise<Answers> {
  const answers: Partial<Answers> = {};
  const missing: Question[] = [];
  for (const [id, question] of Object.entries(QUESTIONS) as [keyof Answers, Question][]) {
    const text = given[id];
    if (!isAsked(question, answers)) {
      if (text !== undefined) throw notOf(question, answers);
      continue;
    }
    const answer = text ?? (screen.isInteractive ? await askUntilRight(id, question, answers, screen) : question.usual?.(answers));
    if (answer === undefined) missing.push(question);
    else Object.assign(answers, { [id]: answer });
    const why = answer === undefined ? undefined : whyWrong(answers);
    if (why !== undefined) throw wrongFlag(question, answer ?? '', why);
  }
  if (missing.length > 0) throw unanswered(missing, file);
  return { b: '', bHost: '', bAddress: '', vendor: '', spokes: '', ...answers } as Answers;
}

async function askUntilRight(
  id: keyof Answers,
  question: Question,
  answers: Partial<Answers>,
  screen: Screen,
): Promise<string | undefined> {
  const usual = question.usual?.(answers);
  const isNamed = question.choices?.every((choice) => question.asks.includes(choice)) ?? true;
  const choices = isNamed ? '' : ` (${question.choices?.join(', ')})`;
  for (;;) {
    const typed = (await screen.ask?.(`${question.asks}${choices}${usual === undefined ? '' : ` [${usual}]`}: `)) ?? '';
    const answer = typed.trim() === '' ? usual : typed.trim();
    const why = answer === undefined ? 'this one has no usual answer' : whyNot(question, { ...answers, [id]: answer }, answer);
    if (why === undefined) return answer;
    screen.tell(`  not so: ${why}`);
  }
}

function whyNot({ choices }: Question, answers: Partial<Answers>, answer: string): string | undefined {
  if (choices !== undefined && !choices.includes(answer)) return `choose one of ${choices.join(', ')}`;
  return whyWrong(answers);
}

/** What was typed may be a password in the wrong place: it is not repeated. */
function wrongFlag({ flag }: Question, answer: string, why: string): FlaptrapError {
  const isSecret = flag === QUESTIONS.login.flag;
  return new FlaptrapError('input', `${flag}${isSecret ? '' : ` ${answer}`}: ${why}`, {
    next: 'correct it, and run it again; nothing was written',
  });
}

function notOf({ flag, of = [] }: Question, { kind }: Partial<Answers>): FlaptrapError {
  return new FlaptrapError('input', `${flag} is of a tunnel of the kind ${of.join(' or ')}, and this one is ${kind}`, {
    next: `leave out ${flag}, or choose --kind ${of[0]}`,
  });
}

function unanswered(missing: readonly Question[], file: string): FlaptrapError {
  return new FlaptrapError(
    'input',
    `this is no terminal, so the flags must say it: ${missing.map(({ flag, takes }) => `${flag} <${takes}>`).join(', ')}`,
    {
      next: `run it on a terminal, or say it: ${EXAMPLE.replace(DEFAULT_FILE, file)}`,
    },
  );
}

/** What answers cannot do one by one they may do together. */
function requireSound(text: string, file: string, screen: Screen): void {
  const { playbook, diagnostics: mistakes } = parsePlaybook(text, file);
  const diagnostics = [...mistakes, ...(playbook === undefined ? [] : draftPlan(playbook, Date.now()).diagnostics)];
  if (playbook === undefined || hasErrors(diagnostics))
    throw new FlaptrapError('input', 'these answers make no playbook that could be armed; nothing was written', { diagnostics });
  if (diagnostics.length > 0) screen.tell(printDiagnostics(diagnostics));
}

/** Somebody may have made it meanwhile. */
function writeNew(file: string, text: string): void {
  try {
    writeFileSync(file, text, { flag: 'wx' });
  } catch (cause) {
    throw fileTrouble('write', file, cause);
  }
}

const FROM_ENVIRONMENT = /^env:(?<name>.*)$/;

function nextOf(file: string, { login, kind }: Answers): string[] {
  const name = FROM_ENVIRONMENT.exec(login)?.groups?.['name'];
  const path = /^[\w./-]+$/.test(file) ? file : `'${file.replaceAll("'", "'\\''")}'`;
  return [
    ...(kind === 'pair' ? [`flaptrap rehearse ${path}   # a whole capture on simulated routers`] : []),
    ...(name === undefined ? [] : [`read -rs ${name} && export ${name}   # the password`]),
    `flaptrap doctor ${path}   # what is lacking, and what mends it`,
    `flaptrap plan ${path}   # what a capture would change; reads only`,
  ];
}
