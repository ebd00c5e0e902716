/** The applet that is pushed in measurements: 60 lines, each as long as those of a playbook. */
export const APPLET_NAME = 'FLAPTRAP-be7c40de-BENCH';

export function makeApplet(name = APPLET_NAME): string[] {
  const shows = Array.from({ length: 57 }, (_, index) => {
    const label = String((index + 1) * 10).padStart(4, '0');
    return ` action ${label} cli command "show crypto ipsec sa peer 198.51.100.${index + 1} detail"`;
  });
  return [
    `event manager applet ${name} authorization bypass`,
    ' event syslog pattern "CRYPTO-4-RECVD_PKT_INV_SPI" maxrun 120 ratelimit 60',
    ...shows,
    ' action 9990 syslog msg "done"',
  ];
}
