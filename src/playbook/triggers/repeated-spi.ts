/** The trigger `repeated-spi` springs when the same unknown SPI is logged again: a black hole, not a blip at a rekey. */
import { UNKNOWN_SPI_SILENCE_SECONDS } from '../../ipsec/spi.ts';
import { invalidSpi } from './invalid-spi.ts';
import type { Trigger } from './trigger.ts';

/** Within this time a second message has come, if any comes. */
const SECOND_MESSAGE_SECONDS = UNKNOWN_SPI_SILENCE_SECONDS + 15;

export const repeatedSpi: Trigger = {
  ...invalidSpi,
  id: 'repeated-spi',
  title: 'the same unknown SPI a second time, from the other end of the tunnel',
  confirmation: { repeated: { waitSeconds: SECOND_MESSAGE_SECONDS } },
};
