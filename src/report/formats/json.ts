/** The format `json` is the report for programs: `flaptrap.report/2`, and with it what became of every IKE message. */
import { plain } from '../../plain-text.ts';
import { isSinceStart } from '../../timeline/clock-step.ts';
import type { PairedMessage, Timeline } from '../../timeline/model.ts';
import { explainIncident } from '../explanation.ts';
import { headerOf } from '../header.ts';
import type { ReportFormat } from './format.ts';

export const json: ReportFormat = {
  id: 'json',
  title: 'JSON (flaptrap.report/2)',
  print: (verdict, timeline) =>
    plain(
      `${JSON.stringify(
        {
          ...verdict,
          header: headerOf(verdict, timeline),
          incidents: verdict.incidents.map((incident, index) => ({ ...incident, explanation: explainIncident(verdict, timeline, index) })),
          stampedIn: timeline.stampedIn,
          listening: timeline.listening,
          ...(timeline.peers === undefined ? {} : { peers: timeline.peers }),
          ...(timeline.files === undefined ? {} : { files: timeline.files }),
          messages: timeline.messages.map((message) => printMessage(message, timeline)),
        },
        null,
        2,
      )}\n`,
    ),
};

function printMessage({ key, from, fate, sent, received }: PairedMessage, timeline: Timeline): object {
  return { message: key, from, fate, sentAt: instantOf(timeline, sent), receivedAt: instantOf(timeline, received) };
}

/** On the common clock; null when it was not recorded, or cannot be placed there. */
function instantOf({ events }: Timeline, ref: number | null): string | null {
  const at = ref === null ? null : (events[ref]?.commonAt ?? null);
  return at === null || isSinceStart(at) ? null : new Date(at).toISOString();
}
