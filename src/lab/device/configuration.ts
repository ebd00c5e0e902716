/** A configuration is the router's lines in sections, changed line by line as configuration mode does. */

interface Section {
  line: string;
  children: string[];
}

/** Settings of which there is one: a new line replaces the old. */
const SINGLE = [
  /^hostname /,
  /^logging (?:buffered|console|monitor|trap|on|buginf|rate-limit)\b/,
  /^service timestamps log\b/,
  /^service timestamps debug\b/,
  /^monitor event-trace crypto (?:ipsec|ikev2) event size\b/,
];

export class Configuration {
  readonly #sections: Section[] = [];

  constructor(text = '') {
    let isApplet = false;
    for (const line of text.split('\n')) {
      if (line.trim() === '' || line.startsWith('!') || line === 'end') continue;
      // Applets are kept by EEM.
      if (!line.startsWith(' ')) isApplet = line.startsWith('event manager applet ');
      if (isApplet) continue;
      if (line.startsWith(' ')) this.#sections.at(-1)?.children.push(line.trim());
      else this.#sections.push({ line: line.trim(), children: [] });
    }
  }

  /** Sets a global line; a section of that name keeps what it holds. */
  set(line: string): void {
    const single = keyOf(line);
    if (single !== undefined) this.#remove((section) => keyOf(section.line) === single);
    if (!this.has(line)) this.#sections.push({ line, children: [] });
  }

  /** Adds a line to a section, or removes one by its `no` form. */
  setInside(section: string, line: string): void {
    const children = this.#sections.find((each) => each.line === section)?.children;
    if (children === undefined) return;
    const bare = line.replace(/^no /, '');
    const at = children.indexOf(bare);
    if (line.startsWith('no ')) children.splice(at, at === -1 ? 0 : 1);
    else if (at === -1) children.push(line);
  }

  /** Removes every global line that begins so. */
  unset(prefix: string): boolean {
    return this.#remove(({ line }) => line === prefix || line.startsWith(`${prefix} `));
  }

  has(line: string): boolean {
    return this.#sections.some((section) => section.line === line);
  }

  find(pattern: RegExp): string | undefined {
    return this.#sections.find(({ line }) => pattern.test(line))?.line;
  }

  print(): string[] {
    return this.#sections.flatMap(({ line, children }) => [
      line,
      ...children.map((child) => ` ${child}`),
      ...(children.length > 0 ? ['!'] : []),
    ]);
  }

  #remove(isIt: (section: Section) => boolean): boolean {
    const before = this.#sections.length;
    for (let index = before - 1; index >= 0; index -= 1) {
      const section = this.#sections[index];
      if (section !== undefined && isIt(section)) this.#sections.splice(index, 1);
    }
    return this.#sections.length < before;
  }
}

/** The words of a setting of which there is one: `logging console`. */
function keyOf(line: string): string | undefined {
  const bare = line.replace(/^no /, '');
  return SINGLE.map((pattern) => pattern.exec(bare)?.[0]).find((key) => key !== undefined);
}
