/** The engine family is what the crypto engine says of keys and packets; it tells nothing of an SA, so it is read and never armed. */
import type { Family } from './family.ts';

export const engine: Family = {
  id: 'engine',
  title: 'the crypto engine at work',
  prefixes: ['crypto_engine', 'CryptoEngine', 'CRYPTO_ENGINE', 'crypto engine', 'Crypto engine', 'Crypto mapdb'],
  read: () => undefined,
  samples: [
    'crypto_engine: Decrypt IKE packet',
    'CryptoEngine0: generate alg parameter',
    'CRYPTO_ENGINE: Dh phase 1 status: 0',
    'Crypto mapdb : proxy_match',
  ],
};
