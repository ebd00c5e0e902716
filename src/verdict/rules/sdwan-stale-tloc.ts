/** The rule `sdwan-stale-tloc`: an SD-WAN edge uses a stale TLOC. */
import { before } from '../clues.ts';
import { holds, refuted } from '../outcomes.ts';
import type { Rule } from '../rule.ts';
import { Scene } from '../scene.ts';

/** SD-WAN counts its SPIs from 0x100. [C] */
const SMALL_SPI = 0xffff;

export const sdwanStaleTloc: Rule = {
  id: 'sdwan-stale-tloc',
  statement: 'S, an SD-WAN edge, still uses a TLOC and SPI that R has given up',
  meaning: 'the SD-WAN tunnel is down until OMP brings the new TLOC',
  needs: ['R: its log, show sdwan bfd sessions', 'S: show sdwan omp tlocs'],
  explains: ['dpd-absent', 'recovery-unsupported', 'foreign-traffic'],
  remedy: {
    now: 'On S: clear omp.',
    forGood: 'See tech note 221607, and CSCwj74769, of which one case is anti-replay.',
  },
  reference: 'ike.md 8.23 [C tech note 221607]',
  examine: (incident, timeline) => {
    const scene = new Scene(incident, timeline);
    const { R, X, logs, receiver } = scene;
    const [first] = logs;
    const name = first?.kind === 'invalid-spi' ? (first.interface ?? '') : '';
    const isSmall = Number.parseInt(incident.spi.slice(2), 16) <= SMALL_SPI;
    const hasIke = before(scene, receiver, 'message').length > 0 || timeline.states[receiver].ikeSas?.length;
    if (!/^Tunnel1000\d/.test(name) && !isSmall) return refuted(`neither the interface nor ${X} is of SD-WAN`);
    if (hasIke) return refuted(`${R} negotiates by IKE`);
    return holds(
      isSmall && name !== '' ? 'likely' : 'possible',
      `${R} received ${X} on ${name === '' ? 'an SD-WAN tunnel' : name}, without IKE: a stale TLOC at the other end`,
      scene.cite(...incident.refs),
      [`show sdwan omp tlocs on both ends`],
    );
  },
};
