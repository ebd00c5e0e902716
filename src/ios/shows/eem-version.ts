/** `show event manager version` names the version of EEM. */
import { shownEach } from '../shown-each.ts';
import type { Show } from './show.ts';

/** `Embedded Event Manager Version 4.00` [C] */
export const EEM_VERSION_LINE = /^Embedded Event Manager Version (?<version>\S{1,20})/;

export const eemVersion: Show = {
  id: 'eem-version',
  command: 'show event manager version',
  names: /^show_event_manager_version/i,
  read: (text) => ({ eemVersion: shownEach(text, EEM_VERSION_LINE, ({ version = '' }) => version)[0] }),
  samples: ['Embedded Event Manager Version 4.00\nComponent Versions:\neem: (rel1)1.0.8'],
};
