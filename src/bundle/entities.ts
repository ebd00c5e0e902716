/** Entities are how markup writes signs that mean something to it, and any other by its number. [C] XML 1.0 4.1; HTML 4.01 24 */
export const ENTITY = /&(nbsp|amp|lt|gt|quot|apos|#\d{1,6}|#x[0-9a-f]{1,5});/gi;
const NAMED: Readonly<Record<string, string>> = { nbsp: ' ', amp: '&', lt: '<', gt: '>', quot: '"', apos: "'" };
const NO_BREAK_SPACE = 0xa0;

/** Each as the sign that it stands for. */
export function withoutEntities(text: string): string {
  return text.includes('&') ? text.replace(ENTITY, readEntity) : text;
}

function readEntity(whole: string, name: string): string {
  if (!name.startsWith('#')) return NAMED[name.toLowerCase()] ?? whole;
  const code = /^#x/i.test(name) ? Number.parseInt(name.slice(2), 16) : Number(name.slice(1));
  return code === NO_BREAK_SPACE ? ' ' : String.fromCodePoint(code);
}
