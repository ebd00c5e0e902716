/** A message id names one IKE exchange; IOS 12.x and 15.x print it signed, IOS-XE unsigned (-426260398 is 3868706898). */
export function messageId(printed: string): number | undefined {
  return /^-?\d{1,10}$/.test(printed) ? Number(printed) >>> 0 : undefined;
}
