/** What a story is: settings, what is done, and the truth that follows from what was done. */
import type { Letter, Settings, Version } from './settings.ts';
import type { Stage } from './stage.ts';

/** What an unknown SPI of the story comes from. */
export interface Incident {
  readonly cause: string;
  /** What an honest engineer might name besides. */
  readonly accepted?: readonly string[];
  readonly decidable?: false;
  readonly receiver: Letter;
}

export interface Story {
  readonly name: string;
  readonly title: string;
  /** Plain words: what was done, and why that is the truth. */
  readonly words: string;
  readonly versions: readonly Version[];
  /** In this version the packets at hq are kept too. */
  readonly recorded?: Version;
  /** None where the tunnel is well, or goes down at both ends; then no SPI may be unknown. */
  readonly incident?: (version: Version) => Incident | undefined;
  readonly settings: (version: Version) => Readonly<Record<Letter, Settings>>;
  readonly play: (stage: Stage) => Promise<void>;
}
