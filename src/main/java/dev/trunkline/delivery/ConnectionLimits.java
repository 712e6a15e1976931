package dev.trunkline.delivery;

import dev.trunkline.config.Settings;
import dev.trunkline.viewer.Viewer;

/** Bounds the connections of the process, of each client address and of each account, where the settings ask for it. */
final class ConnectionLimits {

    private static final String ALL = "";

    private final Quota<String> process;
    private final Quota<String> addresses;
    private final Quota<Long> accounts;

    ConnectionLimits(Settings.Limits limits) {
        this.process = new Quota<>(limits.connections());
        this.addresses = new Quota<>(limits.connectionsPerAddress());
        this.accounts = new Quota<>(limits.connectionsPerAccount());
    }

    /** Refuses, before anything is looked up for it, what would find no place. */
    void check(Origin origin) {
        if (process.isFull(ALL)) {
            throw new RefusedException(Refusal.PROCESS_FULL);
        }
        if (addresses.isFull(origin.address())) {
            throw new RefusedException(Refusal.TOO_MANY_CONNECTIONS);
        }
    }

    /** Takes a place, or refuses. */
    void enter(Origin origin, Viewer viewer) {
        if (!process.take(ALL)) {
            throw new RefusedException(Refusal.PROCESS_FULL);
        }
        if (!addresses.take(origin.address())) {
            process.giveBack(ALL);
            throw new RefusedException(Refusal.TOO_MANY_CONNECTIONS);
        }
        if (!viewer.anonymous() && !accounts.take(viewer.accountId())) {
            addresses.giveBack(origin.address());
            process.giveBack(ALL);
            throw new RefusedException(Refusal.TOO_MANY_CONNECTIONS);
        }
    }

    /** Gives the place back. */
    void leave(Origin origin, Viewer viewer) {
        process.giveBack(ALL);
        addresses.giveBack(origin.address());
        if (!viewer.anonymous()) {
            accounts.giveBack(viewer.accountId());
        }
    }
}
