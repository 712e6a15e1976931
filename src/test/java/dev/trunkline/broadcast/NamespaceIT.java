package dev.trunkline.broadcast;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.trunkline.harness.EventStream;
import dev.trunkline.harness.Mastodon;
import dev.trunkline.harness.Token;
import dev.trunkline.harness.Trunkline;
import dev.trunkline.harness.WireTest;
import org.junit.jupiter.api.Test;

/** The setting for Mastodon before 4.4: a prefix of every channel and key (protocol, section 7). */
@WireTest(settings = "trunkline.redis-namespace=mstdn")
class NamespaceIT {

    @Test
    void isThePrefixOfEveryChannelAndKey(Trunkline trunkline, Mastodon mastodon) {
        Token token = mastodon.reader();
        String channel = "timeline:" + token.account().id();
        try (EventStream stream = trunkline.stream("/user", token)) {
            assertEquals("1", mastodon.redis().text("GET", "mstdn:subscribed:" + channel));
            assertEquals(0, mastodon.redis().number("EXISTS", "subscribed:" + channel));
            assertEquals(0, mastodon.publish(channel, "delete", "\"1\""));
            assertEquals(mastodon.publishMarker("mstdn:" + channel), stream.nextData());
            mastodon.publish("mstdn:timeline:access_token:" + token.id(), "{\"event\":\"kill\"}");
            assertEquals("", stream.record());
        }
    }
}
