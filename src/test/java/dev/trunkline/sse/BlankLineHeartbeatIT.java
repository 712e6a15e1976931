package dev.trunkline.sse;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.trunkline.harness.EventStream;
import dev.trunkline.harness.Mastodon;
import dev.trunkline.harness.Trunkline;
import dev.trunkline.harness.WireTest;
import org.junit.jupiter.api.Test;

/** The setting that restores the blank line behind a heartbeat (protocol, section 4). */
@WireTest(settings = {"trunkline.heartbeat.interval=200ms", "trunkline.heartbeat.blank-line=true"})
class BlankLineHeartbeatIT {

    @Test
    void aBlankLineFollowsTheComment(Trunkline trunkline, Mastodon mastodon) {
        try (EventStream stream = trunkline.stream("/user", mastodon.reader())) {
            assertEquals(":thump\n\n", stream.record());
            assertEquals(":thump\n\n", stream.record());
        }
    }
}
