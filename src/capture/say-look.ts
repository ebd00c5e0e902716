/** Saying a look tells in one line how a router's trap stands. */
import type { Look } from './look.ts';

export function sayLook({ stage, missing }: Look): string {
  const what = missing.join(', ');
  switch (stage) {
    case 'armed':
      return 'armed, not triggered yet';
    case 'blind':
      return `armed, but the recording would be incomplete: ${what} missing`;
    case 'gone':
      return `no longer armed: ${what}`;
    case 'reloaded':
      return `the router has reloaded, and its trap is gone: ${what}`;
    case 'freezing':
      return 'triggered, still recording';
    case 'foreign':
      return 'not ours: nothing is done there';
    case 'frozen':
      return `${missing.length > 0 ? what : 'recording saved'}: \`flaptrap collect\` fetches it`;
    default:
      return `could not be reached: ${what}`;
  }
}
