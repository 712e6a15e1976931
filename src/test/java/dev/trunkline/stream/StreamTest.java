package dev.trunkline.stream;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import dev.trunkline.stream.Selection.Fault;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.NullAndEmptySource;
import org.junit.jupiter.params.provider.ValueSource;

class StreamTest {
    @ParameterizedTest
    @CsvSource({
        "user:notification, timeline:7:notifications",
        "public, timeline:public",
        "public:media, timeline:public:media",
        "public:allow_local_only, timeline:public",
        "public:allow_local_only:media, timeline:public:media",
        "public:local, timeline:public:local",
        "public:local:media, timeline:public:local:media",
        "public:remote, timeline:public:remote",
        "public:remote:media, timeline:public:remote:media",
        "hashtag, timeline:hashtag:cafe",
        "hashtag:local, timeline:hashtag:cafe:local",
        "list, timeline:list:301",
        "direct, timeline:direct:7",
    })
    void hasOneChannel(String label, String channel) {
        Stream stream = stream(label, "#Café", "0301");
        assertEquals(List.of(channel), stream.channels(7, false));
        assertEquals(List.of(channel), stream.channels(7, true));
    }

    @Test
    void userHasNotificationsOnlyIfTheTokenMayReadThem() {
        Stream user = stream("user", null, null);
        assertEquals(List.of("timeline:7"), user.channels(7, false));
        assertEquals(List.of("timeline:7", "timeline:7:notifications"), user.channels(7, true));
    }

    @Test
    void isIdentifiedByNameAndTagOrList() {
        assertEquals(stream("hashtag", "#Café", null), stream("hashtag", "cafe", "12"));
        assertNotEquals(stream("hashtag", "cafe", null), stream("hashtag:local", "cafe", null));
        assertNotEquals(stream("hashtag", "cafe", null), stream("hashtag", "tea", null));
        assertEquals(stream("list", null, "0301"), stream("list", "cafe", "301"));
        assertNotEquals(stream("list", null, "301"), stream("list", null, "302"));
        assertEquals(stream("public", null, null), stream("public", "cafe", "301"));
        assertNotEquals(stream("public", null, null), stream("public:allow_local_only", null, null));
    }

    @ParameterizedTest
    @NullAndEmptySource
    @ValueSource(strings = {"#", "!", " "})
    void needsATag(@Nullable String tag) {
        assertEquals(Fault.MISSING_TAG, Stream.select(StreamName.HASHTAG_LOCAL, tag, "301"));
    }

    @ParameterizedTest
    @NullAndEmptySource
    void needsAList(@Nullable String list) {
        assertEquals(Fault.MISSING_LIST, Stream.select(StreamName.LIST, "cafe", list));
    }

    @ParameterizedTest
    @ValueSource(strings = {" 1", "+1", "-1", "1.0", "1e3", "0x1", "abc", "1 ", "٣", "9223372036854775808"})
    void acceptsOnlyDigitsAsAList(String list) {
        assertEquals(Fault.LIST_NOT_A_NUMBER, Stream.select(StreamName.LIST, null, list));
    }

    @Test
    void acceptsLeadingZerosInAList() {
        Stream stream = stream("list", null, "0".repeat(100) + Long.MAX_VALUE);
        assertEquals(Long.MAX_VALUE, stream.list());
    }

    private static Stream stream(String label, @Nullable String tag, @Nullable String list) {
        StreamName name = StreamName.named(label).orElseThrow();
        return assertInstanceOf(Stream.class, Stream.select(name, tag, list));
    }
}
