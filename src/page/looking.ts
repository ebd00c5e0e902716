/** Looking is where the reader is: which stretch, which clocks, which events, which incident; every part of the page draws itself from it. */
import type { Picture } from '../report/picture/picture.ts';
import type { Place } from '../report/picture/texts.ts';
import { isShown, type Lane, lanesOf, type Shown } from './lanes.ts';
import { refsOfSa } from './lives.ts';
import { type Plot, type Shifts, shiftsOf } from './plot.ts';
import { type Stretch, within } from './scale.ts';

export class Looking {
  readonly picture: Picture;
  readonly plot: Plot;
  readonly #drawers: (() => void)[] = [];
  #isDue = false;
  #inSight: { view?: Stretch; messages?: number[]; found: number[] } = { found: [] };
  all: Stretch;
  view: Stretch;
  isAligned = true;
  hidden: ReadonlySet<number> = new Set();
  isShownA = true;
  isShownB = true;
  /** Number of an SPI in the picture; -1 for all. */
  spi = -1;
  incident = 0;
  /** The event under the reader's cursor; -1 for none. */
  cursor = -1;
  shifts: Shifts;
  lanes: [Lane[], Lane[]];
  /** Indices of the messages that are shown, in order of time. */
  messages: number[] = [];
  /** By index of the message: where its ends are drawn; NaN for one that was not seen, or cannot be placed. */
  sentAt: Float64Array = new Float64Array();
  receivedAt: Float64Array = new Float64Array();
  /** Where a message begins: where it left, or else where it arrived. */
  messageAt: Float64Array = new Float64Array();
  /** On a's clock; NaN where a packet cannot be placed. */
  readonly packetTimes: Float64Array;
  /** Shows a line of a file; set by whoever draws the files. */
  openLine: (place: Place) => void = () => undefined;

  constructor(plot: Plot) {
    this.picture = plot.picture;
    this.plot = plot;
    this.shifts = shiftsOf(this.plot, true);
    this.lanes = this.#lanes();
    this.messages = this.#messages();
    this.packetTimes = packetTimesOf(plot.picture);
    this.all = this.#whole();
    this.view = this.all;
  }

  /** Called once a frame, however much has changed. */
  onChange(draw: () => void): void {
    this.#drawers.push(draw);
  }

  /** Every part of the page; how long it took is measured for the bench. */
  draw(): void {
    performance.mark('look');
    for (const draw of this.#drawers) draw();
    performance.measure('page redraw', 'look');
  }

  changed(): void {
    if (this.#isDue) return;
    this.#isDue = true;
    requestAnimationFrame(() => {
      this.#isDue = false;
      this.draw();
    });
  }

  look(view: Stretch): void {
    this.view = within(view, this.all);
    this.changed();
  }

  /** Which events are shown has changed, or where. */
  sift(): void {
    this.shifts = shiftsOf(this.plot, this.isAligned);
    this.lanes = this.#lanes();
    this.messages = this.#messages();
    this.changed();
  }

  switchClocks(): void {
    this.isAligned = !this.isAligned;
    const share = (this.view.from - this.all.from) / (this.all.to - this.all.from);
    const span = this.view.to - this.view.from;
    const wasWhole = span >= this.all.to - this.all.from;
    this.sift();
    this.all = this.#whole();
    const from = this.all.from + share * (this.all.to - this.all.from);
    this.view = wasWhole ? this.all : within({ from, to: from + span }, this.all);
  }

  /** Where the event is drawn; NaN without a stamp. */
  timeOf(ref: number): number {
    return (this.plot.at[ref] ?? Number.NaN) + (this.plot.isB[ref] === 1 ? this.shifts.b : this.shifts.a);
  }

  /** `at` on the clock that the drawing has, and as the device itself has it. */
  clocksOf(ref: number): { a: number | undefined; b: number | undefined } {
    return clocksAt(this.picture, this.plot.isB[ref] === 1 ? 'b' : 'a', this.plot.at[ref] ?? Number.NaN);
  }

  /** Brings an event into sight, with what happened around it. */
  show(ref: number): void {
    this.cursor = ref;
    const at = this.timeOf(ref);
    if (!Number.isNaN(at) && (at < this.view.from || at > this.view.to)) {
      const half = (this.view.to - this.view.from) / 2;
      this.view = within({ from: at - half, to: at + half }, this.all);
    }
    this.changed();
  }

  /** Those of which an end is in sight. */
  messagesInSight(): number[] {
    const { view, messages, sentAt, receivedAt } = this;
    if (this.#inSight.view === view && this.#inSight.messages === messages) return this.#inSight.found;
    const found: number[] = [];
    for (let at = 0; at < messages.length; at += 1) {
      const index = messages[at] ?? 0;
      const [left, came] = [sentAt[index] ?? Number.NaN, receivedAt[index] ?? Number.NaN];
      if ((left >= view.from && left <= view.to) || (came >= view.from && came <= view.to)) found.push(index);
    }
    // Painted and told in the same frame.
    this.#inSight = { view, messages, found };
    return this.#inSight.found;
  }

  #lanes(): [Lane[], Lane[]] {
    return lanesOf(this.plot, this.shifts, this.#shown());
  }

  #shown(): Shown {
    const { hidden, isShownA, isShownB, spi } = this;
    return { hidden, isShownA, isShownB, only: spi < 0 ? undefined : refsOfSa(this.plot, spi) };
  }

  #messages(): number[] {
    const { sent, received } = this.picture.messages;
    const shown = this.#shown();
    this.sentAt = this.#timesOf(sent);
    this.receivedAt = this.#timesOf(received);
    this.messageAt = this.sentAt.map((at, index) => (sent[index] == null ? (this.receivedAt[index] ?? at) : at));
    const isIn = (ref: number | null | undefined): boolean => ref !== null && ref !== undefined && isShown(this.plot, ref, shown);
    return [...sent.keys()]
      .filter((index) => isIn(sent[index]) || isIn(received[index]))
      .sort((one, two) => (this.messageAt[one] ?? 0) - (this.messageAt[two] ?? 0));
  }

  #timesOf(refs: readonly (number | null)[]): Float64Array {
    return Float64Array.from(refs, (ref) => (ref === null ? Number.NaN : this.timeOf(ref)));
  }

  #whole(): Stretch {
    let [from, to] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
    for (let ref = 0; ref < this.plot.count; ref += 1) {
      const at = this.timeOf(ref);
      if (at < from) from = at;
      if (at > to) to = at;
    }
    if (from > to) return { from: 0, to: 1000 };
    const margin = Math.max((to - from) * 0.02, 50);
    return { from: from - margin, to: to + margin };
  }
}

/** An instant of one device on both clocks; undefined where nothing is known of the other. */
export function clocksAt({ verdict }: Picture, side: 'a' | 'b', at: number): { a: number | undefined; b: number | undefined } {
  if (Number.isNaN(at)) return { a: undefined, b: undefined };
  const { offsetMs } = verdict.clock;
  if (side === 'a') return { a: at, b: offsetMs === null ? undefined : at + offsetMs };
  return { a: offsetMs === null ? undefined : at - offsetMs, b: at };
}

function packetTimesOf({ packets }: Picture): Float64Array {
  let [sent, received] = [0, 0];
  return Float64Array.from(packets?.sentAt ?? [], (step, index) => {
    const other = packets?.receivedAt[index] ?? null;
    sent += step ?? 0;
    received += other ?? 0;
    return step === null ? (other === null ? Number.NaN : received) : sent;
  });
}
