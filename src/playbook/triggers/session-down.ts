/** The trigger `session-down` springs when the crypto session with the other end goes down. [L] eem.md 11.5 */
import type { Trigger } from './trigger.ts';

export const sessionDown: Trigger = {
  id: 'session-down',
  title: 'the crypto session with the other end goes down',
  needs: 'crypto logging session',
  detector: ({ remote }) => ({
    syslog: { pattern: `%CRYPTO-5-SESSION_STATUS: Crypto tunnel is DOWN.*[Pp]eer ${remote.replaceAll('.', '[.]')}[: ]` },
  }),
  samples: ({ remote }) => ({
    spring: [`*Sep  2 13:40:00.000: %CRYPTO-5-SESSION_STATUS: Crypto tunnel is DOWN.  Peer ${remote}:500       Id: ${remote}`],
    ignore: [
      `*Sep  2 13:40:00.000: %CRYPTO-5-SESSION_STATUS: Crypto tunnel is UP  .  Peer ${remote}:500       Id: ${remote}`,
      '*Sep  2 13:40:00.000: %CRYPTO-5-SESSION_STATUS: Crypto tunnel is DOWN.  Peer 203.0.113.254:500       Id: 203.0.113.254',
    ],
  }),
};
