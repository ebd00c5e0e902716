/** An ESP SPI is the 32-bit name of a child SA at the peer that receives with it, written `0x` and eight upper-case hex digits. */
export type EspSpi = `0x${string}`;

const MAX_SPI = 0xffffffff;

/** A router logs the unknown SPI of a flow once within this time, however many packets come. [C] seed.md 4 */
export const UNKNOWN_SPI_SILENCE_SECONDS = 60;

/** The SPI of a number, or undefined when it does not fit 32 bits: IOS prints garbage such as `spi 9223503292995197928`. */
export function espSpi(value: number): EspSpi | undefined {
  if (!Number.isSafeInteger(value) || value < 0 || value > MAX_SPI) return undefined;
  const known = SPELLINGS.get(value);
  if (known !== undefined) return known;
  if (SPELLINGS.size >= SPELLINGS_MAX) SPELLINGS.clear();
  const spelt: EspSpi = `0x${value.toString(16).toUpperCase().padStart(8, '0')}`;
  SPELLINGS.set(value, spelt);
  return spelt;
}

/** Every SPI is printed in many lines. */
const SPELLINGS = new Map<number, EspSpi>();
const SPELLINGS_MAX = 10_000;

const HEXADECIMAL = /^(?:0x)?[0-9a-f]{1,8}$/i;

/** Reads `0xB761863E`, `DD8C4BB4` (hexadecimal without a mark) into an SPI; undefined when it is neither. */
export function parseHexSpi(text: string): EspSpi | undefined {
  const digits = text.trim();
  return HEXADECIMAL.test(digits) ? espSpi(Number.parseInt(digits, 16)) : undefined;
}

/** Reads a decimal SPI, as in `processing NOTIFY … spi 101951630`. */
export function parseDecimalSpi(text: string): EspSpi | undefined {
  return /^\d{1,10}$/.test(text.trim()) ? espSpi(Number(text)) : undefined;
}
