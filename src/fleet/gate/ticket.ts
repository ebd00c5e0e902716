/** A ticket is the wish to log in to one router for one piece of work. */

import { PURPOSES, type Purpose } from '../../capture/gate.ts';

export interface Ticket {
  id: string;
  /** Who asks: what it holds is free when it is dead. */
  worker: string;
  /** `hq.example.net:22` */
  router: string;
  account: string;
  purpose: Purpose;
  /** With those on jump hosts. */
  logins: number;
  /** That are typed at the login; more are asked for as they come. */
  commands: number;
}

/** What is left for people and for EEM, which takes a terminal line for each applet that types. [C] eem.md 8 */
const LINES_LEFT = 2;
/** To disarm and to bring home is worth the last but one: the applet that freezes needs its own. */
const LINES_LEFT_IF_URGENT = 1;

export function linesNeeded({ purpose }: Pick<Ticket, 'purpose'>): number {
  return 1 + (isUrgent(purpose) ? LINES_LEFT_IF_URGENT : LINES_LEFT);
}

/** With so many free nobody has to wait. */
export const LINES_ENOUGH = 1 + LINES_LEFT;

export function isUrgent(purpose: Purpose): boolean {
  return purpose === 'freeze' || purpose === 'disarm' || purpose === 'fetch';
}

/** Among tickets of one urgency the one that came first. */
export function compareTickets(one: { ticket: Ticket; order: number }, two: { ticket: Ticket; order: number }): number {
  return PURPOSES.indexOf(one.ticket.purpose) - PURPOSES.indexOf(two.ticket.purpose) || one.order - two.order;
}
