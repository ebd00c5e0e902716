/** Fault: line ends of CR CR LF, with NULs and bells in between. */
import type { LabFault } from './lab-fault.ts';

export const CARRIAGE_RETURNS: LabFault = {
  title: 'line ends of CR CR LF, with NULs and bells in between',
  work: 'show',
  outcome: 'exact',
  make: () => ({ makeOutput: () => (bytes, wire) => wire.send(bytes.toString('latin1').replaceAll('\r\n', '\r\r\n\0')) }),
};
