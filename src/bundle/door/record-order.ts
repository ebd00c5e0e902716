/** A search gives its records newest first, or one stream behind another: by the stamps of the tool they come into one order. */

/** `2026-01-05T03:00:21.223Z`, `2026-01-05 04:00:21.223+01:00` */
const ISO = /^\d{4}-\d{2}-\d{2}[T ]\d{2}:\d{2}:\d{2}(?:[.,]\d{1,9})?(?:Z|[+-]\d{2}:?\d{2})?$/;
/** Seconds, milliseconds, microseconds or nanoseconds since 1970, by their length. [C Loki's HTTP API: nanoseconds; systemd, Journal Export Formats: microseconds] */
const EPOCH = /^1\d{9}(?:\.\d{1,9}|\d{3}|\d{6}|\d{9})?$/;
const SECONDS_DIGITS = 10;

/** The same list when it is in order, or when some record has no stamp. */
export function inOrderOfRecords<Each extends { texts: readonly string[] }>(records: readonly Each[]): readonly Each[] {
  const stamped = records.flatMap((record) => {
    const at = stampIn(record.texts);
    return at === undefined ? [] : [{ record, at }];
  });
  const steps = stamped.slice(1).map(({ at }, index) => at - (stamped[index]?.at ?? at));
  const backward = steps.filter((step) => step < 0).length;
  if (stamped.length < records.length || backward === 0) return records;
  // Of two of one instant the newer stands first where the list runs backwards.
  const isTurned = backward > steps.filter((step) => step > 0).length;
  return (isTurned ? stamped.toReversed() : stamped).toSorted((one, two) => one.at - two.at).map(({ record }) => record);
}

/** ms since 1970, of the first field that is nothing but a stamp. */
function stampIn(texts: readonly string[]): number | undefined {
  for (const text of texts) {
    if (EPOCH.test(text)) return Number(text) / 10 ** (text.replace(/\..*/, '').length - SECONDS_DIGITS - MS_DIGITS);
    if (ISO.test(text)) {
      const at = Date.parse(text.replace(' ', 'T').replace(',', '.'));
      if (!Number.isNaN(at)) return at;
    }
  }
  return undefined;
}

const MS_DIGITS = 3;
