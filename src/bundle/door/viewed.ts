/** A viewer of logs shows a message in columns: the line that the firewall sent is made of them again. */
import { mapLines, type Page, shareOf } from './page.ts';

/**
 * `4|Jan 05 2026|03:00:21|402114|198.51.100.1||192.0.2.1||IPSEC: Received an ESP packet …`: severity, date, time, number, source, its port,
 * destination, its port and text. [L] the buffer and the real-time viewer of ASDM, as people paste them
 */
export const ASDM_ROW = /^\s*([0-7])\|([A-Z][a-z]{2} {1,2}\d{1,2} \d{4})\|(\d{2}:\d{2}:\d{2})\|(\d{6})\|(?:[^|]{0,80}\|){4}\s*(\S.*)$/;
const MOST = 0.9;

export function unviewed(page: Page): Page {
  if (shareOf(page.lines, (line) => ASDM_ROW.test(line)) < MOST) return page;
  return mapLines(page, (line) => line.replace(ASDM_ROW, '$2 $3: %ASA-$1-$4: $5'), 'the columns of a viewer were joined');
}
