package dev.trunkline.sse;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.trunkline.harness.EventStream;
import dev.trunkline.harness.HttpAnswer;
import dev.trunkline.harness.Mastodon;
import dev.trunkline.harness.Metrics;
import dev.trunkline.harness.Trunkline;
import dev.trunkline.harness.WireTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The setting with which public streams can be read without a token (protocol, section 3). */
@WireTest(settings = "trunkline.anonymous-streams=true")
class AnonymousIT {

    private final Trunkline trunkline;
    private final Mastodon mastodon;

    AnonymousIT(Trunkline trunkline, Mastodon mastodon) {
        this.trunkline = trunkline;
        this.mastodon = mastodon;
    }

    @ParameterizedTest
    @CsvSource({
        "/public, timeline:public",
        "/public?only_media=1, timeline:public:media",
        "/public/local, timeline:public:local",
        "/public/local?only_media=1, timeline:public:local:media",
        "/public/remote, timeline:public:remote",
        "/public/remote?only_media=1, timeline:public:remote:media",
        "/hashtag?tag=a, timeline:hashtag:a",
        "/hashtag/local?tag=a, timeline:hashtag:a:local"
    })
    void publicStreamsCanBeRead(String path, String channel) {
        try (EventStream stream = trunkline.get("/api/v1/streaming" + path).stream()) {
            assertEquals(mastodon.publishMarker(channel), stream.nextData());
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"/user", "/user/notification", "/list?list=1", "/list", "/direct"})
    void otherStreamsCannotBeRead(String path) {
        HttpAnswer answer = trunkline.get("/api/v1/streaming" + path).answer();
        assertEquals(401, answer.status());
        assertEquals("{\"error\":\"Missing access token\"}", answer.body());
    }

    @Test
    void aWrongTokenIsRefused() {
        HttpAnswer answer = trunkline
                .get("/api/v1/streaming/public")
                .header("Authorization", "Bearer wrong")
                .answer();
        assertEquals("{\"error\":\"Invalid access token\"}", answer.body());
    }

    @Test
    void aTagIsRequired() {
        HttpAnswer answer = trunkline.get("/api/v1/streaming/hashtag").answer();
        assertEquals("{\"error\":\"Missing tag name parameter\"}", answer.body());
    }

    @Test
    void anAnonymousViewerHasNoSystemChannels() {
        try (EventStream stream = trunkline.get("/api/v1/streaming/public").stream()) {
            Metrics metrics = trunkline.metrics();
            assertEquals(0, metrics.get("connected_channels{channel=\"system\",type=\"eventsource\"}"));
            mastodon.publish("timeline:system:0", "{\"event\":\"kill\"}");
            mastodon.publish("timeline:access_token:0", "{\"event\":\"kill\"}");
            assertEquals(mastodon.publishMarker("timeline:public"), stream.nextData());
        }
    }
}
