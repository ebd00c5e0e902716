/** A family's ear follows one debug through one file: on with its first line or its switch, off with a switch. */
import type { DebugSwitch } from './debug-switches.ts';
import type { HeardFamily, Stretch } from './listening.ts';

/** Between which two instants a switch was thrown; null when nothing in the file bounds it. */
interface Thrown {
  before: number | null;
  after: number | null;
}

export class FamilyEar {
  readonly #heard: Stretch[] = [];
  readonly #deaf: Stretch[] = [];
  /** Since when it is on, as far as that is known. */
  #open: { fromAt: number; lastAt: number; isSwitchedOn: boolean; lines: number } | undefined;
  #off: { fromAt: number; why: string } | undefined;

  /** One of its lines. */
  hear(at: number): void {
    // Switched on again where nobody saw it: deaf until then, but not for sure until when.
    this.#off = undefined;
    this.#open ??= { fromAt: at, lastAt: at, isSwitchedOn: false, lines: 0 };
    this.#open.lines += 1;
    this.#open.lastAt = Math.max(this.#open.lastAt, at);
  }

  /** The record says that it was still on. */
  remain(at: number): void {
    if (this.#open !== undefined) this.#open.lastAt = Math.max(this.#open.lastAt, at);
  }

  turn({ isOn, why }: DebugSwitch, { before, after }: Thrown): void {
    if (isOn) {
      if (this.#off !== undefined && before !== null) this.#endDeafness(before);
      this.#off = undefined;
      if (after !== null) this.#open ??= { fromAt: after, lastAt: after, isSwitchedOn: true, lines: 0 };
      if (this.#open !== undefined) this.#open.isSwitchedOn = true;
      return;
    }
    this.#end(before, why);
    if (after !== null) this.#off ??= { fromAt: after, why };
  }

  /** `isOnAfterwards`: a `show debugging` that was taken behind the record lists it. */
  close(endAt: number, isOnAfterwards: boolean): Pick<HeardFamily, 'heard' | 'deaf'> {
    const isOn = this.#open?.isSwitchedOn === true || isOnAfterwards;
    this.#end(isOn ? endAt : null, isOnAfterwards ? 'still on at its end by show debugging' : 'to the end of its record');
    this.#endDeafness(endAt);
    return { heard: this.#heard, deaf: this.#deaf };
  }

  /** A debug that was switched on and never printed may have printed elsewhere. */
  #end(at: number | null, why: string): void {
    const open = this.#open;
    this.#open = undefined;
    if (open === undefined || open.lines === 0) return;
    const from = open.isSwitchedOn ? 'switched on' : 'from its first line';
    const to = at === null ? ' to its last line' : `, ${why}`;
    this.#heard.push({ fromAt: open.fromAt, toAt: Math.max(open.lastAt, at ?? open.lastAt), why: `${from}${to}` });
  }

  #endDeafness(at: number): void {
    const off = this.#off;
    this.#off = undefined;
    if (off !== undefined && at > off.fromAt) this.#deaf.push({ fromAt: off.fromAt, toAt: at, why: off.why });
  }
}
