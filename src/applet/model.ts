/** An applet as a value: its header, its event, its actions, each with its place; what is not understood is kept as written. */
import type { TriggerBlock } from './trigger.ts';

/** Where a statement stands. */
export interface Place {
  file: string;
  /** From 1. */
  line: number;
  /** From 1; of the first word. */
  column: number;
  /** The line as written. */
  text: string;
}

/** `event [tag TAG] DETECTOR ...` */
export interface EventStatement {
  tag?: string | undefined;
  detector: string;
  /** Filled by the detector's syntax. */
  fields: Record<string, unknown>;
  place: Place;
}

/** `action LABEL VERB ...` */
export interface Action {
  label: string;
  verb: string;
  /** Filled by the verb's syntax. */
  fields: Record<string, unknown>;
  place: Place;
}

/** A line of the applet that is kept as it is: the legacy `set`, and whatever is not known. */
export interface OtherStatement {
  text: string;
  place: Place;
}

/** One `event manager applet NAME` with all that stands below it; plain JSON. */
export interface Applet {
  name: string;
  authorizationBypass: boolean;
  class?: string | undefined;
  trap: boolean;
  description?: string | undefined;
  events: EventStatement[];
  /** Joins the events when they have tags. */
  trigger?: TriggerBlock | undefined;
  /** In the order of the file; the device runs them in the order of their labels. */
  actions: Action[];
  others: OtherStatement[];
  place: Place;
}
