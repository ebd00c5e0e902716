/** All faults, by id: a file for each place where they strike, each fault with what it endangers. */
import { ANSWER_FAULTS } from './answer.ts';
import { FILE_FAULTS } from './file.ts';
import { HOSTILE_ANSWER_FAULTS } from './hostile-answer.ts';
import { HOSTILE_FILE_FAULTS } from './hostile-file.ts';
import { HOSTILE_LOGIN_FAULTS } from './hostile-login.ts';
import { HOSTILE_TRANSFER_FAULTS } from './hostile-transfer.ts';
import type { LabFault } from './lab-fault.ts';
import { LOGIN_FAULTS } from './login.ts';
import { PROMPT_FAULTS } from './prompt.ts';
import { PUSH_FAULTS } from './push.ts';
import { TRANSFER_FAULTS } from './transfer.ts';

export const FAULTS = {
  ...ANSWER_FAULTS,
  ...FILE_FAULTS,
  ...HOSTILE_ANSWER_FAULTS,
  ...HOSTILE_FILE_FAULTS,
  ...HOSTILE_LOGIN_FAULTS,
  ...HOSTILE_TRANSFER_FAULTS,
  ...LOGIN_FAULTS,
  ...PROMPT_FAULTS,
  ...PUSH_FAULTS,
  ...TRANSFER_FAULTS,
} as const satisfies Record<string, LabFault>;

export type FaultId = keyof typeof FAULTS;
