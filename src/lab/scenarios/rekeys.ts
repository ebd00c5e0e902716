/** Scenarios of a rekey: R makes its new SA too late, wrongly or not at all, or S is too early or too late with it. */
import { deleteChild } from '../ike/deletion.ts';
import { HIGH_SPI } from '../ike/esp.ts';
import { burst, dropChildren, renew, renewThenStrike, STRIKE_MS, silence } from '../ike/moves.ts';
import type { Scenario } from './scenario.ts';

const SLOW_INSTALL_MS = 180;
/** S is busy for five minutes. */
const BUSY_PACKETS = 6000;
const BUSY_MS = 50;

/** S is too early at each rekey, and R takes its own new SA away for it. */
export const newSaKilledByEarlyPacket: Scenario = {
  id: 'new-sa-killed-by-early-packet',
  title: 'R deletes its new SA because a packet came too early for it',
  ike: [1, 2],
  play: ({ clock }, receiver, sender) => {
    clock.after(STRIKE_MS, () => {
      receiver.traits.installDelayMs = SLOW_INSTALL_MS;
      receiver.traits.killsNewSaOnEarlyPacket = true;
      sender.traits.usesNewSaEarly = true;
      renew(receiver);
      burst(sender, BUSY_PACKETS, BUSY_MS);
    });
  },
};

/** IKE at R believes the SA is installed, and the data plane never got it. */
export const receiverDataPlaneMissing: Scenario = {
  id: 'receiver-data-plane-missing',
  title: "R's data plane lacks an SA that IKE holds for active",
  ike: [1, 2],
  play: ({ clock }, receiver, sender) => {
    clock.after(STRIKE_MS, () => {
      receiver.traits.losesInstalledInbound = true;
      renew(sender);
    });
  },
};

/** At a rekey R needs long to install its new SA, and S uses it a moment too early. */
export const rekeyRace: Scenario = {
  id: 'rekey-race',
  title: 'S uses the new SA before R has installed it',
  ike: [1, 2],
  play: ({ clock }, receiver, sender) => {
    clock.after(STRIKE_MS, () => {
      receiver.traits.installDelayMs = SLOW_INSTALL_MS;
      // Where R answers only when its data plane has the SA, it takes the defect of S for a race.
      sender.traits.usesNewSaEarly = true;
      renew(receiver);
      burst(sender, 30, 10);
    });
  },
};

const HELD_MS = 120;
const BURST_MS = 200;

/** R takes the tunnel down properly, and packets already under way come after that. */
export const rekeyReorder: Scenario = {
  id: 'rekey-reorder',
  title: 'packets that were under way come after a proper deletion',
  ike: [1, 2],
  play: (tunnel, receiver, sender) =>
    renewThenStrike(tunnel, sender, () => {
      const { network, clock } = tunnel;
      network.holdsMs = ({ packet, from }) => (packet.kind === 'esp' && from === sender.side ? HELD_MS : 0);
      burst(sender, 20, 10);
      clock.after(BURST_MS, () => {
        dropChildren(receiver, { isTold: true });
        network.holdsMs = () => 0;
      });
    }),
};

/** R has no memory left for the new SA of a rekey. */
export const resourceExhaustion: Scenario = {
  id: 'resource-exhaustion',
  title: 'R has no memory for its new SA',
  ike: [1, 2],
  play: ({ clock }, receiver, sender) => {
    clock.after(STRIKE_MS, () => {
      receiver.traits.lacksMemory = true;
      renew(sender);
    });
  },
};

/** Less than what the story leaves: the rekey falls due in it. */
const SHORT_LIFE_SECONDS = 120;
const PFS = 'set pfs group14';

/** Somebody sets PFS at S alone: no rekey is agreed on any more, and R's SA comes to its end while S has time left. */
export const rekeyRefused: Scenario = {
  id: 'rekey-refused',
  title: 'S refuses every rekey, and the SA at R runs out',
  ike: [1, 2],
  play: (tunnel, receiver, sender) => {
    receiver.traits.childLifetimeSeconds = SHORT_LIFE_SECONDS;
    receiver.traits.expiresSilently = true;
    renewThenStrike(tunnel, sender, () => {
      sender.router.configuration.setInside('crypto map OUTSIDE 10', PFS);
      sender.traits.refusesChildren = true;
      // And S would be refused likewise.
      receiver.traits.refusesChildren = true;
    });
  },
};

/** By then each end sends with the pair that it will stay with. */
const SETTLED_MS = 4000;

/** Both ends ask for new SAs at once, and R drops the pair that S keeps. */
export const simultaneousRekey: Scenario = {
  id: 'simultaneous-rekey',
  title: 'both rekey at once, and R drops as a duplicate what S keeps',
  ike: [1, 2],
  play: ({ clock }, receiver, sender) => {
    clock.after(STRIKE_MS, () => {
      for (const endpoint of [receiver, sender]) {
        // IKEv2 knows which of the two to close; here neither end looks.
        endpoint.traits.comparesNonces = false;
        renew(endpoint);
      }
      clock.after(SETTLED_MS, () => {
        // Its own ESP would show S the pair that is left.
        silence(receiver);
        const kept = receiver.childSas.find(({ inbound }) => inbound === sender.plane.outbound);
        if (kept !== undefined) deleteChild(receiver, kept, { isTold: false });
      });
    });
  },
};

/** R chose an SPI that begins with 0xFF, and drops whatever comes with it. */
export const spi0xffDefect: Scenario = {
  id: 'spi-0xff-defect',
  title: 'R drops what comes with an SPI from 0xFF000000 on',
  ike: [1, 2],
  play: ({ clock }, receiver, sender) => {
    clock.after(STRIKE_MS, () => {
      receiver.traits.dropsHighSpis = true;
      receiver.chosenSpis.push(HIGH_SPI + Math.floor(receiver.random() * 0xfffff0));
      renew(sender);
    });
  },
};
