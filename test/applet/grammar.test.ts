/** The grammar holds against the device's own list of detectors: each of them, each option and each of its values is read, and printed so that it reads back. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { DETECTORS } from '../../src/applet/detectors/index.ts';
import { parseApplets } from '../../src/applet/parse.ts';
import { printApplet } from '../../src/applet/print.ts';
import { howMany } from '../how-many.ts';
import { type ListedDetector, readDeviceList } from './device-list.ts';

const LIST = readDeviceList();

/** Listed, and not ours: why. */
const LEFT_OUT: Readonly<Record<string, string>> = {
  ds: 'the device shows no syntax for applets',
  generic: 'the device shows no syntax for applets',
  'generic-xed': 'its word is the name of any event that a component brings, so that nothing tells it from a misspelling',
  nhrp: 'the device shows a syntax for Tcl policies only',
};

/** Ours, and not on the list of this device: where they are known from. */
const FROM_ELSEWHERE: Readonly<Record<string, string>> = {
  resource: 'eem.md 4.1, EEM 2.2',
  track: 'eem.md 4.1, EEM 2.2; eem.md 4.5 has the form',
};

/** What a statement says, without its place; the mistakes of it when it has any. */
function read(statement: string) {
  const { applets, diagnostics } = parseApplets(`event manager applet A\n ${statement}\n`, 'x.cfg');
  return { mistakes: diagnostics.map(({ summary }) => summary), applet: applets[0], event: applets[0]?.events[0] };
}

/** The statement is understood whole, and what is printed says the same. */
function expectUnderstood(statement: string): void {
  const { mistakes, applet, event } = read(statement);
  expect(mistakes, statement).toEqual([]);
  const printed = applet === undefined ? '' : printApplet(applet);
  const again = parseApplets(printed, 'x.cfg');
  expect(again.diagnostics, printed).toEqual([]);
  expect(again.applets[0]?.events[0]?.fields, printed).toEqual(event?.fields);
  expect(again.applets.map(printApplet).join('')).toBe(printed);
}

const needed = ({ options }: ListedDetector): string[] => options.filter((each) => !each.isOptional).map(({ forms }) => forms[0] ?? '');

const covered = LIST.filter(({ id }) => LEFT_OUT[id] === undefined);

it('every detector of the list is covered, or it says why not', () => {
  const known = Object.keys(DETECTORS);
  expect(LIST.filter(({ id }) => known.includes(id) === (LEFT_OUT[id] !== undefined)).map(({ id }) => id)).toEqual([]);
  expect(Object.keys(LEFT_OUT).filter((id) => LIST.every((each) => each.id !== id))).toEqual([]);
});

it('every detector beyond the list says where it is known from', () => {
  const listed = LIST.map(({ id }) => id);
  expect(Object.keys(DETECTORS).filter((id) => !listed.includes(id))).toEqual(Object.keys(FROM_ELSEWHERE));
});

describe.each(covered)('the detector $id', (detector) => {
  it('is read by the word of the list, and by its own', () => {
    for (const word of [detector.word, detector.id]) {
      const { mistakes, event } = read(`event tag T ${[word, ...needed(detector)].join(' ')} maxrun 60`);
      expect(mistakes).toEqual([]);
      expect(event).toMatchObject({ tag: 'T', detector: detector.id });
    }
  });

  it.each(detector.options)('takes $keyword in each of its forms, and keeps what it says', ({ keyword, forms, isOptional }) => {
    const others = detector.options.filter((each) => each.keyword !== keyword && !each.isOptional).map((each) => each.forms[0]);
    const without = read(`event ${[detector.word, ...others].join(' ')}`).event?.fields;
    const said = forms.map((form) => {
      // A choice without a keyword stands first.
      const words = forms.length > 1 && !form.includes(' ') ? [form, ...others] : [...others, form];
      const statement = `event ${[detector.word, ...words].join(' ')}`;
      expectUnderstood(statement);
      return JSON.stringify(read(statement).event?.fields);
    });
    expect(new Set(said).size).toBe(forms.length);
    expect(said).not.toContain(JSON.stringify(without));
    // What is not understood would be kept as a text: an option of the list is a field of its own.
    expect(read(`event ${[detector.word, ...others, forms[0]].join(' ')}`).event?.fields).not.toMatchObject({
      argumentText: expect.stringMatching(/./),
    });
    expect(isOptional || others.length < detector.options.length).toBe(true);
  });
});

describe('any statement of the list', () => {
  const statement = fc.constantFrom(...covered).chain((detector) => {
    const chosen = detector.options.map(({ forms, isOptional }) => {
      const form = fc.constantFrom(...forms);
      return isOptional ? fc.option(form, { nil: undefined }) : form;
    });
    return fc.tuple(fc.constant(detector.word), fc.tuple(...chosen), fc.nat()).map(([word, forms, turn]) => {
      const said = forms.filter((form) => form !== undefined);
      // The choice of a timer stands first; the rest comes in any order.
      const fixed = word === 'timer' ? 1 : 0;
      const free = said.slice(fixed);
      const at = free.length === 0 ? 0 : turn % free.length;
      return ['event', word, ...said.slice(0, fixed), ...free.slice(at), ...free.slice(0, at)].join(' ');
    });
  });

  it('is read in any order of its options, and printed so that it reads back', () => {
    fc.assert(fc.property(statement, expectUnderstood), { numRuns: howMany(150, 500) });
  });
});
