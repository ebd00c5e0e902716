/** The rule `peer-reloaded`: R restarted and lost its SAs. */
import { gapMs, isSurelyBefore } from '../../timeline/event-order.ts';
import { before, citeShown, nothingFound, senderHolds } from '../clues.ts';
import { type Examination, holds, refuted, unknown } from '../outcomes.ts';
import type { Rule } from '../rule.ts';
import { Scene } from '../scene.ts';

/** The restart's own messages may be gone from the log: the uptime tells of it too. */
function byUptime(scene: Scene): Examination {
  const { receiver, R, S, X, timeline, logs, incident, sa } = scene;
  const { uptimeSeconds, clockAt } = timeline.states[receiver];
  const startedAt = uptimeSeconds === undefined || clockAt === undefined ? undefined : clockAt.value - uptimeSeconds.value * 1000;
  const firstAt = logs[0]?.at ?? undefined;
  if (startedAt === undefined || firstAt === undefined)
    return nothingFound(scene, receiver, { what: 'no restart', missing: `show version and show clock on ${R}` });
  const cited = citeShown(uptimeSeconds);
  if (startedAt < firstAt - LONG_LIFE_MS) return refuted(`${R} has been up since long before the message`, cited);
  if (startedAt > firstAt || sa?.inbound.created != null || sa?.inbound.deleted != null)
    return refuted(`${R} has not restarted between the making of ${X} and the message`, cited);
  const born = bornAtSender(scene);
  const bootAt = receiver === 'b' ? startedAt - (timeline.clock.offsetMs ?? Number.NaN) : startedAt;
  const evidence = [...senderHolds(scene), ...cited, ...scene.cite(...incident.refs)];
  const statement = `${R} restarted, by its uptime, and ${S} went on sending with ${X}, which it has from before`;
  if (born === undefined || Number.isNaN(bootAt))
    return unknown(
      `${R} restarted within a day of the message; whether ${X} is older is not on record`,
      [`debug crypto ipsec on ${S}`],
      evidence,
    );
  if (born - bootAt > -UPTIME_SLACK_MS) return refuted(`${X} was made after ${R} had restarted`, evidence);
  return holds('likely', statement, evidence, [`the log of ${R} from its restart on`]);
}

/** `show version` prints whole minutes, and a clock may have been set after the start. [L] */
const UPTIME_SLACK_MS = 120_000;

/** When S made the SPI, on the common clock. */
function bornAtSender({ births, sender }: Scene): number | undefined {
  return births.find((birth) => birth.side === sender)?.commonAt ?? undefined;
}

/** What S had from before would have been logged within a minute of its next packet: after so long a silence X may be younger. [L] */
const LONG_QUIET_MS = 3_600_000;

/** No SA lives longer than this without a rekey. [L] */
const LONG_LIFE_MS = 86_400_000;

export const peerReloaded: Rule = {
  id: 'peer-reloaded',
  statement: 'R restarted, and S goes on with SAs from before',
  meaning:
    'everything that S sends is dropped until S learns of the restart: by INITIAL_CONTACT, dead peer detection, or the end of the SA',
  needs: ['R: its log, and show version', 'S: debug crypto ipsec, or show crypto ipsec sa'],
  explains: ['delete-unsendable', 'delete-lost', 'dpd-absent', 'recovery-unsupported'],
  remedy: {
    now: 'On S: clear crypto sa peer R.address.',
    forGood: 'Periodic DPD on both ends, invalid SPI recovery where the configuration supports it; and find the reason for the restart.',
  },
  reference: 'ike.md 8.1 [C seed.md 2, ISR guide]',
  examine: (incident, timeline) => {
    const scene = new Scene(incident, timeline);
    const { receiver, R, S, X, sa } = scene;
    const restart = before(scene, receiver, 'reload').at(-1);
    if (restart === undefined) return byUptime(scene);
    if (scene.isYoungerThan(restart))
      return refuted(`${X} was made after ${R} had restarted`, scene.cite(restart.ref, ...scene.births.map(({ ref }) => ref)));
    const born = scene.event(sa?.outbound.switched ?? sa?.outbound.created);
    const evidence = [...senderHolds(scene), ...scene.cite(restart.ref, ...incident.refs, ...(sa?.deleteUnsendable ?? []))];
    const statement = `${R} restarted, and ${S} went on sending with ${X}, which it has from before`;
    if (born !== undefined && isSurelyBefore(born, restart)) return holds('certain', statement, evidence);
    const isLongQuiet = born === undefined && (gapMs(restart, scene.logs[0]) ?? 0) > LONG_QUIET_MS;
    const confidence = isLongQuiet ? 'possible' : 'likely';
    return holds(confidence, statement, evidence, [`debug crypto ipsec on ${S}, from before ${R} restarted`]);
  },
};
