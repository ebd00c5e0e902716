/** A command's file name is the command with every run of other characters than letters and digits made one underscore. */

/** `show crypto ipsec sa detail` is kept in `show_crypto_ipsec_sa_detail.txt`. */
export function fileNameOfCommand(command: string): string {
  return `${command
    .trim()
    .replace(/[^A-Za-z0-9]+/g, '_')
    .replace(/^_|_$/g, '')}.txt`;
}
