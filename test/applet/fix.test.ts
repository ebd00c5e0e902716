/** Fixing labels, and silencing lints. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Effect } from '../../src/applet/effect.ts';
import { fixText } from '../../src/applet/fix.ts';
import { interpret } from '../../src/applet/interpret.ts';
import { lintText } from '../../src/applet/lint.ts';
import type { Applet } from '../../src/applet/model.ts';
import { parseApplets } from '../../src/applet/parse.ts';
import { howMany } from '../how-many.ts';

const DISORDERED =
  'event manager applet A\n event none\n action 9 syslog msg "last"\n action 10 if 1 eq 1 goto 9\n action 11 syslog msg "skipped"\nhostname hq\n';

describe('relabelling', () => {
  it('writes the actions in the order in which they run, where that is asked for', () => {
    const fixed = fixText(DISORDERED, 'x.cfg', { order: 'run' });
    expect(fixed.relabelled).toBe(3);
    expect(fixed.text).toBe(
      'event manager applet A\n event none\n action 0010 if 1 eq 1 goto 0030\n action 0020 syslog msg "skipped"\n action 0030 syslog msg "last"\nhostname hq\n',
    );
    expect(fixText(fixed.text, 'x.cfg').relabelled).toBe(0);
  });

  it('leaves alone what it does not surely understand', () => {
    for (const line of [' action 10 syslog msg "same label"', ' action 2 teleport', ' action 2 goto 77', ' action 2 end']) {
      const text = `event manager applet A\n event none\n action 9 syslog msg "x"\n action 10 syslog msg "y"\n${line}\n`;
      expect(fixText(text, 'x.cfg', { order: 'run' })).toMatchObject({ text, relabelled: 0, refused: [{ applet: 'A', line: 1 }] });
    }
  });

  it('does not decide which of two orders was meant: the finding stays', () => {
    const bug =
      'event manager applet A\n event none\n action 1 if 1 eq 2\n action 2 syslog msg "a"\n action 9 syslog msg "b"\n action 10 end\n';
    const fixed = fixText(bug, 'x.cfg');
    expect(fixed).toMatchObject({ text: bug, relabelled: 0, refused: [{ why: expect.stringContaining('--order') }] });
    expect(lintText(fixed.text, 'x.cfg').map(({ code }) => code)).toContain('label-order');
    expect(fixText(bug, 'x.cfg', { order: 'file' }).text).toContain('action 0040 end');
  });

  it('relabels without a question what does the same in both orders', () => {
    const text =
      'event manager applet A\n event none\n action 8 set a "1"\n action 9 comment first\n action 10 set b "2"\n action 91 syslog msg "$a"\n';
    expect(fixText(text, 'x.cfg').text).toBe(
      'event manager applet A\n event none\n action 0010 set a "1"\n action 0020 comment first\n action 0030 set b "2"\n action 0040 syslog msg "$a"\n',
    );
  });

  it('touches no labels where nothing was found', () => {
    const text = 'event manager applet A\n event none\n action 1 set a "1"\n action 1.5 set b "1"\n action 20 syslog msg "x"\n';
    expect(fixText(text, 'x.cfg', { order: 'run' })).toEqual({ text, relabelled: 0, refused: [] });
  });

  it.each([
    ['opened again', `${DISORDERED}event manager applet A\n action 95 syslog msg "more"\n`],
    ['named in a text', DISORDERED.replace('"skipped"', '"see action 9"')],
    ['named by another applet', `${DISORDERED}event manager applet B\n event none\n action 1 cli command "no action 9"\n`],
    ['a template', DISORDERED.replace('"skipped"', '"{{ text }}"')],
    ['a template elsewhere', `${DISORDERED}{% if x %}\nhostname b\n{% endif %}\n`],
    ['a diff', `@@ -1 +1 @@\n${DISORDERED.replace(/^/gm, '+')}`],
  ])('refuses, and says so, where the applet is %s', (_case, text) => {
    for (const order of [undefined, 'run', 'file'] as const) {
      const fixed = fixText(text, 'x.cfg', { order });
      expect(fixed.text).toBe(text);
      expect(fixed.refused).toHaveLength(1);
    }
  });

  it('moves comments with their actions, and keeps every line end', () => {
    const text = DISORDERED.replace(' action 9', ' ! the end\n action 9').replaceAll('\n', '\r\n');
    const fixed = fixText(text, 'x.cfg', { order: 'run' }).text;
    expect(fixed.split('\r\n').slice(2, 6)).toEqual([
      ' action 0010 if 1 eq 1 goto 0030',
      ' action 0020 syslog msg "skipped"',
      ' ! the end',
      ' action 0030 syslog msg "last"',
    ]);
    expect(fixed.replaceAll('\r\n', '')).not.toContain('\n');
  });

  it('follows a label that is quoted, and indented', () => {
    const text = 'event manager applet A\n event none\n  action "b c" syslog msg "x"\n  action a goto "b c"\n';
    expect(fixText(text, 'x.cfg', { order: 'run' }).text).toBe(
      'event manager applet A\n event none\n  action 0010 goto 0020\n  action 0020 syslog msg "x"\n',
    );
  });
});

/** Actions of any kind with labels of any width; blocks may close, or not. */
const action = fc.oneof(
  { weight: 3, arbitrary: fc.constantFrom('cli command "show clock"', 'cli command "show version"', 'cli command "$x"') },
  { weight: 3, arbitrary: fc.constantFrom('set x "1"', 'set y "2"', 'set y "$x"', 'append x "z"', 'increment y') },
  { weight: 3, arbitrary: fc.constantFrom('comment one', 'comment two', 'comment "three') },
  { weight: 2, arbitrary: fc.constantFrom('syslog msg "$x"', 'syslog msg "$_cli_result"', 'wait 3', 'exit 1') },
  {
    weight: 2,
    arbitrary: fc.constantFrom('if $x eq 1', 'elseif $y eq 2', 'else', 'end', 'end', 'while $y lt 3', 'foreach z "a b"', 'break'),
  },
  { weight: 1, arbitrary: fc.constantFrom('goto 9', 'if $x eq 1 goto 10', 'regexp "a(.)" "$x" all one', 'handle-error type ignore') },
);
const label = fc.oneof(fc.integer({ min: 1, max: 30 }).map(String), fc.constantFrom('1.0', '1.9', '1.10', '010', 'a1'));
const applet = fc
  .tuple(fc.uniqueArray(label, { minLength: 2, maxLength: 9 }), fc.array(action, { minLength: 9, maxLength: 9 }), fc.boolean())
  .map(
    ([labels, actions, isSorted]) =>
      [isSorted ? labels.sort((one, two) => Number.parseFloat(one) - Number.parseFloat(two)) : labels, actions] as const,
  )
  .map(
    ([labels, actions]) => `event manager applet A\n event none\n${labels.map((each, at) => ` action ${each} ${actions[at]}\n`).join('')}`,
  );

/** What a router sees of a run: every effect, and how it ended. */
function watch(applet: Applet | undefined, answers: readonly string[]): string {
  if (applet === undefined) throw new Error('no applet');
  const run = interpret(applet, { x: answers[0] ?? '', _cli_result: '' }, { stepsMax: 2000 });
  const seen: (Effect | string)[] = [];
  let step = run.next();
  for (let count = 0; step.done !== true && count < 60; count += 1) {
    seen.push(step.value);
    step = run.next({ output: answers[count % answers.length] });
  }
  return JSON.stringify([seen, step.done === true ? [step.value.end, step.value.exitStatus, step.value.messages.length] : 'goes on']);
}

it('what is relabelled does the same on a router as before, whatever that answers', () => {
  let [relabelled, refused] = [0, 0];
  fc.assert(
    fc.property(applet, fc.array(fc.constantFrom('', '1', '2', 'a1', 'x'), { minLength: 1, maxLength: 5 }), (text, answers) => {
      for (const order of [undefined, 'run'] as const) {
        const fixed = fixText(text, 'x.cfg', { order });
        relabelled += fixed.relabelled > 0 ? 1 : 0;
        refused += fixed.refused.length;
        if (fixed.relabelled === 0) expect(fixed.text).toBe(text);
        else expect(lintText(fixed.text, 'x.cfg').map(({ code }) => code)).not.toContain('label-order');
        expect(watch(parseApplets(fixed.text, 'x').applets[0], answers)).toBe(watch(parseApplets(text, 'x').applets[0], answers));
      }
    }),
    { numRuns: howMany(300, 10_000), seed: 116_005 },
  );
  // Neither always, nor never.
  expect(relabelled).toBeGreaterThan(20);
  expect(refused).toBeGreaterThan(20);
}, 600_000);

describe('a comment that silences', () => {
  const APPLET = 'event manager applet A\n event none\n action 10 wait 30\n';
  const codes = (text: string): (string | undefined)[] => lintText(text, 'x.cfg').map(({ code }) => code);

  it('works on the next line only', () => {
    expect(codes(APPLET)).toEqual(['maxrun-too-short']);
    expect(codes(APPLET.replace(' event none', '! flaptrap-ignore maxrun-too-short\n event none'))).toEqual([]);
    expect(codes(APPLET.replace(' action', '! flaptrap-ignore maxrun-too-short\n action'))).toEqual(['maxrun-too-short']);
  });

  it('works in the whole applet when it stands above its header', () => {
    expect(codes(`! flaptrap-ignore maxrun-too-short, pager-on\n${APPLET}`)).toEqual([]);
    expect(codes(`! flaptrap-ignore maxrun-too-short\n${APPLET}${APPLET.replace('applet A', 'applet B')}`)).toEqual(['maxrun-too-short']);
  });
});
