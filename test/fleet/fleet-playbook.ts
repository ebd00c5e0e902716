/** The playbook that the fleets of the tests share: its own tunnel is that of hq and branch. */
import { parsePlaybook } from '../../src/playbook/parse.ts';
import type { Playbook } from '../../src/playbook/playbook.ts';

export const FLEET_PLAYBOOK_TEXT = `name: fleet-flaps
tunnel:
  a: { name: hq, host: hq.example.net, address: 192.0.2.1, login: ops }
  b: { name: branch, host: branch.example.net, address: 198.51.100.1, login: ops, port: 2022 }
logins:
  ops: { username: ops, password: env:FLAPTRAP_PASSWORD }
  field: { username: field, password: env:FIELD_PASSWORD }
jumpHosts:
  gate: { host: gate.example.net, login: ops }
`;

export function fleetPlaybook(change: (text: string) => string = (text) => text): Playbook {
  const { playbook, diagnostics } = parsePlaybook(change(FLEET_PLAYBOOK_TEXT), 'fleet.yaml');
  if (playbook === undefined) throw new Error(JSON.stringify(diagnostics));
  return playbook;
}

/** 198.18.0.0/15 is for measurements [RFC 2544]: as many spokes as a test wants. */
export function spokeAddress(number: number): string {
  return `198.18.${Math.floor(number / 250)}.${(number % 250) + 1}`;
}

function hubAddress(number: number): string {
  return spokeAddress(number).replace('198.18.', '198.19.');
}

/** A table of so many tunnels between hubs and spokes of their own. */
export function fleetTable(tunnels: number, hubs = 1): string {
  const rows = Array.from({ length: tunnels }, (_each, index) => {
    const hub = index % hubs;
    return `t${index},hub${hub},hub${hub}.example.net,${hubAddress(hub)},s${index},s${index}.example.net,${spokeAddress(index)}`;
  });
  return ['name,a.name,a.host,a.address,b.name,b.host,b.address', ...rows].join('\n');
}
