/** The delay of a message is the time from the line that says it left to the line that says it arrived. */

/** IKE runs in a process that waits its turn: a message takes at least this from one print to the other. [L, 2 ms in the one published pair] */
export const DELAY_LEAST_MS = 1;
/** One way only, the delay is taken to be below this: IKE sends again after 10 s, and people notice seconds; what takes longer is lost. [L] */
export const DELAY_MOST_MS = 2000;
