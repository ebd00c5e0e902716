/** All faults, by id: one a file, each with what it endangers. */
import { ACTION_REFUSED } from './action-refused.ts';
import { APPLET_UNKNOWN } from './applet-unknown.ts';
import { BANNER_LIKE_PROMPTS } from './banner-like-prompts.ts';
import { BYTE_CHANGED } from './byte-changed.ts';
import { BYTES_LOST } from './bytes-lost.ts';
import { CARRIAGE_RETURNS } from './carriage-returns.ts';
import { COMMAND_DENIED } from './command-denied.ts';
import { CONFIGURATION_DENIED } from './configuration-denied.ts';
import { CONFIGURATION_LOCKED } from './configuration-locked.ts';
import { DEBUG_BURST } from './debug-burst.ts';
import { DEBUG_BURST_FOREVER } from './debug-burst-forever.ts';
import { DROP_IN_FETCH } from './drop-in-fetch.ts';
import { DROP_IN_LOGIN } from './drop-in-login.ts';
import { DROP_IN_PUSH } from './drop-in-push.ts';
import { DROP_IN_SCP } from './drop-in-scp.ts';
import { FILE_EMPTY } from './file-empty.ts';
import { FILE_GONE } from './file-gone.ts';
import { FILE_GROWING } from './file-growing.ts';
import { FILE_OF_50_MB } from './file-of-50-mb.ts';
import { FILE_OF_ALL_BYTES } from './file-of-all-bytes.ts';
import { FILE_OF_CRLF } from './file-of-crlf.ts';
import { FILE_WITHOUT_LINE_END } from './file-without-line-end.ts';
import { HALF_OPEN_SOCKET } from './half-open-socket.ts';
import { HOST_KEY_CHANGED } from './host-key-changed.ts';
import type { LabFault } from './lab-fault.ts';
import { LINE_DENIED } from './line-denied.ts';
import { LINE_SWALLOWED } from './line-swallowed.ts';
import { LINES_ALL_TAKEN } from './lines-all-taken.ts';
import { LINES_THREE_TAKEN } from './lines-three-taken.ts';
import { LOGIN_UNANSWERED } from './login-unanswered.ts';
import { LONG_HOSTNAME } from './long-hostname.ts';
import { NOISE_BEFORE_PROMPT } from './noise-before-prompt.ts';
import { NOISE_BEFORE_PROMPT_OF_PUSH } from './noise-before-prompt-of-push.ts';
import { NOISE_BEHIND_PROMPT } from './noise-behind-prompt.ts';
import { NOISE_BEHIND_PROMPT_OF_PUSH } from './noise-behind-prompt-of-push.ts';
import { NOISE_IN_FETCH } from './noise-in-fetch.ts';
import { NOISE_INSIDE_ECHO } from './noise-inside-echo.ts';
import { NOISE_INSIDE_ECHO_OF_PUSH } from './noise-inside-echo-of-push.ts';
import { NOISE_INSIDE_PROMPT } from './noise-inside-prompt.ts';
import { NOISE_INSIDE_PROMPT_OF_PUSH } from './noise-inside-prompt-of-push.ts';
import { NOISE_PROMPT_AGAIN } from './noise-prompt-again.ts';
import { NOISE_PROMPT_AGAIN_OF_PUSH } from './noise-prompt-again-of-push.ts';
import { ONE_BYTE_AT_A_TIME } from './one-byte-at-a-time.ts';
import { PAGER_IN_FILE } from './pager-in-file.ts';
import { PAGER_LEFT_ON } from './pager-left-on.ts';
import { PROMPT_IN_FILE } from './prompt-in-file.ts';
import { QUESTION_UNEXPECTED } from './question-unexpected.ts';
import { RANDOM_PIECES } from './random-pieces.ts';
import { READ_DENIED } from './read-denied.ts';
import { RELOAD_MID_COMMAND } from './reload-mid-command.ts';
import { RELOAD_MID_PUSH } from './reload-mid-push.ts';
import { SCP_BYTE_CHANGED } from './scp-byte-changed.ts';
import { SCP_DISABLED } from './scp-disabled.ts';
import { SCP_OF_ALL_BYTES } from './scp-of-all-bytes.ts';
import { SCP_SILENCE } from './scp-silence.ts';
import { SILENCE_MID_COMMAND } from './silence-mid-command.ts';
import { SLOW_DEVICE } from './slow-device.ts';
import { SLOW_PUSH } from './slow-push.ts';
import { SOCKET_RESET } from './socket-reset.ts';
import { WIDTH_LEFT_ON } from './width-left-on.ts';
import { WRONG_ENABLE_SECRET } from './wrong-enable-secret.ts';
import { WRONG_PASSWORD } from './wrong-password.ts';

export const FAULTS = {
  'action-refused': ACTION_REFUSED,
  'applet-unknown': APPLET_UNKNOWN,
  'banner-like-prompts': BANNER_LIKE_PROMPTS,
  'byte-changed': BYTE_CHANGED,
  'bytes-lost': BYTES_LOST,
  'carriage-returns': CARRIAGE_RETURNS,
  'command-denied': COMMAND_DENIED,
  'configuration-denied': CONFIGURATION_DENIED,
  'configuration-locked': CONFIGURATION_LOCKED,
  'debug-burst': DEBUG_BURST,
  'debug-burst-forever': DEBUG_BURST_FOREVER,
  'drop-in-fetch': DROP_IN_FETCH,
  'drop-in-login': DROP_IN_LOGIN,
  'drop-in-push': DROP_IN_PUSH,
  'drop-in-scp': DROP_IN_SCP,
  'file-empty': FILE_EMPTY,
  'file-gone': FILE_GONE,
  'file-growing': FILE_GROWING,
  'file-of-50-mb': FILE_OF_50_MB,
  'file-of-all-bytes': FILE_OF_ALL_BYTES,
  'file-of-crlf': FILE_OF_CRLF,
  'file-without-line-end': FILE_WITHOUT_LINE_END,
  'half-open-socket': HALF_OPEN_SOCKET,
  'host-key-changed': HOST_KEY_CHANGED,
  'line-denied': LINE_DENIED,
  'line-swallowed': LINE_SWALLOWED,
  'lines-all-taken': LINES_ALL_TAKEN,
  'lines-three-taken': LINES_THREE_TAKEN,
  'login-unanswered': LOGIN_UNANSWERED,
  'long-hostname': LONG_HOSTNAME,
  'noise-before-prompt': NOISE_BEFORE_PROMPT,
  'noise-before-prompt-of-push': NOISE_BEFORE_PROMPT_OF_PUSH,
  'noise-behind-prompt': NOISE_BEHIND_PROMPT,
  'noise-behind-prompt-of-push': NOISE_BEHIND_PROMPT_OF_PUSH,
  'noise-in-fetch': NOISE_IN_FETCH,
  'noise-inside-echo': NOISE_INSIDE_ECHO,
  'noise-inside-echo-of-push': NOISE_INSIDE_ECHO_OF_PUSH,
  'noise-inside-prompt': NOISE_INSIDE_PROMPT,
  'noise-inside-prompt-of-push': NOISE_INSIDE_PROMPT_OF_PUSH,
  'noise-prompt-again': NOISE_PROMPT_AGAIN,
  'noise-prompt-again-of-push': NOISE_PROMPT_AGAIN_OF_PUSH,
  'one-byte-at-a-time': ONE_BYTE_AT_A_TIME,
  'pager-in-file': PAGER_IN_FILE,
  'pager-left-on': PAGER_LEFT_ON,
  'prompt-in-file': PROMPT_IN_FILE,
  'question-unexpected': QUESTION_UNEXPECTED,
  'random-pieces': RANDOM_PIECES,
  'read-denied': READ_DENIED,
  'reload-mid-command': RELOAD_MID_COMMAND,
  'reload-mid-push': RELOAD_MID_PUSH,
  'scp-byte-changed': SCP_BYTE_CHANGED,
  'scp-disabled': SCP_DISABLED,
  'scp-of-all-bytes': SCP_OF_ALL_BYTES,
  'scp-silence': SCP_SILENCE,
  'silence-mid-command': SILENCE_MID_COMMAND,
  'slow-device': SLOW_DEVICE,
  'slow-push': SLOW_PUSH,
  'socket-reset': SOCKET_RESET,
  'width-left-on': WIDTH_LEFT_ON,
  'wrong-enable-secret': WRONG_ENABLE_SECRET,
  'wrong-password': WRONG_PASSWORD,
} as const satisfies Record<string, LabFault>;

export type FaultId = keyof typeof FAULTS;
