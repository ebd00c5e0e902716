/** Applets are typed by their grammar: a detector or a verb says which fields there are, and of what kind. */
import { expect, expectTypeOf, it } from 'vitest';
import type { Quantity } from '../../src/applet/kind.ts';
import type { ActionFields, EventFields, EventStatement } from '../../src/applet/model.ts';
import { readSourceFiles } from '../source-files.ts';

it('no source asks for a field by a text that the compiler cannot check', () => {
  const asking = readSourceFiles().filter(({ text }) => /\bfields\??\.?\[['"`]/.test(text));
  expect(asking.map(({ path }) => path)).toEqual([]);
});

it('an event has the fields of its detector, and no others', () => {
  expectTypeOf<EventFields<'syslog'>['occurs']>().toEqualTypeOf<Quantity | undefined>();
  expectTypeOf<EventFields<'syslog'>>().not.toHaveProperty('oid');
  expectTypeOf<EventFields<'syslog'>['severity-fatal']>().toEqualTypeOf<true | undefined>();
  expectTypeOf<EventFields<'timer'>['mode']>().toEqualTypeOf<'absolute' | 'countdown' | 'cron' | 'watchdog' | undefined>();
  expectTypeOf<NonNullable<EventFields<'ioswdsysmon'>['sub1']>['process']>().toEqualTypeOf<'cpu-proc' | 'mem-proc' | undefined>();
});

it('an action has the fields of its verb', () => {
  expectTypeOf<ActionFields<'string'>['operands']>().toEqualTypeOf<string[] | undefined>();
  expectTypeOf<ActionFields<'if'>['operator']>().toEqualTypeOf<'eq' | 'ne' | 'lt' | 'le' | 'gt' | 'ge' | undefined>();
});

it('a detector narrows its event', () => {
  const seconds = (event: EventStatement): Quantity | undefined => (event.detector === 'timer' ? event.fields.timeSeconds : undefined);
  const place = { file: '', line: 0, column: 0, text: '' };
  expect(seconds({ detector: 'timer', fields: { mode: 'countdown', timeSeconds: 5 }, place })).toBe(5);
  expect(seconds({ detector: 'none', fields: {}, place })).toBeUndefined();
});
