/** A reading is what is known so far of a configuration that is read line by line: its applets, the one that is open, and what was said around them. */
import type { Diagnostic } from '../diagnostic.ts';
import { type Dialect, dialectOfFile } from './foreign.ts';
import type { Material } from './material.ts';
import type { Applet, OtherStatement, Place } from './model.ts';
import type { Authorization } from './section.ts';
import type { Parsing } from './statement.ts';
import type { TemplateEngine } from './template.ts';

/** What a configuration says about EEM, and what of it could not be read. */
export interface ParsedApplets {
  applets: Applet[];
  /** `event manager environment NAME VALUE` */
  environment: Record<string, string>;
  /** `event manager session|scheduler|history|directory …`: what applets live under; and `length 0` of the terminal lines. */
  settings: OtherStatement[];
  /** True when the configuration has AAA check each command of a terminal line. */
  authorizesCommands: boolean;
  /** True for a whole configuration: what it does not hold, the device does not have. */
  isWhole: boolean;
  /** The text is one of these, and its expressions have been left out. */
  template?: { engine: TemplateEngine; lines: number } | undefined;
  /** Applets of another language, which were not read. */
  foreign: { dialect: Dialect; place: Place }[];
  diagnostics: Diagnostic[];
}

export interface Reading extends Parsing {
  result: ParsedApplets;
  steering: ReadonlySet<number>;
  elsewhere: ReadonlySet<number>;
  lines: readonly string[];
  /** A document shows how an applet is written, and no applet. */
  isForm: boolean;
  /** Of the header that was read last. */
  headerColumn: number;
  /** Somebody explains between the applets what they are: no configuration, but a document with examples. */
  hasProse: boolean;
  /** What `show event manager policy registered` prints of applets that stand elsewhere. */
  isListing: boolean;
  /** Applets by name that a header of the same name opens again. */
  open: Map<string, Applet>;
  authorization: Authorization;
  isVty: boolean;
  /** What the whole file is. */
  foreignFile: Dialect | undefined;
  /** Lines of each applet that turned out to be of another language. */
  foreign: Map<Applet, Dialect>;
  /** Which applet a line belongs to. */
  owners: Map<number, Applet>;
  orphans: Place[];
}

export function beginReading(text: string, { lines, engine, steering, elsewhere }: Material): Reading {
  const isWhole = /^version \d/m.test(text) && /^end\s*$/m.test(text);
  const result: ParsedApplets = {
    applets: [],
    environment: {},
    settings: [],
    authorizesCommands: false,
    isWhole,
    foreign: [],
    diagnostics: [],
  };
  const foreignFile = dialectOfFile(text);
  return {
    result,
    steering,
    elsewhere,
    applet: undefined,
    lines,
    headerColumn: 1,
    isForm: engine === 'places to fill in',
    hasProse: false,
    isListing: false,
    applets: result.applets,
    diagnostics: result.diagnostics,
    open: new Map(),
    authorization: { asking: new Set(), used: new Set() },
    isVty: false,
    foreign: new Map(),
    foreignFile,
    owners: new Map(),
    orphans: [],
  };
}
