/** Migrations take the schema `flaptrap` from nothing to what this version knows: numbered from 1, forward only, and never changed once released. */
import { APPEND_ONLY } from './append-only.ts';
import { GATES } from './gates.ts';
import { RECORDS } from './records.ts';
import { WORKERS } from './workers.ts';

/** The first is number 1. Each runs with `search_path = flaptrap`; add one at the end, with a stored backup of the version before it as its test. */
export const MIGRATIONS = [RECORDS, APPEND_ONLY, WORKERS, GATES] as const satisfies readonly string[];
