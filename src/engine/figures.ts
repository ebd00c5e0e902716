/** Figures say how a worker and its store do, in the text format of Prometheus, and whether it is ready to work. */
import type { Pool } from 'pg';
import { Counter, collectDefaultMetrics, Gauge, Registry } from 'prom-client';
import { messageOf } from '../errors.ts';
import { type Engine, PHASES } from './engine.ts';

export interface FiguresOptions {
  engine: Pick<Engine, 'captures' | 'hear'>;
  pool: Pick<Pool, 'query'>;
  audit: { readonly standing: { waiting: number; lost: number } };
  /** Comes when another worker has taken over what this one carried. */
  lost: AbortSignal;
  version: string;
  nowMs(): number;
}

export interface Figures {
  metrics(): Promise<{ type: string; text: string }>;
  /** Undefined while it is ready to work; else what is wrong, in words. */
  unready(): Promise<string | undefined>;
  close(): void;
}

/** A store that is slower does not answer. */
const ANSWER_MS = 2000;

export function openFigures(options: FiguresOptions): Figures {
  const { engine } = options;
  const registers = [new Registry()] as [Registry];
  collectDefaultMetrics({ register: registers[0] });
  new Gauge({ name: 'flaptrap_build_info', help: 'The version that runs.', labelNames: ['version'], registers }).set(
    { version: options.version },
    1,
  );
  const news = new Counter({ name: 'flaptrap_bundles_total', help: 'Bundles that this worker has brought home.', registers });
  const incidents = new Counter({ name: 'flaptrap_incidents_total', help: 'Incidents in those bundles.', registers });
  const looked = lookingGauges(registers);
  const unhear = engine.hear(({ news: told }) => {
    if (told.about !== 'bundle') return;
    news.inc();
    incidents.inc(told.judged.verdict.incidents.length);
  });
  return {
    metrics: async () => {
      await look(options, looked);
      return { type: registers[0].contentType, text: await registers[0].metrics() };
    },
    unready: () => whyUnready(options),
    close: () => {
      unhear();
      registers[0].clear();
    },
  };
}

type Looked = ReturnType<typeof lookingGauges>;

function lookingGauges(registers: [Registry]) {
  const gauge = (name: string, help: string): Gauge => new Gauge({ name, help, registers });
  return {
    captures: new Gauge({ name: 'flaptrap_captures', help: 'Captures of the store, by phase.', labelNames: ['phase'], registers }),
    overdue: gauge('flaptrap_captures_overdue', 'Captures that are not ended though their lease is over.'),
    troubled: gauge('flaptrap_captures_troubled', 'Captures of which something is wrong.'),
    storeUp: gauge('flaptrap_store_up', '1 while the store answers.'),
    storeBytes: gauge('flaptrap_store_bytes', 'What the store takes on its disk.'),
    auditWaiting: gauge('flaptrap_audit_waiting', 'Lines of the audit that are not written yet.'),
    auditLost: gauge('flaptrap_audit_lost', 'Lines of the audit that could not be kept.'),
  };
}

/** At each scrape; a store that is away leaves its last figures, and says that it is. */
async function look({ engine, pool, audit, nowMs }: FiguresOptions, looked: Looked): Promise<void> {
  looked.auditWaiting.set(audit.standing.waiting);
  looked.auditLost.set(audit.standing.lost);
  try {
    const { rows } = await answered(pool.query<{ bytes: string }>('SELECT pg_database_size(current_database())::text AS bytes'));
    const states = await answered(engine.captures());
    for (const phase of PHASES) looked.captures.set({ phase }, states.filter((state) => state.phase === phase).length);
    const open = states.filter(({ phase }) => phase !== 'ended');
    looked.overdue.set(open.filter(({ leaseEndsAt }) => Date.parse(leaseEndsAt) < nowMs()).length);
    looked.troubled.set(open.filter(({ trouble }) => trouble !== null).length);
    looked.storeBytes.set(Number(rows[0]?.bytes));
    looked.storeUp.set(1);
  } catch {
    looked.storeUp.set(0);
  }
}

async function whyUnready({ pool, lost }: FiguresOptions): Promise<string | undefined> {
  if (lost.aborted) return 'another worker has taken over what this one carried: it is to end';
  try {
    await answered(pool.query('SELECT 1'));
    return undefined;
  } catch (error) {
    return `the store does not answer: ${messageOf(error)}`;
  }
}

async function answered<Given>(asked: Promise<Given>): Promise<Given> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error(`nothing came for ${ANSWER_MS / 1000} s`)), ANSWER_MS);
  });
  try {
    return await Promise.race([asked, late]);
  } finally {
    clearTimeout(timer);
  }
}
