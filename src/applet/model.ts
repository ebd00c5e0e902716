/** An applet as a value: its header, its event, its actions, each with its place; what is not understood is kept as written. */
import type { DETECTORS } from './detectors/index.ts';
import type { Filled } from './syntax.ts';
import type { TriggerBlock } from './trigger.ts';
import type { VERBS } from './verbs/index.ts';

export type DetectorId = keyof typeof DETECTORS;
export type VerbId = keyof typeof VERBS;

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

/** What each detector's syntax fills; by the detector one knows the fields. */
export type EventFields<Id extends DetectorId> = Filled<(typeof DETECTORS)[Id]['syntax']>;
/** What each verb's syntax fills. */
export type ActionFields<Id extends VerbId> = Filled<(typeof VERBS)[Id]['syntax']>;

/** `event [tag TAG] DETECTOR ...` */
export type EventStatement<Id extends DetectorId = DetectorId> = {
  [Each in Id]: { tag?: string | undefined; detector: Each; fields: EventFields<Each>; place: Place };
}[Id];

/** `action LABEL VERB ...` */
export type Action<Id extends VerbId = VerbId> = {
  [Each in Id]: { label: string; verb: Each; fields: ActionFields<Each>; place: Place };
}[Id];

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
  /** Where it stands, when it was read. */
  descriptionPlace?: Place | undefined;
  events: EventStatement[];
  /** Joins the events when they have tags. */
  trigger?: TriggerBlock | undefined;
  /** In the order of the file; the device runs them in the order of their labels. */
  actions: Action[];
  others: OtherStatement[];
  /** True when a template decides which of its statements there are. */
  isPartlyUnknown?: true | undefined;
  place: Place;
}
