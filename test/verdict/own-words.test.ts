/** What would decide is asked of another vendor's end in its own words, as data and as text alike. */
import { expect, it } from 'vitest';
import { judge } from '../../src/verdict/judge.ts';
import { timelineOf } from './bundle-of.ts';
import { DELETE_UNHEARD_OF } from './stories.ts';

const LOGS = {
  strongswan: 'Sep  2 13:20:00 hq charon: 05[NET] <branch|3> sending packet: from 192.0.2.1[500] to 198.51.100.1[500] (80 bytes)\n',
  asa: 'Sep  2 13:20:00 hq : %ASA-5-713119: Group = 198.51.100.1, IP = 198.51.100.1, PHASE 1 COMPLETED\n',
};
const WORDS: Readonly<Record<keyof typeof LOGS, RegExp>> = {
  strongswan: /^(?:swanctl --list-(?:sas|conns)|the log of charon .*)$/,
  asa: /^(?:show crypto ipsec sa peer 198\.51\.100\.1|debug crypto ikev1 127, or debug crypto ikev2 protocol 127 where it speaks IKEv2, with .*|show running-config crypto map)$/,
};

it.each(Object.keys(LOGS) as (keyof typeof LOGS)[])('%s is asked for what it has', (vendor) => {
  const [incident] = judge(timelineOf({ a: LOGS[vendor], b: DELETE_UNHEARD_OF.b })).incidents;
  if (incident === undefined) throw new Error('there is no incident');
  const { missing, wouldDecide } = incident.cause;
  const asked = wouldDecide.filter(({ side }) => side === 'a');
  expect(asked.length).toBeGreaterThan(0);
  for (const { look } of asked) {
    if (!('ask' in look)) throw new Error('it is asked in the words of IOS');
    expect(look).toEqual({ vendor, ask: expect.stringMatching(WORDS[vendor]) });
    expect(missing.filter((each) => each.startsWith(`${look.ask} on hq, `))).toHaveLength(1);
  }
});

it('an end of IOS is asked in the words of IOS', () => {
  const [incident] = judge(timelineOf({ a: DELETE_UNHEARD_OF.a, b: DELETE_UNHEARD_OF.b })).incidents;
  expect(incident?.cause.wouldDecide.map(({ look }) => 'ask' in look)).toEqual(incident?.cause.wouldDecide.map(() => false));
  expect(incident?.cause.wouldDecide.some(({ side }) => side === 'a')).toBe(true);
});
