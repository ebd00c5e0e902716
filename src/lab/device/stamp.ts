/** Stamps are how a router prints instants: in its log, and for `show clock`. */

const MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];
const DAYS = ['Sun', 'Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat'];

/** `Sep  2 13:36:47.287`, `Sep  2 2025 13:36:47` [C] */
export function logStamp(atMs: number, { hasMs = true, hasYear = false } = {}): string {
  const date = new Date(atMs);
  const year = hasYear ? ` ${date.getUTCFullYear()}` : '';
  const time = hasMs ? timeOf(date) : timeOf(date).slice(0, 8);
  return `${MONTHS[date.getUTCMonth()]} ${String(date.getUTCDate()).padStart(2)}${year} ${time}`;
}

/** `Wed Mar10 13:22:46 2021`: month and day glued, as `show event manager history events` has it. [C] */
export function historyStamp(atMs: number): string {
  const date = new Date(atMs);
  const day = String(date.getUTCDate()).padStart(2);
  return `${DAYS[date.getUTCDay()]} ${MONTHS[date.getUTCMonth()]}${day} ${timeOf(date).slice(0, 8)} ${date.getUTCFullYear()}`;
}

/** `13:36:47.287 UTC Tue Sep 2 2025` [C] */
export function clockStamp(atMs: number): string {
  const date = new Date(atMs);
  return `${timeOf(date)} UTC ${DAYS[date.getUTCDay()]} ${MONTHS[date.getUTCMonth()]} ${date.getUTCDate()} ${date.getUTCFullYear()}`;
}

/** `Sep 02 2025 13:36:47 +00:00`, as `dir` prints it. [C] */
export function fileStamp(atMs: number): string {
  const date = new Date(atMs);
  const day = String(date.getUTCDate()).padStart(2, '0');
  return `${MONTHS[date.getUTCMonth()]} ${day} ${date.getUTCFullYear()} ${timeOf(date).slice(0, 8)} +00:00`;
}

function timeOf(date: Date): string {
  return date.toISOString().slice(11, 23);
}
