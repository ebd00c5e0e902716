/** An SPI's text is how IOS prints it: in hex, and with the same number in decimal behind. [C] ike.md 4.1 */

/** `0xB761863E` */
export function hexSpi(spi: number): string {
  return `0x${spi.toString(16).toUpperCase()}`;
}

/** `0xB761863E(3076621886)` */
export function printSpi(spi: number): string {
  return `${hexSpi(spi)}(${spi})`;
}
