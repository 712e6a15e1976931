package dev.trunkline.ws;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.trunkline.harness.Mastodon;
import dev.trunkline.harness.Token;
import dev.trunkline.harness.Trunkline;
import dev.trunkline.harness.WebSocketClient;
import dev.trunkline.harness.WireTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Sockets without a token, which a setting allows (protocol, section 3). */
@WireTest(settings = "trunkline.anonymous-streams=true")
class AnonymousSocketIT {

    private final Trunkline trunkline;
    private final Mastodon mastodon;

    AnonymousSocketIT(Trunkline trunkline, Mastodon mastodon) {
        this.trunkline = trunkline;
        this.mastodon = mastodon;
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            {'stream':'public'}                        | timeline:public
            {'stream':'public:allow_local_only:media'} | timeline:public:media
            {'stream':'public:remote'}                 | timeline:public:remote
            {'stream':'hashtag','tag':'Foo'}           | timeline:hashtag:foo
            {'stream':'hashtag:local','tag':'Foo'}     | timeline:hashtag:foo:local
            """, quoteCharacter = '`')
    void anAnonymousSocketGetsPublicStreams(String wish, String channel) {
        try (WebSocketClient socket = trunkline.handshake("").webSocket()) {
            socket.ask("{'type':'subscribe'," + wish.substring(1)).settle();
            String marker = mastodon.publishMarker(channel);
            assertEquals(marker, socket.next().payload());
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"user", "user:notification", "direct"})
    void anAnonymousSocketGetsNoStreamOfAnAccount(String stream) {
        try (WebSocketClient socket = trunkline.handshake("?stream=" + stream).webSocket()) {
            assertEquals("{\"error\":\"Missing access token\",\"status\":401}", socket.nextText());
            socket.subscribe(stream);
            assertEquals("{\"error\":\"Missing access token\",\"status\":401}", socket.nextText());
            socket.ask("{'type':'subscribe','stream':'list','list':'1'}");
            assertEquals("{\"error\":\"Missing access token\",\"status\":401}", socket.nextText());
            socket.settle();
        }
    }

    @Test
    void unknownNamesAndMissingParametersAreErrors() {
        try (WebSocketClient socket = trunkline.handshake("").webSocket()) {
            socket.subscribe("nowhere");
            assertEquals("{\"error\":\"Unknown stream type\",\"status\":400}", socket.nextText());
            socket.subscribe("hashtag");
            assertEquals("{\"error\":\"Missing tag name parameter\",\"status\":400}", socket.nextText());
        }
    }

    @Test
    void anInvalidTokenIsRefused() {
        assertEquals(401, trunkline.handshake("?access_token=wrong").refusal().status());
    }

    @Test
    void aValidTokenIsAccepted() {
        Token token = mastodon.reader();
        try (WebSocketClient socket = trunkline.webSocket("?stream=direct", token)) {
            socket.settle();
            String marker =
                    mastodon.publishMarker("timeline:direct:" + token.account().id());
            assertEquals(marker, socket.next().payload());
        }
    }
}
