/** What is done to the path in more than one story, and the signs in charon's log that are waited for. */
import type { Letter } from './settings.ts';
import type { Stage } from './stage.ts';
import { letPass, until } from './wait.ts';

export const GAVE_UP = /giving up after \d+ retransmits|DPD check timed out/g;
export const UNKNOWN = 'inbound ESP packet does not belong to an installed SA';

/** Back when ESP with an SPI that the side does not know has come so many times; both ends are listed then. */
export async function untilUnknown(stage: Stage, side: Letter, times: number): Promise<void> {
  await until(`ESP with an unknown SPI at ${side}`, () => stage[side].has(UNKNOWN, times), 40_000);
  stage.list('a');
  stage.list('b');
}

export function blockInformational(stage: Stage): void {
  stage.path.block('a', 'informational');
  stage.did('fault: every INFORMATIONAL message from a is dropped on its way to b (iptables, u32); all else passes');
}

/** Everything that these send is dropped until it is so, and for a second more. */
export async function cut(stage: Stage, senders: readonly Letter[], untilWhat: string, isSo: () => boolean): Promise<void> {
  for (const side of senders) stage.path.block(side, 'all');
  stage.did(
    senders.length === 2
      ? 'fault: everything is dropped in both directions'
      : `fault: everything that ${senders.join()} sends is dropped on the way`,
  );
  await until(untilWhat, isSo, 30_000);
  await letPass(1);
  for (const side of senders) stage.path.open(side, 'all');
  stage.did('the path is whole again');
}
