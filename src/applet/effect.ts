/** An effect is what an applet asks of its router; the answer is what the router gives back. */

export type Effect =
  | { kind: 'cli'; command: string; pattern?: string | undefined }
  | { kind: 'wait'; seconds: number }
  | { kind: 'syslog'; priority: string; text: string }
  | { kind: 'policy'; name: string }
  | { kind: 'puts'; text: string }
  | { kind: 'snmp-trap'; intdata1?: number | undefined; intdata2?: number | undefined; strdata?: string | undefined }
  | { kind: 'mail'; subject: string; body: string }
  | { kind: 'reload' }
  | { kind: 'switchover' }
  /** Saves when there are values, else brings back. */
  | { kind: 'context'; key: string; values?: Record<string, string> | undefined }
  | { kind: 'counter'; name: string; op: 'dec' | 'inc' | 'nop' | 'set'; value: number }
  | { kind: 'gets' }
  | { kind: 'info'; what: string; argumentText: string }
  | { kind: 'publish'; subsystem: number; type: number; values: string[] }
  | { kind: 'track'; act: 'read' | 'set'; object: number; state?: 'up' | 'down' | undefined }
  | { kind: 'other'; verb: string; argumentText: string };

export interface EffectAnswer {
  /** `_cli_result`, for `cli`; what was asked, for `info`, `gets` and `track`. */
  output?: string | undefined;
  /** What is left of a counter. */
  value?: number | undefined;
  /** What a context held. */
  values?: Record<string, string> | undefined;
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
