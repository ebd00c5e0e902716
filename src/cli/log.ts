/** The log of what runs for days: one JSON object a line where a machine collects it, words where a person reads; no secret in either. */
import pino from 'pino';
import { printError } from '../errors.ts';
import { Redactor } from '../ios/redact/redactor.ts';
import type { News } from '../run/ports.ts';
import type { Screen } from './screen.ts';

export const LOG_FORMS = ['text', 'json'] as const;
export type LogForm = (typeof LOG_FORMS)[number];
export type Level = 'debug' | 'info' | 'warn' | 'error';

export interface Log {
  /** `about`: who and what, as plain JSON. */
  note(level: Level, text: string, about?: Record<string, unknown>): void;
  fault(error: unknown): void;
}

/** Whatever bears such a name is nobody's business, however deep it lies. */
const SECRET_KEYS = ['password', 'passphrase', 'enableSecret', 'privateKey', 'token', 'secret', 'authorization', 'cookie', 'url'];
const HIDDEN_PATHS = SECRET_KEYS.flatMap((key) => [key, `*.${key}`, `*.*.${key}`]);

/** `known`: secrets that stand in no field of that name: they are taken out of the whole line. */
export function openLog(form: LogForm, screen: Pick<Screen, 'tell'>, known: () => readonly string[] = () => []): Log {
  const hide = (text: string): string => Redactor.hideKnown(text, [...known()]);
  if (form === 'text')
    return {
      note: (level, text) => (level === 'debug' ? undefined : screen.tell(hide(text), level === 'error' ? 'grave' : undefined)),
      fault: (error) => screen.tell(hide(`a fault: ${printError(error)}`), 'grave'),
    };
  const log = pino(
    {
      base: { program: 'flaptrap', pid: process.pid },
      timestamp: pino.stdTimeFunctions.isoTime,
      formatters: { level: (level) => ({ level }) },
      redact: { paths: HIDDEN_PATHS, censor: '<hidden>' },
    },
    { write: (line: string) => screen.tell(hide(line.trimEnd()), 'grave') },
  );
  return {
    note: (level, text, about = {}) => log[level](about, text),
    fault: (error) => log.error({ error: printError(error) }, 'a fault'),
  };
}

/** What is worth a line of what a capture tells; how it stands meanwhile is for the page. */
export function logNews(log: Log, captureId: string, news: News): void {
  if (news.about === 'progress')
    log.note('info', `${captureId}: ${news.peer === undefined ? '' : `${news.peer}: `}${news.text}`, { captureId, peer: news.peer });
  else if (news.about === 'bundle')
    log.note('info', `${captureId}: a bundle has come home: ${news.folder}`, {
      captureId,
      folder: news.folder,
      incidents: news.judged.verdict.incidents.length,
    });
  else if (news.about === 'report' && news.trouble !== undefined)
    log.note('warn', `${captureId}: ${printError(news.trouble)}`, { captureId, path: news.path });
}
