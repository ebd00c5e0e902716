/** The rule `nat-exemption`: S translates what it should encrypt. */
import { anyOf, nothingFound, syslogsBefore } from '../clues.ts';
import { holds, refuted } from '../outcomes.ts';
import type { Rule } from '../rule.ts';
import { Scene } from '../scene.ts';

/** Addresses that no packet on the Internet has (RFC 1918). */
function isPrivate(address: string): boolean {
  return /^(?:10\.|192\.168\.|172\.(?:1[6-9]|2\d|3[01])\.)/.test(address);
}

export const natExemption: Rule = {
  id: 'nat-exemption',
  statement: 'an access list or NAT exemption at S lets IKE or ESP be translated',
  meaning: 'R hears from an address it has no SA with',
  needs: ['R: its log', 'S: its NAT and crypto access lists'],
  explains: ['foreign-traffic', 'dpd-absent'],
  remedy: 'Exempt the tunnel from NAT at the sender; look at the order of NAT and crypto access lists.',
  reference: 'ike.md 8.26 [C one public case]',
  examine: (incident, timeline) => {
    const scene = new Scene(incident, timeline);
    const { R, receiver, incident: seen } = scene;
    const noSa = [
      ...syslogsBefore(scene, receiver, /IKMP_NO_SA/),
      ...anyOf(scene, receiver, 'syslog').filter(({ mnemonic }) => mnemonic === 'IKMP_NO_SA'),
    ];
    const fromOther = noSa.filter(({ message }) => isPrivate(/from (?<address>\d+(?:\.\d+){3})/.exec(message)?.groups?.['address'] ?? ''));
    if (noSa.length === 0) return nothingFound(scene, receiver, 'no IKE message without an SA', `the log of ${R}`);
    const isInside = isPrivate(seen.source ?? '');
    if (fromOther.length === 0 && !isInside) return refuted('nothing came from an inside address', scene.cite(noSa[0]?.ref));
    return holds(
      fromOther.length > 0 && isInside ? 'likely' : 'possible',
      `${R} hears IKE or ESP from an inside address`,
      scene.cite(...new Set(fromOther.map(({ ref }) => ref)), ...incident.refs),
      ['show ip nat translations on the sender'],
    );
  },
};
