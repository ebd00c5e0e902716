/** An account that was refused is left alone for a while wherever it is used: a password that was changed is not tried on 5,000 routers until it is locked. */

export interface AccountState {
  /** Some router has let it in, and none has refused it since. */
  isProven: boolean;
  /** In a row. */
  refusals: number;
  refusedAtMs: number;
  /** Nobody logs in with it before. */
  heldUntilMs: number;
}

/** The first day of JavaScript: plain JSON has no infinity. [C ECMAScript 21.4.1.1] */
export const NEVER_MS = -8.64e15;

export const UNPROVEN: AccountState = { isProven: false, refusals: 0, refusedAtMs: NEVER_MS, heldUntilMs: NEVER_MS };

/** Common lockouts are of three refusals within five minutes, or of five within fifteen. [B] The third comes after six minutes here. */
const FIRST_HOLD_MS = 120_000;
const LONGEST_HOLD_MS = 3_600_000;

/** `patience`: a router that refused waits longer than the account, so that another one tells whose fault it is. */
export function refuse({ refusals }: AccountState, nowMs: number, patience = 1): AccountState {
  const holdMs = Math.min(LONGEST_HOLD_MS, patience * FIRST_HOLD_MS * 2 ** Math.min(refusals, 10));
  return { isProven: false, refusals: refusals + 1, refusedAtMs: nowMs, heldUntilMs: nowMs + holdMs };
}

/** A login that had begun before the refusal proves nothing of the secret as it is now. */
export function accept(account: AccountState, enteredAtMs: number): AccountState {
  return enteredAtMs > account.refusedAtMs ? { ...UNPROVEN, isProven: true } : account;
}

/** One login tries the secret, and the others wait for what becomes of it: a hundred at once would lock the account at once. */
export function mayUse(account: AccountState, openWithIt: number, nowMs: number): boolean {
  return account.isProven || (nowMs >= account.heldUntilMs && openWithIt === 0);
}
