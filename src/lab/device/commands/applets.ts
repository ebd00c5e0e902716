/** Commands of the Embedded Event Manager. */
import type { EventStatement } from '../../../applet/model.ts';
import { maxrunSeconds } from '../../../applet/springs.ts';
import { eventType } from '../event-type.ts';
import type { Router } from '../router.ts';
import type { RouterSpec } from '../router-spec.ts';
import { clockStamp, historyStamp } from '../stamp.ts';
import type { Command } from './command.ts';

export const APPLET_COMMANDS: readonly Command[] = [
  {
    words: 'show event manager version',
    privilege: 15,
    run: ({ spec }) => `Embedded Event Manager Version ${eemVersion(spec)}\nComponent Versions:\neem: (rel1)1.0.8`,
  },
  { words: 'show event manager policy registered', privilege: 15, run: (router) => showRegistered(router) },
  { words: 'show event manager history events', privilege: 15, run: (router) => showHistory(router) },
  {
    words: 'event manager run <name>',
    privilege: 15,
    // Whether it comes back before the applet ends is not known [U]; here it waits.
    run: async (router, [name = '']) => {
      const run = router.eem.runByHand(name);
      if (run === undefined) return `EEM policy ${name} not registered with event none Event Detector`;
      await run;
      return '';
    },
  },
];

/** 12.4 mainline has 2.1 [B], and how it prints that is unknown [U]; 12.4(24)T has 3.0. [C] eem.md 4.1 */
function eemVersion({ image, release }: RouterSpec): string {
  if (image === 'mainline') return '2.10';
  return release === '12.4' ? '3.00' : '4.00';
}

/** Header and pattern line as published. [L] eem.md 9 */
function showRegistered({ eem }: Router): string {
  const rows = eem.registered.flatMap(({ applet: { name, events, trap }, registeredAtMs }, index) =>
    events.flatMap((event) => [
      `${String(index + 1).padEnd(4)} applet    user    ${eventType(event).padEnd(19)} ${(trap ? 'On' : 'Off').padEnd(5)} ${clockStamp(registeredAtMs).slice(13)}  ${name}`,
      ...detailsOf(event),
      ` nice 0 queue-priority normal maxrun ${maxrunSeconds(event).toFixed(3)} scheduler rp_primary Secu none`,
    ]),
  );
  return ['No.  Class     Type    Event Type          Trap  Time Registered           Name', ...rows].join('\n');
}

/** What it waits for. */
function detailsOf({ detector, fields }: EventStatement): string[] {
  if (detector === 'timer') return fields.mode === 'countdown' ? [` name {}, time ${Number(fields.timeSeconds).toFixed(3)}`] : [];
  return 'pattern' in fields && fields.pattern !== undefined ? [` pattern {${fields.pattern}}`] : [];
}

/** Columns and the glued month and day as published. [L] eem.md 9 */
function showHistory({ eem }: Router): string {
  const rows = eem.history.map(
    ({ number, eventType: type, result, atMs, name }) =>
      `${String(number).padEnd(5)}${String(number).padEnd(7)}Actv ${result.padEnd(9)}${historyStamp(atMs)}  ${type.padEnd(18)}applet: ${name}`,
  );
  return ['No.  Job Id Proc Status   Time of Event            Event Type        Name', ...rows].join('\n');
}
