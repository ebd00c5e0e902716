/** The SPI of the message is printed twice, hexadecimal and decimal: what a copy damaged in the one is read from the other. */
import { type EspSpi, parseDecimalSpi, parseHexSpi } from '../../ipsec/spi.ts';

export interface PrintedSpi {
  spi: EspSpi;
  /** Set when both are whole and disagree; hexadecimal is believed. [C ike.md 1.6] */
  printedDecimal: string | undefined;
}

const FIELDS = {
  /** `spi=0xB761863E(3076621886)`, `spi = 0xB761863E (3076621886)` */
  spi: /\bspi(?: {0,2}= {0,2}| )(?=0x|\(?\d)(?:0x([0-9a-f]{1,8})\b)? ?\(?(\d{1,10}\b)?/i,
  /** `spi=0x730C2FF8(193017` and nothing behind it: the decimal was cut. */
  decimalCut: /\(\d{0,10}\s*$/,
  /** `spi=0x730C2FF8(19301?8552)`, `(19301 78552)`: all figures of the one, and a sign or a blank within the other that is none. */
  decimalDamaged: /\bspi {0,2}= {0,2}0x[0-9a-f]{8} ?\(\d{0,9}[^\d),]{1,60}\d{0,9}\)/i,
  /** `spi=0x********(1930178552)`, `spi=<removed>(1930178552)`: whoever masked it left the decimal that IOS prints behind it. */
  hexadecimalMasked: /\bspi {0,2}= {0,2}(?:(?:0x)?[*x?#_.-]{2,12}|[<[][a-z ]{1,20}[\]>])\((\d{8,10})\)/i,
  /** Whatever stands before a whole decimal. */
  beforeDecimal: /\bspi {0,2}= {0,2}([^(),=]{6,60}?)\s?\((\d{1,10})\)/i,
};

/** Undefined where too little of both is left to tell which SPI it is. */
export function readPrintedSpi(message: string): PrintedSpi | undefined {
  const restored = restore(message);
  if (restored !== undefined) return { spi: restored, printedDecimal: undefined };
  const [, hexadecimal, printed] = FIELDS.spi.exec(message) ?? [];
  const isDecimalLost = FIELDS.decimalCut.test(message) || FIELDS.decimalDamaged.test(message);
  const decimal = hexadecimal !== undefined && isDecimalLost ? undefined : printed;
  const fromHexadecimal = hexadecimal === undefined ? undefined : parseHexSpi(hexadecimal);
  const fromDecimal = decimal === undefined ? undefined : parseDecimalSpi(decimal);
  const spi = fromHexadecimal ?? fromDecimal;
  // Of `spi=0x730C2FF8(…` cut behind its first digit a nought is left, which is no SPI.
  if (spi === undefined || (fromHexadecimal === undefined && fromDecimal === '0x00000000')) return undefined;
  if (spi !== fromDecimal && isCutInside(hexadecimal, fromHexadecimal, fromDecimal)) return undefined;
  return { spi, printedDecimal: decimal !== undefined && fromDecimal !== spi ? decimal : undefined };
}

const FIGURES = 8;

/** `spi=0x730C2(1930178552)`: fewer than eight figures without the decimal that IOS prints behind them, or with another, are a part of the SPI. [C 115801] */
function isCutInside(hexadecimal: string | undefined, fromHexadecimal: string | undefined, fromDecimal: string | undefined): boolean {
  return hexadecimal !== undefined && hexadecimal.length < FIGURES && fromHexadecimal !== fromDecimal;
}

/** By the whole decimal, where what can be read of the other says the same, or was masked. */
function restore(message: string): EspSpi | undefined {
  const masked = FIELDS.hexadecimalMasked.exec(message)?.[1];
  if (masked !== undefined) return parseDecimalSpi(masked);
  const [, damaged = '', decimal = ''] = FIELDS.beforeDecimal.exec(message) ?? [];
  const whole = parseDecimalSpi(decimal);
  const left = damaged.replace(/\s/g, '').replace(MARK, '').toUpperCase();
  return whole !== undefined && isLeftOf(left, whole.slice('0x'.length)) ? whole : undefined;
}

/** `0x`, and what a scan or a word processor makes of it: `Ox`, `0\u00D7`, `0x\u00D7`. */
const MARK = /^[0oq]?[x\u00D7]{1,2}/i;
/** Enough that no other SPI fits by chance. */
const LEGIBLE_MIN = 5;
/** More may be another SPI by chance. */
const LOST_MAX = 2;

/** IOS prints no nought in front: `0xC2FF812(204470290)` is whole too. */
function isLeftOf(left: string, whole: string): boolean {
  const forms = [whole, whole.replace(/^0/, '')];
  return isFewer(left, whole) || forms.some((each) => isLegible(left, each) || isTypedInto(left, each));
}

/** `73?C2FF8`: of as many signs those that are figures stand where they are in the whole. */
function isLegible(left: string, whole: string): boolean {
  if (left.length !== whole.length) return false;
  const legible = [...left].flatMap((sign, at) => (/[0-9A-F]/.test(sign) ? [sign === whole[at]] : []));
  return legible.length >= LEGIBLE_MIN && legible.every((isSame) => isSame);
}

/** `730C2FF`: fewer are in it in their order. */
function isFewer(left: string, whole: string): boolean {
  if (left.length >= FIGURES || left.length < FIGURES - LOST_MAX) return false;
  const rest = [...left];
  for (const figure of whole) if (figure === rest[0]) rest.shift();
  return rest.length === 0;
}

/** `730Cshrun2FF8`, `730C2FF8c`, `7s30Ch2FF8`: what was typed while the router printed stands at one place, and the whole is around, before or behind it; or it is no figure wherever it stands. */
function isTypedInto(left: string, whole: string): boolean {
  if (left.length <= whole.length) return false;
  if (left.replace(/[^0-9A-F]/g, '') === whole) return true;
  return Array.from({ length: whole.length + 1 }, (_, at) => at).some(
    (at) => left.startsWith(whole.slice(0, at)) && left.endsWith(whole.slice(at)),
  );
}
