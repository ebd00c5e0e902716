/** Handing in is the page without a report: it takes two logs, a folder or an archive, and judges them here. */
import { fromDrop, fromInput, type Picked } from './dropped.ts';
import { el } from './elements.ts';
import { pickedExample } from './example.ts';

export interface HandIn {
  element: HTMLElement;
  say(words: string, isTrouble?: boolean): void;
}

/** `judge` gets what was handed in. */
export function handIn(judge: (picked: Picked[]) => void): HandIn {
  const files = el('input', {
    type: 'file',
    multiple: true,
    class: 'picker',
    id: 'pick-files',
    change: () => judge(fromInput(files.files)),
  });
  const folder = el('input', {
    type: 'file',
    webkitdirectory: true,
    class: 'picker',
    id: 'pick-folder',
    change: () => judge(fromInput(folder.files)),
  });
  const told = el('pre', { class: 'told-here', 'aria-live': 'polite' });
  const zone = zoneOf(files, folder);
  takeDrops(zone, judge);
  const element = el(
    'main',
    { class: 'hand-in' },
    el('h1', {}, 'Why did the tunnel flap?'),
    el(
      'p',
      { class: 'lead soft' },
      'flaptrap reads what two Cisco routers logged around an unknown SPI, lays both records on one clock, and says why.',
    ),
    zone,
    told,
    el(
      'p',
      { class: 'soft' },
      'No logs at hand? ',
      el('button', { class: 'link', click: () => judge(pickedExample()) }, 'See the report of an example'),
    ),
    el(
      'p',
      { class: 'soft' },
      'Everything happens in this page. It has no server and may reach no network: nothing leaves this machine. Passwords and keys are taken out while the files are read.',
    ),
  );
  const say = (words: string, isTrouble = false): void => {
    told.textContent = words;
    told.classList.toggle('trouble', isTrouble);
  };
  return { element, say };
}

function zoneOf(files: HTMLElement, folder: HTMLElement): HTMLElement {
  return el(
    'div',
    { class: 'zone' },
    el('p', { class: 'lead' }, 'Drop the logs of both routers here'),
    el('p', { class: 'soft' }, 'two log files, a folder, a .tar.gz or a .zip, as they are'),
    el(
      'p',
      { class: 'picks' },
      el('label', { for: 'pick-files', class: 'button' }, 'Choose files'),
      files,
      el('label', { for: 'pick-folder', class: 'button' }, 'Choose a folder'),
      folder,
    ),
  );
}

/** Anywhere on the page, so that a near miss does not open the file in the place of the page. */
function takeDrops(zone: HTMLElement, judge: (picked: Picked[]) => void): void {
  addEventListener('dragover', (event) => {
    event.preventDefault();
    zone.classList.add('over');
  });
  addEventListener('dragleave', () => zone.classList.remove('over'));
  addEventListener('drop', (event) => {
    event.preventDefault();
    zone.classList.remove('over');
    void fromDrop(event.dataTransfer).then((picked) => {
      if (picked.length > 0) judge(picked);
    });
  });
}
