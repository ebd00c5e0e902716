/** Interface names are cut short in tables and whole in messages: `Vl1` is `Vlan1`, `Gi0/0` is `GigabitEthernet0/0`. */

/** [C] as `show interfaces status` and `show standby brief` cut them. */
const NAMES: readonly (readonly [RegExp, string])[] = [
  [/^Te(?:nGigabitEthernet)?(?=\d)/i, 'TenGigabitEthernet'],
  [/^Twe(?:ntyFiveGigE)?(?=\d)/i, 'TwentyFiveGigE'],
  [/^Tw(?:oGigabitEthernet)?(?=\d)/i, 'TwoGigabitEthernet'],
  [/^Fo(?:rtyGigabitEthernet)?(?=\d)/i, 'FortyGigabitEthernet'],
  [/^Hu(?:ndredGigE)?(?=\d)/i, 'HundredGigE'],
  [/^Gi(?:gabitEthernet|g)?(?=\d)/i, 'GigabitEthernet'],
  [/^Fa(?:stEthernet)?(?=\d)/i, 'FastEthernet'],
  [/^Et?(?:hernet|h)?(?=\d)/i, 'Ethernet'],
  [/^Vl(?:an)?(?=\d)/i, 'Vlan'],
  [/^Tu(?:nnel|n)?(?=\d)/i, 'Tunnel'],
  [/^Lo(?:opback)?(?=\d)/i, 'Loopback'],
  [/^Po(?:rt-channel)?(?=\d)/i, 'Port-channel'],
  [/^Se(?:rial)?(?=\d)/i, 'Serial'],
  [/^Di(?:aler)?(?=\d)/i, 'Dialer'],
  [/^BDI?(?=\d)/i, 'BDI'],
  [/^BV?(?:I)?(?=\d)/i, 'BVI'],
  [/^Fi(?:veGigabitEthernet)?(?=\d)/i, 'FiveGigabitEthernet'],
  [/^Fou(?:rHundredGigE)?(?=\d)/i, 'FourHundredGigE'],
  [/^Vi(?:rtual-Access)?(?=\d)/i, 'Virtual-Access'],
];

export function wholeInterfaceName(name: string): string {
  const known = NAMES.find(([pattern]) => pattern.test(name));
  return known === undefined ? name : name.replace(known[0], known[1]);
}
