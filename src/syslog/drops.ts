/** Drops are datagrams that the kernel had no room for: Linux counts them for each socket. [C] proc(5), net/ipv4/udp.c */

/**
 * `  sl  local_address rem_address   st tx_queue rx_queue tr tm->when retrnsmt   uid  timeout inode ref pointer drops`,
 * ` 1234: 0100007F:0202 00000000:0000 07 00000000:00000000 00:00000000 00000000     0        0 71342 2 0000000000000000 17`
 */
export const SOCKET_ROW = /^ *\d+: [0-9A-F]+:([0-9A-F]{4}) .* (\d+)\s*$/gm;

/** Of all sockets at these ports; null where the table says nothing of them, as everywhere but on Linux. */
export function dropsAt(table: string, ports: readonly number[]): number | null {
  const counts = [...table.matchAll(SOCKET_ROW)].flatMap(([, port = '', drops]) =>
    ports.includes(Number.parseInt(port, 16)) ? [Number(drops)] : [],
  );
  return counts.length === 0 ? null : counts.reduce((sum, each) => sum + each, 0);
}
