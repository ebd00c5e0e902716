/** A failed login may hold a password in the place of the user: whoever is not known to have logged in is taken out. */
import type { Found } from './found.ts';

/** `%SEC_LOGIN-4-LOGIN_FAILED: Login failed [user: ops] [Source: 203.0.113.5]` */
export const FAILED_LOGIN = /(\bLOGIN_FAILED: Login failed \[user: )([^\]\r\n]+)/g;
/** `%SEC_LOGIN-5-LOGIN_SUCCESS: Login Success [user: ops]` */
export const LOGIN = /\bLOGIN_SUCCESS: Login Success \[user: ([^\]\r\n]+)/g;

export function failedLogins(text: string): Found[] {
  if (!text.includes('LOGIN_FAILED')) return [];
  const users = new Set([...text.matchAll(LOGIN)].map(([, user]) => user));
  return [...text.matchAll(FAILED_LOGIN)].flatMap(({ index, 1: before = '', 2: user = '' }): Found[] => {
    const start = index + before.length;
    return users.has(user) || user.startsWith('<') ? [] : [{ start, end: start + user.length, kind: 'secret' }];
  });
}
