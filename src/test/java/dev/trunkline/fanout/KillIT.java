package dev.trunkline.fanout;

import dev.trunkline.harness.Mastodon;
import dev.trunkline.harness.Trunkline;
import dev.trunkline.harness.WireTest;

/** The contract, where one pattern stands for the system channels of all connections. */
@WireTest
class KillIT extends KillContract {

    KillIT(Trunkline trunkline, Mastodon mastodon) {
        super(trunkline, mastodon);
    }
}
