package dev.trunkline.stream;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class StreamNameTest {
    @ParameterizedTest
    @CsvSource({
        "/user, user, user, user, user",
        "/user/notification, user:notification, user:notification, user:notification, user:notification",
        "/public, public, public:media, public:allow_local_only, public:allow_local_only:media",
        "/public/local, public:local, public:local:media, public:local, public:local:media",
        "/public/remote, public:remote, public:remote:media, public:remote, public:remote:media",
        "/hashtag, hashtag, hashtag, hashtag, hashtag",
        "/hashtag/local, hashtag:local, hashtag:local, hashtag:local, hashtag:local",
        "/list, list, list, list, list",
        "/direct, direct, direct, direct, direct",
    })
    void isSelectedByPathAndFlags(String path, String neither, String onlyMedia, String allowLocalOnly, String both) {
        String whole = "/api/v1/streaming" + path;
        assertEquals(Optional.of(neither), StreamName.at(whole, false, false).map(StreamName::label));
        assertEquals(Optional.of(onlyMedia), StreamName.at(whole, true, false).map(StreamName::label));
        assertEquals(
                Optional.of(allowLocalOnly), StreamName.at(whole, false, true).map(StreamName::label));
        assertEquals(Optional.of(both), StreamName.at(whole, true, true).map(StreamName::label));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "/api/v1/streaming",
                "/api/v1/streaming/",
                "/api/v1/streaming/user/",
                "/api/v1/streaming/User",
                "/api/v1/streaming/public/media",
                "/api/v1/streaming/health",
                "/user"
            })
    void matchesPathsExactly(String path) {
        assertEquals(Optional.empty(), StreamName.at(path, false, false));
    }

    @Test
    void knowsItsPaths() {
        assertEquals(
                Set.of(
                        "/api/v1/streaming/user",
                        "/api/v1/streaming/user/notification",
                        "/api/v1/streaming/public",
                        "/api/v1/streaming/public/local",
                        "/api/v1/streaming/public/remote",
                        "/api/v1/streaming/hashtag",
                        "/api/v1/streaming/hashtag/local",
                        "/api/v1/streaming/list",
                        "/api/v1/streaming/direct"),
                StreamName.paths());
    }

    @ParameterizedTest
    @CsvSource({
        "user, UNFILTERED, NOTHING, read:statuses, false, false",
        "user:notification, UNFILTERED, NOTHING, read:notifications, false, false",
        "public, LIVE, NOTHING, read:statuses, false, false",
        "public:media, LIVE, NOTHING, read:statuses, true, false",
        "public:allow_local_only, LIVE, NOTHING, read:statuses, false, true",
        "public:allow_local_only:media, LIVE, NOTHING, read:statuses, true, true",
        "public:local, LIVE, NOTHING, read:statuses, false, false",
        "public:local:media, LIVE, NOTHING, read:statuses, true, false",
        "public:remote, LIVE, NOTHING, read:statuses, false, false",
        "public:remote:media, LIVE, NOTHING, read:statuses, true, false",
        "hashtag, TOPIC, TAG, read:statuses, false, false",
        "hashtag:local, TOPIC, TAG, read:statuses, false, false",
        "list, UNFILTERED, LIST, read:statuses, false, false",
        "direct, UNFILTERED, NOTHING, read:statuses, false, false",
    })
    void saysWhatAStreamNeeds(
            String label, Feed feed, Need need, String scope, boolean onlyMedia, boolean allowLocalOnly) {
        StreamName name = StreamName.named(label).orElseThrow();
        assertEquals(label, name.label());
        assertEquals(feed, name.feed());
        assertEquals(need, name.need());
        assertEquals(scope, name.scope());
        assertEquals(onlyMedia, name.onlyMedia());
        assertEquals(allowLocalOnly, name.allowLocalOnly());
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "User", "USER", "user ", "public:", "public:local_only", "system"})
    void knowsNoOtherNames(String label) {
        assertEquals(Optional.empty(), StreamName.named(label));
    }
}
