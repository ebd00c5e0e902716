/** A statement is what must hold of a router for its trap to spring, and whether its running configuration proves it. */
export interface Statement {
  about: 'address' | 'peer' | 'router';
  /** `refuted`: the trap could never spring, and the router is not armed; `unproven`: nobody knows, and a person may look. */
  standing: 'proven' | 'refuted' | 'unproven';
  /** `192.0.2.1 is an address of hq` */
  claim: string;
  /** The line of the configuration, or what it lacks. */
  because: string;
  /** What a person may type, or change. */
  next?: string | undefined;
}
