package dev.trunkline.audience;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.trunkline.harness.Account;
import dev.trunkline.harness.ClientTransport;
import dev.trunkline.harness.Filter;
import dev.trunkline.harness.Mastodon;
import dev.trunkline.harness.OpenStream;
import dev.trunkline.harness.PublishedStatus;
import dev.trunkline.harness.Token;
import dev.trunkline.harness.Trunkline;
import dev.trunkline.harness.WireTest;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * The {@code filtered} member of statuses (protocol, section 6, check 4). No check is late here, however busy the machine: a
 * status that is withheld is withheld for the reason that the test names.
 */
@WireTest(settings = "trunkline.anonymous-streams=true")
class KeywordFiltersIT {

    private final Trunkline trunkline;
    private final Mastodon mastodon;
    private final Account account;
    private final Token token;
    private final PublishedStatus status;
    private final PublishedStatus cats;
    private final String tag = Mastodon.unique("tag");
    private final String channel = "timeline:hashtag:" + tag;

    KeywordFiltersIT(Trunkline trunkline, Mastodon mastodon) {
        this.trunkline = trunkline;
        this.mastodon = mastodon;
        this.account = mastodon.account();
        this.token = mastodon.token(account, "read");
        this.status = PublishedStatus.by(mastodon.author());
        this.cats = status.content("<p>I like Cats.</p>");
    }

    // The result

    @ParameterizedTest
    @EnumSource(ClientTransport.class)
    void theFrameByteForByte(ClientTransport transport) {
        long warns = mastodon.filter(account, "Cats").part("cats").id();
        long hides = mastodon.filter(account, "\"Pets\" & \\ <é> 💩")
                .action(1)
                .contexts("{home,notifications,public,thread,account}")
                .expiring("'2099-12-31 23:59:59.123456'")
                .word("like")
                .id();
        long blurs = mastodon.filter(account, "")
                .action(2)
                .contexts("{public}")
                .expiring("'2100-01-01 00:00:00'")
                .word("i")
                .id();
        try (OpenStream stream = transport.open(trunkline, token, "hashtag " + tag)) {
            mastodon.publish(channel, cats);
            String payload = cats.seen("[{\"filter\":{\"id\":\"" + warns
                    + "\",\"title\":\"Cats\",\"context\":[],\"expires_at\":null,\"filter_action\":\"warn\"},"
                    + "\"keyword_matches\":[\"Cats\"],\"status_matches\":null},"
                    + "{\"filter\":{\"id\":\"" + hides
                    + "\",\"title\":\"\\\"Pets\\\" & \\\\ <é> 💩\","
                    + "\"context\":[\"home\",\"notifications\",\"public\",\"thread\",\"account\"],"
                    + "\"expires_at\":\"2099-12-31T23:59:59.123Z\",\"filter_action\":\"hide\"},"
                    + "\"keyword_matches\":[\"like\"],\"status_matches\":null},"
                    + "{\"filter\":{\"id\":\"" + blurs
                    + "\",\"title\":\"\",\"context\":[\"public\"],"
                    + "\"expires_at\":\"2100-01-01T00:00:00.000Z\",\"filter_action\":\"blur\"},"
                    + "\"keyword_matches\":[\"I\"],\"status_matches\":null}]");
            assertEquals(transport.frame("[\"hashtag\",\"" + tag + "\"]", "update", payload), stream.frame());
        }
    }

    @Test
    void resultsAreEmptyIfNothingMatches() {
        mastodon.filter(account, "Dogs").part("dogs");
        mastodon.filter(account, "Without keywords");
        assertGets("[]", cats);
    }

    @Test
    void resultsAreInTheOrderOfTheFilters() {
        Filter first = mastodon.filter(account, "first");
        mastodon.filter(account, "not this").part("dogs");
        Filter third = mastodon.filter(account, "third").part("cats");
        Filter fourth = mastodon.filter(account, "fourth").part("i like");
        // The first filter gets the newest keyword.
        first.part("s.");
        assertGets(
                "[" + first.result("first", "s.") + "," + third.result("third", "Cats") + ","
                        + fourth.result("fourth", "I like") + "]",
                cats);
    }

    @Test
    void theLeftmostMatchCounts() {
        Filter filter = mastodon.filter(account, "f").part("cats").part("like").part("dogs");
        assertGets("[" + filter.result("f", "like") + "]", cats);
    }

    @ParameterizedTest
    @CsvSource({"cat, cats, Cat", "cats, cat, Cats", "like c, like, like C"})
    void atTheSamePlaceTheOlderKeywordCounts(String older, String younger, String match) {
        Filter filter = mastodon.filter(account, "f").part(older).part(younger);
        assertGets("[" + filter.result("f", match) + "]", cats);
    }

    @Test
    void theMatchIsSpelledAsInTheText() {
        Filter filter = mastodon.filter(account, "f").part("\"c:\\temp\" — 💩é");
        assertGets(
                "[" + filter.result("f", "\\\"C:\\\\TEMP\\\" — 💩É") + "]",
                status.content("<p>See &quot;C:\\TEMP&quot; &mdash; 💩É!</p>"));
    }

    // The searched text

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            <p>I like cats.</p>                    | part | cats         | cats
            <p>I like CATS.</p>                    | word | cats         | CATS
            <p>concatenation</p>                   | part | cat          | cat
            <p>concatenation</p>                   | word | cat          |
            <p>a cat-like thing</p>                | word | cat          | cat
            <p>my_cat</p>                          | word | cat          |
            <p>cat2</p>                            | word | cat          |
            <p>concat a cat</p>                    | word | cat          | cat
            <p>x#cat y</p>                         | word | #cat         | #cat
            <p>#cats</p>                           | word | #cat         |
            <p>I write c++11</p>                   | word | c++          | c++
            <p>objc++</p>                          | word | c++          |
            <p>a.b</p>                             | part | a.b          | a.b
            <p>axb</p>                             | part | a.b          |
            <p>.*</p>                              | part | .*           | .*
            <p>cats</p>                            | part | .*           |
            <p>a(b[c</p>                           | part | (b[          | (b[
            <p>\\Q\\E \\d</p>                      | part | \\E \\d      | \\\\E \\\\d
            <p>fish &amp; chips</p>                | part | fish & chips | fish & chips
            <p>&lt;b&gt;</p>                       | part | <b>          | <b>
            <p>&amp;lt;</p>                        | part | &lt;         | &lt;
            <p>c&#97;t &#x64;og</p>                | part | cat dog      | cat dog
            <p>fo<b>o b</b>ar</p>                  | word | foo bar      | foo bar
            <p>foo  bar</p>                        | part | foo bar      |
            <p>foo&nbsp;bar</p>                    | part | foo bar      |
            <p>ca<!-- nothing -->t</p>             | part | cat          | cat
            <p><!-- cat --></p>                    | part | cat          |
            <p><template>cat</template></p>        | part | cat          |
            <p><a href="https://cat">x</a></p>     | part | cat          |
            <p><a href="https://x">#<span>cat</span></a></p> | word | #cat | #cat
            <p>one<br>two</p>                      | part | onetwo       |
            <p>one<br>two</p>                      | word | two          | two
            <p>one<br />two</p>                    | part | onetwo       |
            <p>one<br/>two</p>                     | part | onetwo       |
            <p>one</p><p>two</p>                   | part | onetwo       |
            <p>one</p><p>two</p>                   | word | one          | one
            <p>ÄPFEL und birnen</p>                | word | äpfel        | ÄPFEL
            <p>ПРИВЕТ, мир</p>                     | word | привет       | ПРИВЕТ
            <p>Καλημέρα</p>                        | word | ΚΑΛΗΜΈΡΑ     | Καλημέρα
            <p>äcat</p>                            | word | cat          |
            <p>catä</p>                            | word | cat          |
            <p>naïveté</p>                         | word | naïve        |
            <p>猫がいる</p>                        | part | 猫           | 猫
            <p>猫がいる</p>                        | word | 猫           |
            <p>a 💩 b</p>                          | part | 💩           | 💩
            <p>𐐀𐐁</p>                              | part | 𐐨            | 𐐀
            """)
    void theTextOfTheContent(String content, String kind, String keyword, @Nullable String match) {
        assertMatches(status.content(content), kind, keyword, match);
    }

    @Test
    void lineBreaksAndParagraphsAreKept() {
        Filter lines = mastodon.filter(account, "f").part("one\ntwo");
        Filter paragraphs = mastodon.filter(account, "f").part("two\n\nthree");
        assertGets(
                "[" + lines.result("f", "One\\nTwo") + "," + paragraphs.result("f", "Two\\n\\nThree") + "]",
                status.content("<p>One<br>Two</p><p>Three</p>"));
    }

    @Test
    void theOtherTexts() {
        assertMatches(status.with("spoiler_text", "Beware: cats"), "word", "cats", "cats");
        assertMatches(status.asking("Dogs", "Cats"), "word", "cats", "Cats");
        assertMatches(status.showing(null, "A picture of cats"), "word", "cats", "cats");
        assertMatches(status.asking("fish &amp; chips"), "word", "fish & chips", "fish & chips");
    }

    @Test
    void noMatchSpansTwoTexts() {
        PublishedStatus all = status.with("spoiler_text", "one")
                .content("two")
                .asking("three", "four")
                .showing("five", "six");
        for (String across : List.of("onetwo", "twothree", "threefour", "fourfive", "fivesix", "one two")) {
            assertMatches(all, "part", across, null);
        }
        assertMatches(
                all,
                "part",
                "one\n\ntwo\n\nthree\n\nfour\n\nfive\n\nsix",
                "one\\n\\ntwo\\n\\nthree\\n\\nfour\\n\\nfive\\n\\nsix");
    }

    @Test
    void nothingElseIsSearched() {
        assertMatches(status, "part", "Someone", null);
        assertMatches(status, "part", "social.example", null);
        assertMatches(status.with("tags", List.of("cats")), "part", "cats", null);
    }

    @Test
    void missingMembersAreEmpty() {
        PublishedStatus bare = status.without("content")
                .without("spoiler_text")
                .without("poll")
                .without("media_attachments");
        assertMatches(bare, "part", "cats", null);
        assertMatches(bare.with("spoiler_text", "cats"), "part", "cats", "cats");
    }

    /** As a browser's parser reads it. */
    @Test
    void theLastOfDuplicateKeysCounts() {
        Filter filter = mastodon.filter(account, "f").part("cats");
        String json = cats.json();
        String inner = json.substring(0, json.length() - 1);
        assertGets("[]", inner + ",\"content\":\"<p>dogs</p>\"}");
        assertGets("[" + filter.result("f", "cats") + "]", inner + ",\"content\":\"<p>two cats</p>\"}");
    }

    // The rest of the payload

    @Test
    void theRestIsUnchanged() {
        Filter filter = mastodon.filter(account, "f").part("café");
        String json = "{\"zebra\":12345678901234567890123,\"content\":\"<p>Caf\\u00E9 \\ud83d\\uDCA9 \\/ é</p>\","
                + "\"a\":-0.50e+10,\"a\":{\"b\":1,\"b\":2},\"\\u0061\":null,"
                + "\"account\":{\"acct\":\"writer\",\"username\":\"writer\",\"id\":\"5\",\"n\":9007199254740993},"
                + "\"mentions\":[],\"last\":[1.0,[],{}]}";
        assertGets("[" + filter.result("f", "Café") + "]", json);
        assertGets("[]", json.replace("Caf", "Cof"));
    }

    @Test
    void aStatusWithFilteredMemberIsUnchanged() {
        mastodon.filter(account, "f").part("cats");
        PublishedStatus filtered = cats.with("filtered", new ArrayList<>()).with("behind", 1);
        for (ClientTransport transport : ClientTransport.values()) {
            try (OpenStream stream = transport.open(trunkline, token, "hashtag " + tag)) {
                mastodon.publish(channel, filtered);
                assertEquals(filtered.json(), stream.nextData());
                mastodon.publish(channel, cats.with("filtered", List.of("x")));
                assertEquals(cats.with("filtered", List.of("x")).json(), stream.nextData());
            }
        }
    }

    @Test
    void aNestedFilteredMemberDoesNotCount() {
        Filter filter = mastodon.filter(account, "f").part("cats");
        assertGets("[" + filter.result("f", "Cats") + "]", cats.with("card", List.of("filtered")));
        assertGets("[" + filter.result("f", "Cats") + "]", cats.json().replace("\"locked\":false", "\"filtered\":[]"));
    }

    // Viewers and streams

    @ParameterizedTest
    @EnumSource(ClientTransport.class)
    void anonymousViewersGetNone(ClientTransport transport) {
        mastodon.filter(account, "f").part("cats");
        try (OpenStream anonymous = transport.open(trunkline, null, "hashtag " + tag);
                OpenStream stream = transport.open(trunkline, mastodon.reader(), "hashtag " + tag)) {
            mastodon.publish(channel, cats);
            assertEquals(cats.json(), anonymous.nextData());
            assertEquals(cats.seen(), stream.nextData());
        }
    }

    @ParameterizedTest
    @CsvSource({
        "public, timeline:public",
        "public:media, timeline:public:media",
        "public:allow_local_only, timeline:public",
        "public:allow_local_only:media, timeline:public:media",
        "public:local, timeline:public:local",
        "public:local:media, timeline:public:local:media",
        "public:remote, timeline:public:remote",
        "public:remote:media, timeline:public:remote:media",
        "hashtag <tag>, timeline:hashtag:<tag>",
        "hashtag:local <tag>, timeline:hashtag:<tag>:local"
    })
    void everyFilteredStreamGetsThem(String stream, String published) {
        Filter filter = mastodon.filter(account, "f").part("cats");
        for (ClientTransport transport : ClientTransport.values()) {
            try (OpenStream open = transport.open(trunkline, token, stream.replace("<tag>", tag))) {
                for (String event : List.of("update", "status.update")) {
                    mastodon.publish(published.replace("<tag>", tag), event, cats.json());
                    assertEquals(cats.seen("[" + filter.result("f", "Cats") + "]"), open.nextData());
                }
            }
        }
    }

    @ParameterizedTest
    @EnumSource(ClientTransport.class)
    void unfilteredStreamsAndOtherEventsGetNone(ClientTransport transport) {
        mastodon.filter(account, "f").part("cats");
        long list = mastodon.list(account);
        for (String stream : List.of("user", "user:notification", "direct", "list " + list)) {
            String published =
                    switch (stream) {
                        case "user" -> "timeline:" + account.id();
                        case "user:notification" -> "timeline:" + account.id() + ":notifications";
                        case "direct" -> "timeline:direct:" + account.id();
                        default -> "timeline:list:" + list;
                    };
            try (OpenStream open = transport.open(trunkline, token, stream)) {
                mastodon.publish(published, cats);
                mastodon.publish(published, "status.update", cats.json());
                assertEquals(List.of(cats.json(), cats.json()), open.until(mastodon.publishMarker(published)), stream);
            }
        }
        try (OpenStream open = transport.open(trunkline, token, "hashtag " + tag)) {
            mastodon.publish(channel, "notification", cats.json());
            mastodon.publish(channel, "conversation", cats.json());
            assertEquals(List.of(cats.json(), cats.json()), open.until(mastodon.publishMarker(channel)));
        }
    }

    @Test
    void eachViewerGetsTheirOwnResults() {
        List<OpenStream> streams = new ArrayList<>();
        List<String> expected = new ArrayList<>();
        try {
            for (int i = 0; i < 40; i++) {
                Token viewer = mastodon.reader();
                String title = "f" + i;
                Filter filter = mastodon.filter(viewer.account(), title);
                // Of four viewers one has a common keyword, one a keyword of their own, and two match nothing.
                String match = i % 4 == 0 ? "like" : i % 4 == 1 ? "word" + i : "";
                filter.part(match.isEmpty() ? "absent" + i : match);
                expected.add(match.isEmpty() ? "[]" : "[" + filter.result(title, match) + "]");
                ClientTransport transport = i / 2 % 2 == 0 ? ClientTransport.EVENT_STREAM : ClientTransport.WEB_SOCKET;
                streams.add(transport.open(trunkline, viewer, "hashtag " + tag));
            }
            StringBuilder words = new StringBuilder("I like ");
            for (int i = 0; i < 40; i++) {
                words.append("word").append(i).append("! ");
            }
            for (int round = 0; round < 3; round++) {
                PublishedStatus said = status.content("<p>" + words + round + "</p>");
                mastodon.publish(channel, said);
                String marker = mastodon.publishMarker(channel);
                for (int i = 0; i < streams.size(); i++) {
                    assertEquals(
                            List.of(said.seen(expected.get(i))), streams.get(i).until(marker));
                }
            }
        } finally {
            streams.forEach(OpenStream::close);
        }
    }

    // Expiry and changes

    @Test
    void expiredFiltersDoNotCount() {
        mastodon.filter(account, "past").part("cats").expiring("now() AT TIME ZONE 'utc' - INTERVAL '1 second'");
        Filter endless = mastodon.filter(account, "endless").part("cats");
        assertGets("[" + endless.result("endless", "Cats") + "]", cats);
    }

    @ParameterizedTest
    @EnumSource(ClientTransport.class)
    void aFilterExpiresWhileAStreamIsOpen(ClientTransport transport) {
        Filter filter = mastodon.filter(account, "f").part("cats");
        try (OpenStream stream = transport.open(trunkline, token, "hashtag " + tag)) {
            mastodon.publish(channel, cats);
            assertEquals(cats.seen("[" + filter.result("f", "Cats") + "]"), stream.nextData());

            filter.expiring("date_trunc('milliseconds', now() AT TIME ZONE 'utc') + INTERVAL '3 seconds'");
            mastodon.filtersChanged(account);
            mastodon.publish(channel, cats);
            // The filter is cached from now on, and no change is announced.
            String first = stream.nextData();
            assertEquals(cats.json().length() - 1, first.indexOf(",\"filtered\":[{\"filter\":{\"id\":"), first);
            await().untilAsserted(() -> {
                mastodon.publish(channel, cats);
                assertEquals(cats.seen(), stream.nextData());
            });
        }
    }

    @ParameterizedTest
    @EnumSource(ClientTransport.class)
    void aChangeCountsForTheNextStatus(ClientTransport transport) {
        Token other = mastodon.reader();
        Filter others = mastodon.filter(other.account(), "other's").part("cats");
        String othersResult = "[" + others.result("other's", "Cats") + "]";
        try (OpenStream stream = transport.open(trunkline, token, "hashtag " + tag);
                OpenStream othersStream = transport.open(trunkline, other, "hashtag " + tag)) {
            List<String> expected = new ArrayList<>();
            for (int i = 0; i < 20; i++) {
                Filter filter = mastodon.filter(account, "f").part("cats");
                mastodon.filtersChanged(account);
                mastodon.publish(channel, cats);
                expected.add(cats.seen("[" + filter.result("f", "Cats") + "]"));
                assertEquals(expected.get(expected.size() - 1), stream.nextData(), "round " + i);
                filter.delete();
                mastodon.filtersChanged(account);
                mastodon.publish(channel, cats);
                assertEquals(cats.seen(), stream.nextData(), "round " + i);
                assertEquals(cats.seen(othersResult), othersStream.nextData(), "round " + i);
                assertEquals(cats.seen(othersResult), othersStream.nextData(), "round " + i);
            }
            // The system channel's message has not reached the client.
            String marker = mastodon.publishMarker(channel);
            assertEquals(List.of(), stream.until(marker));
            assertEquals(List.of(), othersStream.until(marker));
        }
    }

    @Test
    void aChangeWithoutOpenStreamsCounts() {
        Filter filter = mastodon.filter(account, "f").part("cats");
        assertGets("[" + filter.result("f", "Cats") + "]", cats);
        filter.delete();
        mastodon.filtersChanged(account);
        assertGets("[]", cats);
    }

    @ParameterizedTest
    @EnumSource(ClientTransport.class)
    void anAccountWithTooManyKeywordsGetsNoStatusesOfFilteredStreams(ClientTransport transport) {
        // Another one each time: what is published again within half a second is decided already, and not counted
        // again.
        PublishedStatus shown = cats.with("id", Mastodon.unique("status"));
        Token other = mastodon.reader();
        Filter others = mastodon.filter(other.account(), "other's").part("cats");
        Filter many = mastodon.filter(account, "many");
        mastodon.update(
                "INSERT INTO custom_filter_keywords (custom_filter_id, keyword)"
                        + " SELECT ?, 'keyword' || i FROM generate_series(1, 5001) i",
                many.id());
        String user = "timeline:" + account.id();
        long before = trunkline.metrics().get("events_withheld_total{reason=\"too_costly\"}");
        try (OpenStream stream = transport.open(trunkline, token, "hashtag " + tag);
                OpenStream home = transport.open(trunkline, token, "user");
                OpenStream othersStream = transport.open(trunkline, other, "hashtag " + tag)) {
            mastodon.publish(channel, shown);
            mastodon.publish(user, shown);
            assertEquals(shown.seen("[" + others.result("other's", "Cats") + "]"), othersStream.nextData());
            assertEquals(shown.json(), home.nextData());
            String marker = mastodon.publishMarker(channel);
            assertEquals(List.of(), stream.until(marker));
            assertEquals(before + 1, trunkline.metrics().get("events_withheld_total{reason=\"too_costly\"}"));
            trunkline.awaitLog("from account " + account.id() + ", whose keyword filters are too costly");

            mastodon.update("DELETE FROM custom_filter_keywords WHERE custom_filter_id = ?", many.id());
            many.part("like");
            mastodon.filtersChanged(account);
            PublishedStatus next = cats.with("id", Mastodon.unique("status"));
            mastodon.publish(channel, next);
            assertEquals(next.seen("[" + many.result("many", "like") + "]"), stream.nextData());
        }
    }

    private void assertMatches(PublishedStatus searched, String kind, String keyword, @Nullable String match) {
        Filter filter = mastodon.filter(account, "f");
        if (kind.equals("word")) {
            filter.word(keyword);
        } else {
            filter.part(keyword);
        }
        assertGets(match == null ? "[]" : "[" + filter.result("f", match) + "]", searched);
        filter.delete();
    }

    private void assertGets(String results, PublishedStatus published) {
        // A new status each time: one that is published again within half a second is not checked again.
        assertGets(results, published.with("id", Mastodon.unique("status")).json());
    }

    /** Over both transports, with freshly read filters. */
    private void assertGets(String results, String json) {
        try (OpenStream events = ClientTransport.EVENT_STREAM.open(trunkline, token, "hashtag " + tag);
                OpenStream socket = ClientTransport.WEB_SOCKET.open(trunkline, token, "hashtag " + tag)) {
            mastodon.filtersChanged(account);
            mastodon.publish(channel, "update", json);
            String expected = PublishedStatus.filtered(json, results);
            assertEquals(expected, events.nextData());
            assertEquals(expected, socket.nextData());
        }
    }
}
