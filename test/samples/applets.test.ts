/** Real applets from the shared samples: read with positions, printed stably, linted without an exception. */
import { describe, expect, it } from 'vitest';
import { lintText } from '../../src/applet/lint.ts';
import { parseApplets } from '../../src/applet/parse.ts';
import { printApplet } from '../../src/applet/print.ts';
import { sample, samplesIn } from './samples.ts';

describe.each(samplesIn('eem'))('%s', (name) => {
  const text = sample(name);
  const { applets, diagnostics } = parseApplets(text, name);

  it('holds applets, each statement with its place', () => {
    expect(applets.length).toBeGreaterThan(0);
    const lines = text.split(/\r?\n/);
    for (const { place } of applets.flatMap((applet) => [...applet.events, ...applet.actions, ...applet.others])) {
      expect(place.text).toBe(lines[place.line - 1]);
      expect(place.column).toBe(place.text.search(/\S/) + 1);
    }
  });

  it('is understood, all of it', () => {
    expect(diagnostics.map(({ line, summary }) => `${line}: ${summary}`)).toEqual([]);
  });

  it('is printed so that it reads back as the same', () => {
    const printed = applets.map(printApplet).join('');
    expect(parseApplets(printed, name).applets.map(printApplet).join('')).toBe(printed);
  });

  it('is linted', () => {
    expect(lintText(text, name).every(({ line, summary }) => line > 0 && summary !== '')).toBe(true);
  });
});
