/** Faults of the login: the socket, the host key, the credentials, the terminal lines. */
import type { LabFault } from './lab-fault.ts';
import { cutAfter } from './means/outputs.ts';

export const LOGIN_FAULTS = {
  'drop-in-login': {
    title: 'dropped at byte k while logging in (40 values of k)',
    works: ['login'],
    outcome: 'either',
    runs: 40,
    make: (_random, share) => ({ makeOutput: () => cutAfter(Math.floor(share * 400)) }),
  },
  'half-open-socket': {
    title: 'half-open TCP: a socket on which nobody speaks',
    works: ['login'],
    outcome: 'loud',
    make: () => ({ onSocket: () => true }),
  },
  'host-key-changed': {
    title: 'host key changed',
    works: ['login'],
    outcome: 'loud',
    belief: { hostKeyFingerprint: `SHA256:${'A'.repeat(43)}` },
  },
  'lines-all-taken': {
    title: '5 of 5 terminal lines taken',
    works: ['login'],
    outcome: 'loud',
    prepare: (router) => {
      for (let line = 0; line < 5; line += 1) router.takeLine('noc');
    },
  },
  'lines-three-taken': {
    title: '3 of 5 terminal lines taken',
    works: ['show'],
    outcome: 'exact',
    prepare: (router) => {
      for (let line = 0; line < 3; line += 1) router.takeLine('noc');
    },
  },
  'login-unanswered': {
    title: 'wrong password, and a server that never answers',
    works: ['login'],
    outcome: 'loud',
    belief: { password: 'not-this-one' },
    make: () => ({ onLogin: (context) => context.method !== 'none' }),
  },
  'socket-reset': {
    title: 'the socket is reset as soon as it is open',
    works: ['login'],
    outcome: 'loud',
    make: () => ({
      onSocket: (socket) => {
        socket.resetAndDestroy();
        return true;
      },
    }),
  },
  'wrong-enable-secret': {
    title: 'wrong enable secret',
    works: ['login'],
    outcome: 'loud',
    spec: { enableSecret: 'right-secret' },
    belief: { enableSecret: 'wrong-secret' },
  },
  'wrong-password': {
    title: 'wrong password',
    works: ['login'],
    outcome: 'loud',
    belief: { password: 'not-this-one' },
  },
} as const satisfies Record<string, LabFault>;
