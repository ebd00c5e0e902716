/** Syntax is the list of a statement's parts: places in fixed order, options by keyword in any order, flags, and rests. */
import type { Kind } from './kind.ts';

/** One part; `F` is the model's field it fills. */
export type Part<F extends string = string, Value = unknown, Required extends boolean = boolean> =
  | { at: 'place'; field: F; kind: Kind<Value>; required: Required }
  /** `also` is another spelling of the keyword; `alone` is what the keyword means without a value. */
  | {
      at: 'option';
      keyword: string;
      also?: string | undefined;
      alone?: string | undefined;
      field: F;
      kind: Kind<Value>;
      required: Required;
    }
  | { at: 'flag'; keyword: string; field: F; required: false }
  /** A keyword with arguments of its own, which another group may repeat. */
  | { at: 'group'; keyword: string; field: F; syntax: Syntax; required: Required }
  | { at: 'many'; field: F; kind: Kind<string>; required: true }
  /** `isOpen`: of words that are not known, nobody knows that they are wrong. */
  | { at: 'rest'; field: F; required: Required; isOpen?: true | undefined };

export type Syntax = readonly Part<string, unknown>[];

type ValueOf<P> = P extends { at: 'flag' }
  ? true
  : P extends { at: 'group' }
    ? P extends { syntax: infer S extends Syntax }
      ? Filled<S>
      : never
    : P extends { at: 'rest' }
      ? string
      : P extends { at: 'many' }
        ? string[]
        : P extends { kind: Kind<infer Value> }
          ? Value
          : never;
type RequiredField<P> = P extends { required: true; field: infer F extends string } ? F : never;
type OptionalField<P> = P extends { required: false; field: infer F extends string } ? F : never;

/** The fields that a syntax fills, as the model holds them. */
export type Fields<S extends Syntax> = { [P in S[number] as RequiredField<P>]: ValueOf<P> } & {
  [P in S[number] as OptionalField<P>]?: ValueOf<P> | undefined;
};

/** The fields of a statement as it was read: one with a mistake in it may lack what its syntax requires. */
export type Filled<S extends Syntax> = { [P in S[number] as P['field']]?: ValueOf<P> | undefined };

/** An argument that stands where it stands. */
export function place<const F extends string, Value>(field: F, kind: Kind<Value>) {
  return { at: 'place', field, kind, required: true } as const;
}

/** An argument behind its keyword, where it pleases. */
export function option<const F extends string, Value>(keyword: string, field: F, kind: Kind<Value>, also?: string) {
  return { at: 'option', keyword, field, kind, required: false, also } as const;
}

/** The keyword may stand alone: it then says `value`. */
export function orAlone<const P extends { at: 'option' }>(part: P, value: string): P & { alone: string } {
  return { ...part, alone: value };
}

/** A keyword alone. */
export function flag<const F extends string>(keyword: string, field: F) {
  return { at: 'flag', keyword, field, required: false } as const;
}

/** Its own arguments go on as long as they belong to it: `sub1 cpu-proc taskname "IP Input" op ge val 50`. */
export function group<const F extends string, const S extends Syntax>(keyword: F, syntax: S) {
  return { at: 'group', keyword, field: keyword, syntax, required: false } as const;
}

/** All arguments that are left. */
export function many<const F extends string>(field: F, kind: Kind<string>) {
  return { at: 'many', field, kind, required: true } as const;
}

/** The rest of the line as it is written. */
export function rest<const F extends string>(field: F) {
  return { at: 'rest', field, required: true } as const;
}

/** Words behind all that are known: those of a release that is not known here. */
export function more<const F extends string>(field: F) {
  return { at: 'rest', field, required: false, isOpen: true } as const;
}

export function optional<const P extends { required: boolean }>(part: P): Omit<P, 'required'> & { required: false } {
  return { ...part, required: false };
}

export function required<const P extends { required: boolean }>(part: P): Omit<P, 'required'> & { required: true } {
  return { ...part, required: true };
}
