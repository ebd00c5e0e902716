/** Commands of the Embedded Event Manager. */
import { maxrunSeconds } from '../../applet/springs.ts';
import type { Router } from '../router.ts';
import { clockStamp } from '../stamp.ts';
import type { Command } from './command.ts';

export const APPLET_COMMANDS: readonly Command[] = [
  {
    words: 'show event manager version',
    privilege: 15,
    run: () => 'Embedded Event Manager Version 4.00\nComponent Versions:\neem: (rel1)1.0.8',
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

function showRegistered({ eem }: Router): string {
  const rows = eem.applets.flatMap(({ name, events }, index) =>
    events.map(
      (event) =>
        `${String(index + 1).padEnd(4)}applet    user    ${event.detector.padEnd(19)} Off   -                         ${name}\n maxrun ${maxrunSeconds(event).toFixed(3)}`,
    ),
  );
  return ['No.  Class     Type    Event Type          Trap  Time Registered           Name', ...rows].join('\n');
}

function showHistory({ eem }: Router): string {
  const rows = eem.history.map(
    ({ number, eventType, result, atMs, name }) =>
      `${String(number).padEnd(5)}${eventType.padEnd(20)}Actv ${result}  ${clockStamp(atMs)}  applet: ${name}`,
  );
  return ['E - Slot 0/0, 0/0 : Standalone, Active', 'No.  Event Type          Status', ...rows].join('\n');
}
