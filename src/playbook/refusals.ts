/** Refusals of an image and of its load: what no step of a plan can mend, each with the line that a person may type. */
import { MINIMUM_EEM, readImage, readMainline } from '../ios/images.ts';
import type { PeerFacts } from './facts.ts';
import type { Playbook } from './playbook.ts';
import { STRATEGIES } from './strategies/index.ts';

/** The applets branch and compare, which came with EEM 3.0. [C] eem.md 4.1 */
export function imageRefusals({ isAssumed, version, eemVersion, image }: PeerFacts): string[] {
  if (isAssumed) return [];
  if (eemVersion !== null)
    return Number.parseFloat(eemVersion) < MINIMUM_EEM
      ? [`its EEM ${eemVersion} is too old (${version}): the applets need ${MINIMUM_EEM.toFixed(1)}, which came with 12.4(22)T`]
      : [];
  const mainline = readMainline(version);
  if (mainline !== undefined)
    return [`IOS ${mainline} is a release whose EEM is too old: the applets need ${MINIMUM_EEM.toFixed(1)}, which came with 12.4(22)T`];
  const named = readImage(image ?? '');
  return named === undefined ? [] : [`this is an ${named} image (${image}): it cannot create EEM applets; a CSR1000v can`];
}

/** What keeps the recording from being whole, or the router from bearing it. */
export function recordRefusals(playbook: Playbook, facts: PeerFacts): string[] {
  const { narrowedLine, traces, silentSeconds, cpuPercent, isAssumed } = facts;
  const bufferBytes = Math.max(playbook.budget.logBufferKilobytes * 1024, facts.bufferBytes);
  const most = playbook.budget.cpuPercent;
  const refusals: (string | false)[] = [
    narrowedLine !== null &&
      `\`${narrowedLine}\` lets the logging buffer hold only some messages, or in another form: type \`no logging buffered\` and \`logging buffered ${bufferBytes} debugging\``,
    STRATEGIES[playbook.strategy].tracing === 'alone' &&
      !isAssumed &&
      traces.length === 0 &&
      `its release has no crypto event trace (\`show monitor event-trace crypto ipsec event all\` was refused): set strategy: recorder`,
    // Whether EEM's own line is closed too is not known. [U]
    silentSeconds !== null &&
      playbook.tailSeconds >= silentSeconds &&
      `a terminal line is closed after ${silentSeconds} s of silence, and EEM may hold it through the tail of ${playbook.tailSeconds} s: make the tail shorter, or type \`exec-timeout ${Math.ceil(playbook.tailSeconds / 60) + 1} 0\` below \`line vty\``,
    most !== undefined &&
      cpuPercent !== null &&
      cpuPercent >= most &&
      `its CPU is at ${cpuPercent} percent over the last minute, the ceiling is ${most}: look at \`show processes cpu sorted\`, or raise budget.cpuPercent`,
    refusalOfMemory(playbook, facts),
  ];
  return refusals.filter((refusal) => refusal !== false);
}

/** The buffer is taken from the processor's memory in one piece. [B] */
function refusalOfMemory({ budget }: Playbook, { memory, bufferBytes }: PeerFacts): string | false {
  if (memory === null) return false;
  const moreBytes = Math.max(0, budget.logBufferKilobytes * 1024 - bufferBytes);
  const percent = Math.ceil(((memory.usedBytes + moreBytes) * 100) / memory.totalBytes);
  const advice = 'lower budget.logBufferKilobytes';
  if (moreBytes > memory.largestBytes)
    return `the largest free piece of its memory has ${memory.largestBytes} bytes, the logging buffer needs ${moreBytes} more: ${advice}`;
  return (
    percent > budget.memoryPercent &&
    `with the logging buffer ${percent} percent of its memory would be in use, the ceiling is ${budget.memoryPercent}: ${advice}, or raise budget.memoryPercent`
  );
}
