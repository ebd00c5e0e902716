/** Commands that show the tunnel, as its simulation sees it. */
import type { Command } from './command.ts';

export const CRYPTO_COMMANDS: readonly Command[] = [
  { words: 'show crypto ipsec sa [detail]', privilege: 15, run: ({ tunnel }) => tunnel?.showIpsecSa() ?? '' },
  { words: 'show crypto isakmp sa [detail]', privilege: 15, run: ({ tunnel }) => tunnel?.showIsakmpSa() ?? '' },
  { words: 'show crypto session [detail]', privilege: 15, run: ({ tunnel }) => tunnel?.showSession() ?? '' },
];
