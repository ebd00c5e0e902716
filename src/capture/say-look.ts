/** Saying a look tells in one line how a router's trap stands. */
import type { Look } from './look.ts';

export function sayLook({ stage, missing }: Look): string {
  const what = missing.join(', ');
  switch (stage) {
    case 'armed':
      return 'armed, not sprung';
    case 'blind':
      return `armed, but it would record too little: ${what} missing`;
    case 'gone':
      return `the trap has gone: ${what}`;
    case 'reloaded':
      return `the router has restarted, and its trap with it: ${what}`;
    case 'freezing':
      return 'sprung, still recording its tail';
    case 'frozen':
      return `${missing.length > 0 ? what : 'frozen'}: \`flaptrap collect\` brings it home`;
    default:
      return `could not be asked: ${what}`;
  }
}
