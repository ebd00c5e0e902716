/** All retrieval methods that need a connection of their own; `more` works on the terminal, in ../files.ts. */
import type { RetrievalMethod } from './method.ts';
import { scp } from './scp.ts';
import { sftp } from './sftp.ts';

export const RETRIEVAL_METHODS = { scp, sftp } as const satisfies Record<string, RetrievalMethod>;

export type RetrievalId = keyof typeof RETRIEVAL_METHODS;
