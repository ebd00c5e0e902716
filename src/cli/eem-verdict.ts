/** The verdict on a test of applets: each expectation that does not hold, in words. */
import type { StagedRun } from '../applet/staged-run.ts';
import type { AppletTest } from './eem-stage.ts';

export function judgeTest({ expect }: AppletTest, runs: readonly StagedRun[]): string[] {
  if (expect.springs === false) return runs.map(({ applet }) => `${applet} springs, and none should`);
  if (runs.length === 0) return ['no applet springs'];
  const [commands, said] = [runs.flatMap((run) => run.commands), runs.flatMap((run) => run.said)];
  return [
    ...runs.flatMap((run) => judgeEnd(expect, run)),
    ...missingIn(expect.types, commands).map((each) => `\`${each}\` is not typed, or not in this order`),
    ...(expect.typesNot ?? []).filter((each) => commands.includes(each)).map((each) => `\`${each}\` is typed`),
    ...(expect.says ?? []).filter((each) => !said.some((text) => text.includes(each))).map((each) => `it never says \`${each}\``),
    ...(expect.saysNot ?? []).filter((each) => said.some((text) => text.includes(each))).map((each) => `it says \`${each}\``),
  ];
}

function judgeEnd({ ends, secondsAtMost, exitStatus }: AppletTest['expect'], run: StagedRun): string[] {
  return [
    ...(ends !== undefined && ends !== run.end
      ? [`${run.applet} ends ${run.end}, not ${ends}${run.messages[0] === undefined ? '' : `: ${run.messages[0]}`}`]
      : []),
    ...(secondsAtMost !== undefined && run.seconds > secondsAtMost
      ? [`${run.applet} takes ${run.seconds} s, not at most ${secondsAtMost} s`]
      : []),
    ...(exitStatus !== undefined && exitStatus !== run.exitStatus
      ? [`${run.applet} ends with the status ${run.exitStatus}, not ${exitStatus}`]
      : []),
  ];
}

/** The first that does not come behind the one before it. */
function missingIn(wanted: readonly string[] | undefined, commands: readonly string[]): string[] {
  let at = 0;
  for (const each of wanted ?? []) {
    const found = commands.indexOf(each, at);
    if (found === -1) return [each];
    at = found + 1;
  }
  return [];
}
