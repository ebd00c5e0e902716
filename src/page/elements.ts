/** Elements are made of names, attributes and text; what comes from a router goes in as text, and can be nothing else. */
import { plainLine } from '../plain-text.ts';

type Handler = (event: Event) => void;
type Value = string | number | boolean | undefined | Handler;
type Child = Node | string | undefined;

/** A function listens to the event of its name, `false` and `undefined` leave an attribute out. */
export function el<Tag extends keyof HTMLElementTagNameMap>(
  tag: Tag,
  attributes: Readonly<Record<string, Value>> = {},
  ...children: readonly Child[]
): HTMLElementTagNameMap[Tag] {
  return filled(document.createElement(tag), attributes, children);
}

function filled<Made extends Element>(made: Made, attributes: Readonly<Record<string, Value>>, children: readonly Child[]): Made {
  for (const [name, value] of Object.entries(attributes)) {
    if (typeof value === 'function') made.addEventListener(name, value);
    else if (value === true) made.setAttribute(name, '');
    else if (value !== undefined && value !== false) made.setAttribute(name, String(value));
  }
  made.append(...children.flatMap((child) => (child === undefined ? [] : [typeof child === 'string' ? said(child) : child])));
  return made;
}

/** A stranger's text acts on nothing: what would turn words around is shown as its escape. */
export function said(text: string): string {
  return plainLine(text);
}

export function clear(element: Element, ...children: readonly Child[]): void {
  element.replaceChildren(...children.flatMap((child) => (child === undefined ? [] : [typeof child === 'string' ? said(child) : child])));
}

/** Gives a file to the person, as a download. */
export function offer(name: string, bytes: Uint8Array | string, type: string): void {
  const url = URL.createObjectURL(new Blob([bytes as Uint8Array<ArrayBuffer>], { type }));
  const link = el('a', { href: url, download: name });
  document.body.append(link);
  link.click();
  link.remove();
  setTimeout(() => URL.revokeObjectURL(url), 60_000);
}
