/** Real applets from the shared samples: read with positions, printed stably, linted without an exception. */
import { describe, expect, it } from 'vitest';
import { lintText } from '../../src/applet/lint.ts';
import { parseApplets } from '../../src/applet/parse.ts';
import { printApplet } from '../../src/applet/print.ts';
import { readDeviceList } from '../applet/device-list.ts';
import { sample, samplesIn } from './samples.ts';

/** A device's answer, not a configuration. */
const DEVICE_LIST = 'eem/device-detectors.txt';

describe.each(samplesIn('eem').filter((name) => name !== DEVICE_LIST))('%s', (name) => {
  const text = sample(name);
  const { applets, diagnostics } = parseApplets(text, name);

  it('holds applets, each statement with its place', () => {
    expect(applets.length).toBeGreaterThan(0);
    const lines = text.split(/\r?\n/);
    for (const { place } of applets.flatMap((applet) => [...applet.events, ...applet.actions, ...applet.others])) {
      // An expression of a template is blanked out, and keeps its length.
      if (/\{\{/.test(lines[place.line - 1] ?? '')) expect(place.text).toHaveLength(lines[place.line - 1]?.length ?? 0);
      else expect(place.text).toBe(lines[place.line - 1]);
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

describe.runIf(samplesIn('eem').includes(DEVICE_LIST))('the list of detectors that a device gives', () => {
  // Each detector has a heading `7    syslog    01.00 …`, and its syntax for applets before its variables.
  const headings = sample(DEVICE_LIST)
    .split(/^(?=\d+ +[\w-]+ +\d\d\.\d\d )/m)
    .slice(1);
  const shown = headings.map((text) => {
    const syntax = /Applet Configuration Syntax:(?<syntax>[\s\S]*?)Applet Built-in/.exec(text)?.groups?.['syntax'] ?? '';
    const lines = syntax.split('\n').map((line) => line.trim());
    const keywords = lines.flatMap((line) => /^\[?(?<word>[a-z][a-z0-9_-]+)/.exec(line)?.groups?.['word'] ?? []);
    return { id: text.split(/ +/)[1] ?? '', keywords: keywords.filter((word) => !['errors', 'informational', 'where'].includes(word)) };
  });

  it('is the one that the fixture repeats: every detector, every keyword', () => {
    const copied = readDeviceList();
    expect(copied.map(({ id }) => id)).toEqual(shown.map(({ id }) => id));
    const missing = shown.flatMap(({ id, keywords }) => {
      const forms = copied.find((each) => each.id === id)?.options.flatMap((option) => option.forms) ?? [];
      const words = new Set(forms.flatMap((form) => form.split(' ')));
      return keywords.filter((word) => !words.has(word.replace('cron_entry', 'cron-entry'))).map((word) => `${id}: ${word}`);
    });
    // The one line that names four groups at once, and the word that only begins a list of them.
    expect(missing).toEqual(['generic-xed: parameter', 'nf: event1-event4']);
  });
});
