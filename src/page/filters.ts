/** The filters choose which events are shown, by peer, family and SA, and hold the buttons that do what the keys do. */
import { el } from './elements.ts';
import type { Looking } from './looking.ts';

export function filters(looking: Looking, keys: Readonly<Record<string, () => void>>): HTMLElement {
  const { tunnel } = looking.picture.verdict;
  const press = (key: string, words: string, label: string): HTMLElement =>
    el('button', { 'aria-label': label, title: `${label} (${key})`, click: () => keys[key]?.() }, words);
  const clocks = el('button', { class: 'clocks', 'aria-pressed': 'false', title: 'key c', click: () => keys['c']?.() }, 'Own stamps');
  looking.onChange(() => clocks.setAttribute('aria-pressed', String(!looking.isAligned)));
  return el(
    'div',
    { class: 'tools', role: 'toolbar', 'aria-label': 'what the timeline shows' },
    el(
      'span',
      { class: 'group' },
      press('-', '\u2212', 'zoom out'),
      press('+', '+', 'zoom in'),
      press('ArrowLeft', '\u2190', 'earlier'),
      press('ArrowRight', '\u2192', 'later'),
      press('0', 'All', 'show all'),
      looking.picture.verdict.incidents.length > 0 ? press('z', 'Incident', 'show the incident') : undefined,
      // Nothing can be switched off that is not known.
      looking.picture.verdict.clock.offsetMs === null ? undefined : clocks,
    ),
    el(
      'span',
      { class: 'group' },
      check(tunnel.a.name, (isOn) => set(looking, () => (looking.isShownA = isOn))),
      check(tunnel.b.name, (isOn) => set(looking, () => (looking.isShownB = isOn))),
    ),
    el('span', { class: 'group' }, ...familyChecks(looking)),
    saChoice(looking),
  );
}

function set(looking: Looking, change: () => void): void {
  change();
  looking.sift();
}

function check(words: string, change: (isOn: boolean) => void): HTMLElement {
  const box = el('input', { type: 'checkbox', checked: true, change: () => change(box.checked) });
  return el('label', { class: 'check' }, box, el('span', {}, words));
}

function familyChecks(looking: Looking): HTMLElement[] {
  return looking.picture.events.families.map((family, number) =>
    check(family, (isOn) =>
      set(looking, () => {
        const hidden = new Set(looking.hidden);
        if (isOn) hidden.delete(number);
        else hidden.add(number);
        looking.hidden = hidden;
      }),
    ),
  );
}

/** More than this nobody picks from a list. */
const SAS_MAX = 500;

function saChoice(looking: Looking): HTMLElement {
  const options = looking.picture.events.spis.slice(0, SAS_MAX).map((spi, index) => el('option', { value: index }, spi));
  const select = el(
    'select',
    { change: () => set(looking, () => (looking.spi = Number(select.value))) },
    el('option', { value: -1 }, 'every SA'),
    ...options,
  );
  looking.onChange(() => {
    if (select.value !== String(looking.spi)) select.value = String(looking.spi);
  });
  return el('label', { class: 'check' }, el('span', {}, 'SA'), select);
}
