/** A snapshot is a show that was taken at arming or at the end, beside what was saved at the trigger; its file's name says which. */

export const SNAPSHOTS = ['arming', 'end'] as const;
export type SnapshotTime = (typeof SNAPSHOTS)[number];

export interface Snapshot {
  when: SnapshotTime;
  /** As it would be called at the trigger. */
  name: string;
}

/** `show_at_arming_crypto_ipsec_sa_detail.txt`: a name that is read neither as this show nor as a log. */
const NAME = /^show_at_(arming|end)_/;

export function nameSnapshot(when: SnapshotTime, showFile: string): string {
  return showFile.replace(/^show_/, `show_at_${when}_`);
}

export function snapshotOf(fileName: string): Snapshot | undefined {
  const when = SNAPSHOTS.find((each) => each === NAME.exec(fileName)?.[1]);
  return when === undefined ? undefined : { when, name: fileName.replace(NAME, 'show_') };
}
