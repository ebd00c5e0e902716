/** Images are what a release comes as: some know EEM too little, or not at all. */

/** EEM 3.0 brought the arithmetic and flow of applets, in 12.4(22)T. [C] eem.md 4.1 */
export const MINIMUM_EEM = 3;

/** `Cisco IOS Software, Linux Software (I86BI_LINUX-ADVENTERPRISEK9-M), Version 15.7(3)M2, …`: the name of an image [C] */
export const IMAGE = /^.*?Software.*?\((?<image>[A-Z0-9_.-]+-M)\)/m;
/** `I86BI_LINUX-ADVENTERPRISEK9-M`, `I86BI_LINUXL2-ADVENTERPRISEK9-M`, `X86_64BI_LINUX-ADVENTERPRISEK9-M`: IOS on Linux, of the vendor's lab products [L] */
export const IOL = /^(?:I86BI|X86_64BI)_LINUX/;
/** `Version 12.4(25f), RELEASE SOFTWARE`: a mainline release of 12.4 or older; a train has a letter behind the bracket. [C form] */
export const MAINLINE = /\bVersion (?<release>12\.[0-4]\(\d+[a-z]?\))(?=[,\s]|$)/;

/** As `show version` has it in brackets. */
export function readImageName(showVersion: string): string | undefined {
  return IMAGE.exec(showVersion)?.groups?.['image'];
}

/** What people call an image that has no applets; undefined for any other. */
export function readImage(name: string): string | undefined {
  return IOL.test(name) ? 'IOL' : undefined;
}

/** The release, when it is of a mainline that ends before EEM 3.0. */
export function readMainline(version: string): string | undefined {
  return MAINLINE.exec(version)?.groups?.['release'];
}
