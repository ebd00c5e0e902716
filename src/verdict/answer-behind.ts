/** An answer behind the message: who asks for an SA under IKEv2 has its keys only with the answer, whether its record shows the making or not. */
import type { TimedEvent } from '../timeline/model.ts';
import { apart, isBefore } from './apart.ts';
import { type Answer, debug, yes } from './fact.ts';
import type { Scene } from './scene.ts';
import { messagesFrom } from './views.ts';

/** The lines of one exchange at one end. [L] */
const ONE_ACT_MS = 1000;
/** A packet that overtakes an answer is not far before it. [L] ike.md 8.6 */
const RACE_MS = 5000;
const WANTS = [debug('R', 'ipsec', 'at the making')];

/** S made X with its answer to R, and R received that only behind the first packet: its nonce goes into the keys. [C RFC 7296 2.17] */
export function earlyByAnswer(scene: Scene): Answer | undefined {
  const { sa, logs, timeline, sender, R, X } = scene;
  const [first] = logs;
  const made = scene.event(sa?.outbound.created);
  if (first === undefined || made === undefined) return undefined;
  const answers = messagesFrom(timeline, sender).filter(({ sent }) => isAnswerWith(made, scene.event(sent)));
  const came = answers.length === 1 ? scene.event(answers[0]?.received) : undefined;
  const gap = apart(first, came);
  if (came === undefined || isBefore(first, came) !== 'yes' || gap === undefined || gap.leastMs > RACE_MS) return undefined;
  return yes(
    `${R} received the answer that makes ${X} only behind the message`,
    scene.cite(made.ref, first.ref, came.ref),
    'suggested',
    WANTS,
  );
}

function isAnswerWith(made: TimedEvent, sent: TimedEvent | undefined): boolean {
  if (sent?.kind !== 'message' || sent.version !== 2 || sent.message !== 'response' || sent.isRetransmission === true) return false;
  if (sent.exchange !== 'create-child-sa' && sent.exchange !== 'ike-auth') return false;
  const gap = apart(made, sent);
  return gap !== undefined && gap.mostMs >= -ONE_ACT_MS && gap.leastMs <= ONE_ACT_MS;
}
