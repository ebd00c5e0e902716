/** The lines that quick mode writes between its packets: the offer, its proxies, the SAs to be made. [C shapes] ike.md 3.3, 4.1 */
import { tellProxies } from '../installation.ts';
import { hexSpi, requestTuple } from '../tuple.ts';
import type { Ikev1End, Negotiation } from './end.ts';
import { oldOffer, tellOldCreating } from './ios-12-4-lines.ts';

export function tellOffer(endpoint: Ikev1End, { ike, messageId, lifetimeSeconds }: Negotiation): void {
  const { ledger, ends, selectors } = endpoint;
  const id = ledger.id(messageId);
  ledger.isakmp(ike.connId, ` processing SA payload. message ID = ${id}`, 'Checking IPSec proposal 1');
  ledger.plain(
    'transform 1, ESP_AES ',
    '  attributes in transform:',
    '     encaps is 1 (Tunnel)',
    '     SA life type in seconds',
    `     SA life duration (basic) of ${lifetimeSeconds}`,
    '     SA life type in kilobytes',
    '     SA life duration (VPI) of  0x0 0x46 0x50 0x0 ',
    '     authenticator is HMAC-SHA256',
    '     key length is 256',
  );
  ledger.isakmp(ike.connId, 'atts are acceptable.');
  ledger.ipsec(
    'IPSEC(validate_proposal_request): proposal part #1',
    `IPSEC(validate_proposal_request): proposal part #1,\n${endpoint.is12 ? oldOffer(endpoint) : requestTuple('INBOUND', ends, selectors, lifetimeSeconds)}`,
  );
  tellProxies(endpoint);
  ledger.isakmp(
    ike.connId,
    ` processing NONCE payload. message ID = ${id}`,
    ` processing ID payload. message ID = ${id}`,
    ` processing ID payload. message ID = ${id}`,
  );
}

/** Inbound and outbound in hex, as 15.x prints them. [L] */
export function tellCreating(endpoint: Ikev1End, negotiation: Negotiation): void {
  const { ledger, address, remote, selectors } = endpoint;
  if (endpoint.is12) {
    tellOldCreating(endpoint, negotiation);
    return;
  }
  const { ike, inbound, outbound = 0, lifetimeSeconds } = negotiation;
  const [mine = ''] = selectors.mine.split('/');
  const [theirs = ''] = selectors.theirs.split('/');
  const life = `        lifetime of ${lifetimeSeconds} seconds\n        lifetime of ${endpoint.traits.childLifetimeKilobytes} kilobytes`;
  ledger.isakmp(
    ike.connId,
    [
      ' Creating IPSec SAs',
      `        inbound SA from ${remote} to ${address} (f/i)  0/ 0`,
      `        (proxy ${theirs} to ${mine})`,
      `        has spi ${hexSpi(inbound)} and conn_id 0`,
      life,
      `        outbound SA from ${address} to ${remote} (f/i) 0/0`,
      `        (proxy ${mine} to ${theirs})`,
      `        has spi  ${hexSpi(outbound)} and conn_id 0`,
      life,
    ].join('\n'),
  );
}

/** How IPsec gives a 12.x responder its inbound SPI, in decimal. [B] */
export function tellSpiReply({ ledger, address, remote }: Ikev1End, { inbound }: Negotiation): void {
  ledger.ipsec(
    'IPSEC(key_engine): got a queue event...',
    `IPSEC(spi_response): getting spi ${inbound} for SA from ${address} to ${remote} for prot 3`,
  );
  ledger.plain('received ke message (2/1)');
}
