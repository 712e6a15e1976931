package dev.trunkline.sse;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.trunkline.harness.EventStream;
import dev.trunkline.harness.Mastodon;
import dev.trunkline.harness.ReceivedEvent;
import dev.trunkline.harness.Token;
import dev.trunkline.harness.Trunkline;
import dev.trunkline.harness.WireTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Each event in use, and unknown ones, on streams with checks and without (protocol, section 6). */
@WireTest
class EventsIT {

    private final Trunkline trunkline;
    private final Mastodon mastodon;

    EventsIT(Trunkline trunkline, Mastodon mastodon) {
        this.trunkline = trunkline;
        this.mastodon = mastodon;
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            update                | {"id":"1","account":{"id":"2","acct":"a"},"mentions":[],"filtered":[]} | {"id":"1","account":{"id":"2","acct":"a"},"mentions":[],"filtered":[]}
            status.update         | {"id":"1","account":{"id":"2","acct":"a"},"mentions":[],"filtered":[]} | {"id":"1","account":{"id":"2","acct":"a"},"mentions":[],"filtered":[]}
            delete                | "112233445566778899" | 112233445566778899
            delete                | 112233445566778899   | 112233445566778899
            notification          | {"id":"3","type":"mention"} | {"id":"3","type":"mention"}
            conversation          | {"id":"4","unread":true}    | {"id":"4","unread":true}
            announcement          | {"id":"5"}                  | {"id":"5"}
            announcement.reaction | {"name":"x","count":1,"announcement_id":"5"} | {"name":"x","count":1,"announcement_id":"5"}
            announcement.delete   | "5"                         | 5
            notifications_merged  | "1"                         | 1
            filters_changed       | null                        | null
            filters_changed       | ""                          | null
            filters_changed       | {"a":1}                     | {"a":1}
            encrypted_message     | {"id":"6"}                  | {"id":"6"}
            an.unknown/one é      | "7"                         | 7
            """)
    void anEventIsDelivered(String name, String payload, String data) {
        Token token = mastodon.reader();
        String tag = Mastodon.unique("tag");
        try (EventStream user = trunkline.stream("/user", token);
                EventStream hashtag = trunkline.stream("/hashtag?tag=" + tag, token)) {
            mastodon.publish("timeline:" + token.account().id(), name, payload);
            mastodon.publish("timeline:hashtag:" + tag, name, payload);
            assertEquals(new ReceivedEvent(name, data), user.next());
            assertEquals(new ReceivedEvent(name, data), hashtag.next());
        }
    }

    @Test
    void nothingOfTheSystemChannelsIsSent() {
        Token token = mastodon.reader();
        String user = "timeline:" + token.account().id();
        try (EventStream stream = trunkline.stream("/user", token)) {
            for (String system :
                    new String[] {"timeline:system:" + token.account().id(), "timeline:access_token:" + token.id()}) {
                mastodon.publish(system, "{\"event\":\"filters_changed\"}");
                mastodon.publish(system, "update", "{\"id\":\"1\"}");
                mastodon.publish(system, "no json");
                assertEquals(mastodon.publishMarker(user), stream.nextData());
            }
        }
    }

    @Test
    void aKillOnAnotherChannelIsAnOrdinaryEvent() {
        Token token = mastodon.reader();
        try (EventStream stream = trunkline.stream("/user", token)) {
            mastodon.publish("timeline:" + token.account().id(), "kill", "\"1\"");
            assertEquals(new ReceivedEvent("kill", "1"), stream.next());
        }
    }
}
