/** Rendering applets from templates: nothing missing, nothing that breaks a line. */
import { describe, expect, it } from 'vitest';
import { renderApplet } from '../../src/applet/render.ts';

const render = (source: string, context: Record<string, unknown> = {}, partials: Record<string, string> = {}): string =>
  renderApplet({ file: 'templates/x.hbs', source }, partials, context);

function answerOf(act: () => unknown): string {
  try {
    act();
  } catch (error) {
    return String((error as { context?: { answer?: string } }).context?.answer ?? (error as Error).message);
  }
  return 'nothing was refused';
}

describe('a rendered applet', () => {
  it('has labels of one width, in steps of ten, across lists and partials', () => {
    const text = render(
      '{{label}}\n{{#each xs}}\n{{label}} {{this}}\n{{/each}}\n{{> more}}',
      { xs: ['a', 'b'] },
      { more: '{{label}} end' },
    );
    expect(text).toBe('0010\n0020 a\n0030 b\n0040 end\n');
  });

  it('begins its labels anew each time, and takes the partials of its own time', () => {
    const texts = ['one', 'two', 'one'].map((more) => render('{{label}}\n{{> more}}', {}, { more: `{{label}} ${more}` }));
    expect(texts).toEqual(['0010\n0020 one\n', '0010\n0020 two\n', '0010\n0020 one\n']);
  });

  it('keeps what a router needs unescaped', () => {
    expect(render('{{x}}', { x: "rec'd <a> & b" })).toBe("rec'd <a> & b\n");
  });
});

describe('a template', () => {
  it.each([
    ['{{y}}', 'line 1: there is no `y`'],
    ['{{#if y}}x{{/if}}', 'line 1: there is no `y`'],
    ['{{#each y}}x{{/each}}', 'line 1: there is no `y`'],
    ['{{#each xs}}\n{{z}}{{/each}}', 'line 2: there is no `z`'],
    ['{{x.deep}}', 'line 1: there is no `x.deep`'],
    ['{{> gone}}', 'line 1: there is no partial `gone`'],
    ['{{xs}}', 'line 1: `xs` is not text'],
  ])('%j is refused: %s', (source, why) => {
    expect(answerOf(() => render(source, { x: 'value', xs: [{ name: 'one' }] }))).toBe(why);
  });

  it('may use a helper that nobody knows no more than a path', () => {
    expect(answerOf(() => render('{{shout x}}', { x: 'a' }))).toMatch(/shout/);
  });
});

describe('a value', () => {
  it.each(['two\nlines', 'a "quote"', 'help?', 'bell\x07'])('%j is refused', (x) => {
    expect(answerOf(() => render('{{x}}', { x }))).toMatch(/cannot stand in an applet/);
  });

  it('that Handlebars would leave out silently is refused', () => {
    expect(answerOf(() => render('{{x}}', { x: new Map() }))).toMatch(/cannot be rendered/);
  });
});
