/** A tale is what is told of one verdict, the same to every channel: its first sentence, the cause, and where the report is; plain JSON. */

export interface Tale {
  schema: 'flaptrap.tale/1';
  captureId: string;
  /** `hq - branch` */
  tunnel: string;
  playbook: string;
  /** When it was judged, in ISO 8601. */
  at: string;
  /** The first sentence of the verdict. */
  sentence: string;
  /** Of its first incident; null where there was none. */
  cause: string | null;
  confidence: string | null;
  /** The cause as a heading has it: `rekey-race (likely)`, `cause not found`, `no incident`. */
  named: string;
  incidents: number;
  /** Where the report can be read; null where no page is served. */
  link: string | null;
  /** Of this tunnel and cause, since the last that was told. */
  heldBack: number;
}

/** Behind the sentence, in every form. */
export function sayMore({ heldBack }: Tale): string | undefined {
  if (heldBack === 0) return undefined;
  return `${heldBack} more of this tunnel and cause ${heldBack === 1 ? 'was' : 'were'} not told since the last message.`;
}
