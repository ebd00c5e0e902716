/** Payloads are printed by their names, as the debug lists them once they are decrypted. [C] for the initial exchanges and DELETE, else [L]: ike.md 6 */
import type { Ikev2Packet } from '../packet.ts';

const NAT_DETECTION = 'NOTIFY(NAT_DETECTION_SOURCE_IP) NOTIFY(NAT_DETECTION_DESTINATION_IP)';
const ESP_NOTIFIES = 'NOTIFY(ESP_TFC_NO_SUPPORT) NOTIFY(NON_FIRST_FRAGS)';

export function payloadNames({ body, isResponse }: Ikev2Packet): string {
  switch (body.is) {
    case 'init':
      return `SA KE N VID VID VID VID ${NAT_DETECTION}`;
    case 'auth':
      return authNames(isResponse, body);
    case 'child':
      // The order of RFC 7296 1.3.3.
      return `${body.rekeys === undefined || isResponse ? '' : 'NOTIFY(REKEY_SA) '}SA N TSi TSr ${ESP_NOTIFIES}`;
    case 'rekey-ike':
      return 'SA N KE';
    case 'refusal':
      return `NOTIFY(${body.notify})`;
    case 'delete':
      return body.spis.length > 0 ? 'DELETE' : '';
    case 'delete-ike':
      return 'DELETE';
    case 'invalid-spi':
      return 'NOTIFY(INVALID_SPI)';
    case 'nothing':
      return '';
  }
}

function authNames(isResponse: boolean, { spi, isInitialContact }: { spi: number | undefined; isInitialContact: boolean }): string {
  if (isResponse && spi === undefined) return 'VID IDr AUTH NOTIFY(NO_PROPOSAL_CHOSEN)';
  const contact = isInitialContact ? 'NOTIFY(INITIAL_CONTACT) ' : '';
  return `VID ${isResponse ? 'IDr' : 'IDi'} AUTH SA TSi TSr ${contact}NOTIFY(SET_WINDOW_SIZE) ${ESP_NOTIFIES}`;
}
