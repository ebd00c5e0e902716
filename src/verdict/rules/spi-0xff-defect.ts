/** The rule `spi-0xff-defect`: SPIs that begin with 0xFF are dropped. */
import { receiverShows } from '../clues.ts';
import { holds, refuted } from '../outcomes.ts';
import type { Rule } from '../rule.ts';
import { Scene } from '../scene.ts';

export const spi0xffDefect: Rule = {
  id: 'spi-0xff-defect',
  statement: 'R drops SPIs that begin with 0xFF',
  meaning: 'one rekey in 256 makes a tunnel that drops everything in one direction, until the next rekey',
  needs: ['R: show crypto ipsec sa'],
  explains: ['receiver-data-plane-missing'],
  remedy: {
    now: 'On both ends: clear crypto sa peer the other one, so that another SPI is drawn.',
    forGood: 'Upgrade R (CSCvp16730).',
  },
  reference: 'ike.md 8.19 [C the title in seed.md 6]',
  examine: (incident, timeline) => {
    const scene = new Scene(incident, timeline);
    const { R, X, sa, logs } = scene;
    if (!incident.spi.startsWith('0xFF')) return refuted(`${X} does not begin with 0xFF`);
    const born = scene.event(sa?.inbound.installed) ?? scene.event(sa?.inbound.created);
    const isOwned = born !== undefined && logs[0] !== undefined && born.ref < logs[0].ref && sa?.inbound.deleted == null;
    const shown = receiverShows(scene);
    const evidence = [...shown, ...scene.cite(born?.ref, ...incident.refs)];
    if (isOwned || shown.length > 0)
      return holds('likely', `${R} owns ${X}, which begins with 0xFF, and drops what comes with it`, evidence);
    return holds('possible', `${X} begins with 0xFF`, evidence, [`show crypto ipsec sa on ${R}, at the time of the message`]);
  },
};
