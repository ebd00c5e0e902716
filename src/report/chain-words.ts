/** Chain words say the chain of an incident in three sentences: why the receiver does not know the SPI, why the sender uses it, and what ends it. */
import { other } from '../ipsec/side.ts';
import type { Chain } from '../verdict/chain.ts';
import type { Confidence } from '../verdict/confidence.ts';
import type { JudgedIncident, Verdict } from '../verdict/verdict.ts';
import { dateOf, sentenceTime } from './instant.ts';

type Words<How extends string> = Readonly<Record<How, string>>;
type Perhaps<How extends string> = Words<Exclude<How, 'unknown'>>;

const FORGOT: Words<Chain['forgot']['how']> = {
  'never-had': '%R never had %X',
  'not-yet-installed': '%R was still installing %X',
  rejected: '%R refused the exchange in which %S made %X',
  'lost-state': '%R restarted and lost %X',
  'deleted-by-operator': '%R lost %X when its SAs were cleared, or its tunnel was taken down',
  'deleted-by-dpd': '%R deleted %X because it took %S for dead',
  'deleted-by-lifetime': '%R deleted %X at the end of its lifetime',
  'deleted-by-volume': '%R deleted %X when its kilobytes were used up',
  'deleted-by-idle': '%R deleted %X because it was idle',
  'replaced-at-rekey': '%R had replaced %X at a rekey',
  'deleted-as-duplicate': '%R deleted %X, one of two that were made at once',
  'deleted-by-peer': '%R deleted %X because %S told it to',
  'deleted-by-initial-contact': '%R deleted %X at an INITIAL_CONTACT from the address of %S',
  'deleted-with-ike-sa': '%R deleted %X together with its IKE SA',
  'killed-by-early-packet': '%R deleted %X, just made, at a packet that came too early',
  'data-plane-missing': '%R holds %X, and its data plane does not',
  unknown: 'why %R does not know %X is not on record',
};

/** The same where the lines only leave it possible. */
const PERHAPS_FORGOT: Perhaps<Chain['forgot']['how']> = {
  'never-had': '%R may never have had %X',
  'not-yet-installed': '%R may have been still installing %X',
  rejected: '%R may have refused the exchange in which %S made %X',
  'lost-state': '%R may have lost %X at a restart',
  'deleted-by-operator': '%R may have lost %X when its SAs were cleared, or its tunnel was taken down',
  'deleted-by-dpd': '%R may have deleted %X because it took %S for dead',
  'deleted-by-lifetime': '%R may have deleted %X at the end of its lifetime',
  'deleted-by-volume': '%R may have deleted %X when its kilobytes were used up',
  'deleted-by-idle': '%R may have deleted %X because it was idle',
  'replaced-at-rekey': '%R may have replaced %X at a rekey',
  'deleted-as-duplicate': '%R may have deleted %X, one of two that were made at once',
  'deleted-by-peer': '%R may have deleted %X because %S told it to',
  'deleted-by-initial-contact': '%R may have deleted %X at an INITIAL_CONTACT from the address of %S',
  'deleted-with-ike-sa': '%R may have deleted %X together with its IKE SA',
  'killed-by-early-packet': '%R may have deleted %X, just made, at a packet that came too early',
  'data-plane-missing': '%R may hold %X, and its data plane not',
};

const GONE = 'why %R deleted %X is not on record';

const TOLD: Words<Chain['told']['how']> = {
  'in-time': '%S was told of it',
  late: '%S was told late, after the first DELETE had been lost',
  lost: 'the DELETE to %S was lost',
  unread: 'the DELETE reached %S, which had no IKE SA to read it with',
  'not-sent': '%S was not told',
  'not-needed': 'there was nothing to tell %S',
  unknown: 'whether %S was told is not on record',
};

/** Not known, where a DELETE is what ended it. */
const TOLD_IN_TIME = 'whether %S was told in time is not on record';

/** The same where the lines only leave it possible. */
const PERHAPS_TOLD: Perhaps<Chain['told']['how']> = {
  'in-time': '%S may have been told of it',
  late: '%S may have been told late, after the first DELETE had been lost',
  lost: 'the DELETE to %S may have been lost',
  unread: 'the DELETE seems to have reached %S, which had no IKE SA to read it with',
  'not-sent': '%S may not have been told',
  'not-needed': 'there may have been nothing to tell %S',
};

const SENDS: Words<Chain['sends']['how']> = {
  'in-flight': 'what arrived had been on its way',
  'still-current': '%S still held %X as the SA to send with',
  'data-plane-stale': 'the data plane of %S goes on with %X though its IKE no longer uses it',
  early: '%S used %X a moment too early',
  'not-the-sender': 'the packets are not from %S',
  unknown: 'which SA %S sends with is not on record',
};

const PERHAPS_SENDS: Perhaps<Chain['sends']['how']> = {
  'in-flight': 'what arrived may have been on its way',
  'still-current': '%S may still have held %X as the SA to send with',
  'data-plane-stale': 'the data plane of %S may go on with %X though its IKE no longer uses it',
  early: '%S may have used %X a moment too early',
  'not-the-sender': 'the packets may not be from %S',
};

const HEALING: Readonly<Record<JudgedIncident['healing']['will'], string>> = {
  healed: 'It has been over',
  down: 'The tunnel was down when the records end',
  yes: 'It heals by itself',
  unknown: 'It is not known whether it heals by itself',
};

/** Whether it is over, or what will end it, and when. */
export function sayHealing({ healing: { will, at, why }, chain: { heals } }: JudgedIncident, isYearKnown: boolean): string {
  const moment = at === null ? '' : `${dateOf(at, isYearKnown)} ${sentenceTime(at)}`;
  const when = moment === '' ? '' : `${will === 'healed' ? ' since' : ', at the latest on'} ${moment}`;
  const said = will === 'yes' && heals.confidence === 'possible' ? 'It may heal by itself' : HEALING[will];
  return `${said}${when}: ${why}.`;
}

export function sayChain(incident: JudgedIncident, { tunnel, isYearKnown }: Verdict): string[] {
  const { chain, receiver, spi } = incident;
  const named = (words: string) =>
    sentence(words.replaceAll('%R', tunnel[receiver].name).replaceAll('%S', tunnel[other(receiver)].name).replaceAll('%X', spi), words);
  const { forgot, told, sends, heals } = chain;
  const isGone = forgot.how === 'unknown' && forgot.evidence.length > 0;
  const wasTold = told.how === 'unknown' && heals.how === 'delete' ? TOLD_IN_TIME : perhaps(told, TOLD, PERHAPS_TOLD);
  return [
    named(isGone ? GONE : perhaps(forgot, FORGOT, PERHAPS_FORGOT)),
    named(`${wasTold}; ${perhaps(sends, SENDS, PERHAPS_SENDS)}`),
    sayHealing(incident, isYearKnown),
  ];
}

/** `deleted with IKE SA`: an id as a person writes it. */
export function linkWords(how: string): string {
  if (how === 'unknown') return 'not on record';
  return how.replaceAll('-', ' ').replace(/\b(?:dpd|ike|sa)\b/g, (short) => short.toUpperCase());
}

/** What is only possible is not said as if it were known. */
function perhaps<How extends string>(
  { how, confidence }: { how: How; confidence: Confidence },
  known: Words<How>,
  possible: Perhaps<How>,
): string {
  return confidence === 'possible' && how !== 'unknown' ? possible[how as Exclude<How, 'unknown'>] : known[how];
}

/** A peer's name is written as it is. */
function sentence(said: string, words: string): string {
  return `${words.startsWith('%') ? said : said.charAt(0).toUpperCase() + said.slice(1)}.`;
}
