/** The releases of simulated IOS: 15 when left out; IOS XE has but one here. */
export type IosRelease = '12.4' | '15';
