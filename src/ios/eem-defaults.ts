/** What EEM assumes when an applet does not say otherwise. */

/** What a run may take without a `maxrun`. [C] eem.md 8 */
export const MAXRUN_SECONDS_DEFAULT = 20;

/** Events without a `period` belong together within this time. [C] eem.md 4.6 */
export const PERIOD_SECONDS_DEFAULT = 180;
