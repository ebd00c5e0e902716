/** `show event manager version` names the version of EEM. */
import { EEM_VERSION } from '../eem.ts';
import { shownEach } from '../shown-each.ts';
import type { Show } from './show.ts';

export const eemVersion: Show = {
  id: 'eem-version',
  command: 'show event manager version',
  names: /^show_event_manager_version/i,
  read: (text) => ({ eemVersion: shownEach(text, EEM_VERSION, ({ version = '' }) => version)[0] }),
  samples: ['Embedded Event Manager Version 4.00\nComponent Versions:\neem: (rel1)1.0.8'],
};
