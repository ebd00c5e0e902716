/** The trigger `manual` springs when someone runs the applet: `event manager run`. */
import type { Trigger } from './trigger.ts';

export const manual: Trigger = {
  id: 'manual',
  title: 'by hand, with `event manager run`',
  detector: () => ({ none: true }),
  samples: () => ({ spring: [], ignore: [] }),
};
