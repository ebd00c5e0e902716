/** The trigger `repeated-spi` springs when the same unknown SPI is logged again: a black hole, not a blip at a rekey. */
import { invalidSpi } from './invalid-spi.ts';
import type { Trigger } from './trigger.ts';

/** The message comes once a minute at most [C]: within this time a second one has come, if any comes. */
const SECOND_MESSAGE_SECONDS = 75;

export const repeatedSpi: Trigger = {
  ...invalidSpi,
  id: 'repeated-spi',
  title: 'the same unknown SPI a second time, from the other end of the tunnel',
  confirmation: { repeated: { waitSeconds: SECOND_MESSAGE_SECONDS } },
};
