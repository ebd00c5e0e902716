/** An effect is what an applet asks of its router; the answer is what the router gives back. */

export type Effect =
  | { kind: 'cli'; command: string; pattern?: string | undefined }
  | { kind: 'wait'; seconds: number }
  | { kind: 'syslog'; priority: string; text: string }
  | { kind: 'policy'; name: string }
  | { kind: 'puts'; text: string }
  | { kind: 'snmp-trap'; intdata1?: number | undefined; intdata2?: number | undefined; strdata?: string | undefined }
  | { kind: 'mail'; subject: string; body: string }
  | { kind: 'reload' };

export interface EffectAnswer {
  /** `_cli_result`, for `cli`. */
  output?: string | undefined;
}

/** What a piece of an applet does: asks for effects, and ends with a value. */
export type Run<Value> = Generator<Effect, Value, EffectAnswer | undefined>;

export interface Outcome {
  /** `aborted`: by a mistake in the applet; a kill at maxrun is the driver's, who simply stops asking. */
  end: 'done' | 'aborted';
  exitStatus: number;
  /** Messages that the device logs about the applet, as IOS prints them. [L] eem.md 9 */
  messages: { priority: number; mnemonic: string; text: string }[];
}
