/** The ways by which frozen files come home, in the words of a playbook. */

/** `more` on the terminal; `buffer`: the log as it is now, where its frozen copy cannot be had. */
export const RETRIEVALS = ['more', 'scp', 'sftp', 'buffer'] as const;
export type Retrieval = (typeof RETRIEVALS)[number];
