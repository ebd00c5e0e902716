/** The verb `export-to-telemetry` publishes a text as telemetry on XE 17; it is kept as written. [L] */
import { rest } from '../syntax.ts';
import { verb } from './verb.ts';

export const exportToTelemetry = verb('export-to-telemetry', [rest('argumentText')], function* ({ argumentText }) {
  yield { kind: 'other', verb: 'export-to-telemetry', argumentText };
});
