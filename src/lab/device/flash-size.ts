/** How large the flash of a simulated router is. */
export const FLASH_BYTES = 256_000_000;
