package dev.trunkline.sse;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.trunkline.harness.EventStream;
import dev.trunkline.harness.HttpAnswer;
import dev.trunkline.harness.Mastodon;
import dev.trunkline.harness.Token;
import dev.trunkline.harness.Trunkline;
import dev.trunkline.harness.WireTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A list is streamed to its owner only (protocol, sections 2 and 10). */
@WireTest
class ListIT {

    private final Trunkline trunkline;
    private final Mastodon mastodon;

    ListIT(Trunkline trunkline, Mastodon mastodon) {
        this.trunkline = trunkline;
        this.mastodon = mastodon;
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "0", "000000000000000000000000"})
    void leadingZerosDoNotCount(String zeros) {
        Token token = mastodon.reader();
        long list = mastodon.list(token.account());
        try (EventStream stream = trunkline.stream("/list?list=" + zeros + list, token)) {
            assertEquals(mastodon.publishMarker("timeline:list:" + list), stream.nextData());
        }
    }

    @Test
    void theFirstOfTwoParametersCounts() {
        Token token = mastodon.reader();
        long list = mastodon.list(token.account());
        try (EventStream stream = trunkline.stream("/list?list=" + list + "&list=abc", token)) {
            assertEquals(mastodon.publishMarker("timeline:list:" + list), stream.nextData());
        }
    }

    @Test
    void anotherAccountsListIsRefused() {
        long list = mastodon.list(mastodon.account());
        assertRefused(Long.toString(list), mastodon.reader());
    }

    @Test
    void aDeletedListIsRefused() {
        Token token = mastodon.reader();
        long list = mastodon.list(token.account());
        mastodon.update("DELETE FROM lists WHERE id = ?", list);
        assertRefused(Long.toString(list), token);
    }

    /** Each spelling is made from the id of a list that the account owns. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "+%d",
                "%%2B%d",
                "-%d",
                "%%20%d",
                "%d%%20",
                "%d.0",
                "%de0",
                "0x%d",
                "%da",
                "1844674407370955161600000%d"
            })
    void aListThatIsNoNumberIsRefused(String spelling) {
        Token token = mastodon.reader();
        assertRefused(String.format(spelling, mastodon.list(token.account())), token);
    }

    @ParameterizedTest
    @ValueSource(strings = {"9223372036854775807", "9223372036854775808", "18446744073709551617", "0", "%D9%A1"})
    void anUnknownNumberIsRefused(String list) {
        assertRefused(list, mastodon.reader());
    }

    private void assertRefused(String list, Token token) {
        HttpAnswer answer = trunkline
                .get("/api/v1/streaming/list?list=" + list)
                .bearer(token)
                .answer();
        assertEquals("{\"error\":\"Not authorized to stream this list\"}", answer.body());
        assertEquals(401, answer.status());
    }
}
