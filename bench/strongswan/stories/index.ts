/** All stories, in the order in which they are told. */
import type { Story } from '../story.ts';
import { GONE_STORIES } from './gone.ts';
import { HEALTHY_STORIES } from './healthy.ts';
import { LOST_STORIES } from './lost.ts';
import { PARTIAL_STORIES } from './partial.ts';
import { REKEY_STORIES } from './rekeys.ts';

export const STORIES: readonly Story[] = [...HEALTHY_STORIES, ...LOST_STORIES, ...GONE_STORIES, ...PARTIAL_STORIES, ...REKEY_STORIES];
