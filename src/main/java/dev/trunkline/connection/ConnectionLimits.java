package dev.trunkline.connection;

import dev.trunkline.admission.ClientNetwork;
import dev.trunkline.admission.Refusal;
import dev.trunkline.admission.RefusedException;
import dev.trunkline.config.Settings;
import dev.trunkline.viewer.Viewer;

/** Limits the connections of the process, of each client address and of each account, as the settings say. */
final class ConnectionLimits {

    private static final String ALL = "";

    private final Quota<String> process;
    private final Quota<String> addresses;
    private final Quota<Long> accounts;

    ConnectionLimits(Settings.Limits limits) {
        this.process = new Quota<>(limits.connections().orElse(0));
        this.addresses = new Quota<>(limits.connectionsPerAddress().orElse(0));
        this.accounts = new Quota<>(limits.connectionsPerAccount());
    }

    /**
     * Takes a place within the limits of the process and of the address.
     *
     * @throws RefusedException if one is reached
     */
    Place reserve(Origin origin) {
        Place place = new Place();
        take(process, ALL, place, Refusal.PROCESS_FULL);
        take(addresses, ClientNetwork.of(origin.address()), place, Refusal.TOO_MANY_CONNECTIONS);
        return place;
    }

    /**
     * Extends a place to the limit of the account.
     *
     * @throws RefusedException if it is reached; then the place is given back
     */
    void extend(Place place, Viewer viewer) {
        if (!viewer.anonymous()) {
            take(accounts, viewer.accountId(), place, Refusal.TOO_MANY_CONNECTIONS);
        }
    }

    private static <K> void take(Quota<K> quota, K key, Place place, Refusal full) {
        if (!quota.take(key)) {
            place.giveBack();
            throw new RefusedException(full);
        }
        place.atEnd(() -> quota.giveBack(key));
    }
}
