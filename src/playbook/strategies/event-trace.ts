/** The strategy `event-trace` runs no debug: IOS XE keeps crypto event traces in memory, by itself before 16.12.2 [L], since then where somebody enabled them [C]. eem.md 11.2 */
import type { Strategy } from './strategy.ts';

export const eventTrace: Strategy = {
  id: 'event-trace',
  title: 'no debug runs; the crypto event traces of IOS XE are saved at the trigger',
  platforms: ['ios-xe'],
  hasStandingDebugs: false,
  startsDebugs: false,
  records: ['show monitor event-trace crypto merged all detail', 'show monitor event-trace crypto ipsec event all', 'show logging'],
};
