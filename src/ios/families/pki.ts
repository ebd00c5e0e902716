/** The PKI family is how certificates are looked at; the crypto condition does not narrow it, so it is read and never armed. */
import type { DebugFamily } from './family.ts';

export const pki: DebugFamily = {
  id: 'pki',
  title: 'certificates and their validation',
  on: ['debug crypto pki transactions', 'debug crypto pki messages'],
  off: ['no debug crypto pki messages', 'no debug crypto pki transactions'],
  // Crypto PKI Trans debugging is on; Crypto PKI Msg debugging is on [L]
  shown: [/^\s*Crypto PKI Trans debugging is on/m, /^\s*Crypto PKI Msg debugging is on/m],
  prefixes: ['CRYPTO_PKI', 'PKI', 'Trustpoint-', 'pki_event:', 'pki_internal_event:', 'pki_error:'],
  // A line that was folded goes on at its beginning.
  goesOn: () => true,
  // Its lines tell nothing of an SA; that they are there is known.
  read: () => undefined,
  samples: [
    'CRYPTO_PKI: (A16A8) Adding peer certificate',
    'CRYPTO_PKI: ip-ext-val: IP extension validation not required',
    'CRYPTO_PKI : (A16A8) Validating non-trusted cert',
    'PKI: Trustpoint HQ has no router cert',
    'Trustpoint- HQ:Client received CertRep - GRANTED.',
    'pki_event: EST client initialized.',
  ],
};
