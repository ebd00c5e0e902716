/** The ports of a command: its screen to tell and to ask, the clock of this machine, and the journal in the state folder. */
import { randomBytes } from 'node:crypto';
import { SYSTEM_CLOCK } from '../capture/clock.ts';
import { FileStore } from '../capture/file-store.ts';
import { FlaptrapError } from '../errors.ts';
import { sayRouters } from '../playbook/plan.ts';
import { sayStanding } from '../playbook/standing.ts';
import type { FORMATS } from '../report/formats/index.ts';
import { shortDigest } from '../run/agree.ts';
import type { Ports, Question } from '../run/ports.ts';
import { openBook } from './audit-book.ts';
import { openLive } from './live.ts';
import { showNews } from './news.ts';
import { printSummary } from './print-plan.ts';
import type { Screen } from './screen.ts';
import { showWork } from './show-work.ts';
import { DEFAULT_STATE } from './state-folder.ts';
import type { Telling } from './telling.ts';

export interface PortChoices {
  /** Holds the journal, and the audit of all that is typed. */
  state?: string | undefined;
  /** When left out nothing stops it: it is short, or is to be done to the end. */
  stop?: AbortSignal | undefined;
  /** In which verdicts are printed: `text` when left out. */
  format?: keyof typeof FORMATS | undefined;
  /** Hears of each verdict too; not where only a rehearsal is judged. */
  telling?: Telling | undefined;
}

export function portsOf(screen: Screen, { state, stop, format, telling }: PortChoices = {}): Ports {
  const show = openLive(screen);
  const hear = showWork(screen);
  return {
    say: (news) => {
      telling?.hear(news);
      if (news.about === 'waiting') show(news.view);
      else if (news.about === 'work') hear(news.work);
      else showNews(news, format ?? 'text', screen);
    },
    ask: (question) => askPerson(question, screen),
    stop: stop ?? new AbortController().signal,
    clock: SYSTEM_CLOCK,
    journal: new FileStore(state ?? DEFAULT_STATE),
    audit: state === undefined ? undefined : openBook(state, screen),
    nonce: () => randomBytes(8).toString('hex'),
  };
}

/** Where nobody can answer, the plan is not poured out either. */
export async function askPerson(question: Question, screen: Screen): Promise<boolean> {
  if (!screen.isInteractive) throw nobodyThere(question);
  if (question.about === 'plan') {
    screen.tell(printSummary(question.plan), 'grave');
    return screen.confirm(`apply this plan to ${sayRouters(question.plan).all}?`);
  }
  const { name, live } = question.planned;
  return screen.confirm(`${name}: ${live.map(sayStanding).join('; ')} still waits for its trigger. End it?`);
}

function nobodyThere(question: Question): FlaptrapError {
  if (question.about === 'plan')
    return new FlaptrapError('digest', 'nobody has agreed to the plan; nothing was changed', {
      next: `read it with \`flaptrap plan\`, then run this again with --digest ${shortDigest(question.plan)} or --yes`,
    });
  const { name, live } = question.planned;
  return new FlaptrapError('digest', `a trap still waits here: ${live.map(sayStanding).join('; ')}; nothing was changed on this router`, {
    peer: name,
    next: 'save its evidence and end it with `flaptrap collect --freeze` and `flaptrap disarm`, or end it at once with --yes',
  });
}
