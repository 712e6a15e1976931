package dev.trunkline.ws;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.trunkline.harness.Mastodon;
import dev.trunkline.harness.SocketEvent;
import dev.trunkline.harness.Token;
import dev.trunkline.harness.Trunkline;
import dev.trunkline.harness.WebSocketClient;
import dev.trunkline.harness.WireTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The subscription in the handshake's query (protocol, section 5). */
@WireTest
class QuerySubscriptionIT {

    private final Trunkline trunkline;
    private final Mastodon mastodon;

    QuerySubscriptionIT(Trunkline trunkline, Mastodon mastodon) {
        this.trunkline = trunkline;
        this.mastodon = mastodon;
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            ?stream=user                                  | timeline:<account>       | ["user"]
            ?stream=user&stream=direct                    | timeline:<account>       | ["user"]
            ?stream=direct                                | timeline:direct:<account>| ["direct"]
            ?stream=public:media                          | timeline:public:media    | ["public:media"]
            ?stream=public%3Alocal                        | timeline:public:local    | ["public:local"]
            ?stream=public&allow_local_only=true          | timeline:public          | ["public"]
            ?stream=public&only_media=true                | timeline:public          | ["public"]
            ?stream=hashtag&tag=%23<tag>X                 | timeline:hashtag:<tag>x  | ["hashtag","#<tag>X"]
            ?stream=hashtag:local&tag=<tag>&tag=other     | timeline:hashtag:<tag>:local | ["hashtag:local","<tag>"]
            ?stream=list&list=<list>                      | timeline:list:<list>     | ["list","<list>"]
            ?stream=list&list=0<list>                     | timeline:list:<list>     | ["list","0<list>"]
            """)
    void theQuerySubscribesAtOnce(String query, String channel, String label) {
        Token token = mastodon.reader();
        Holes holes = new Holes(token.account().id(), mastodon.list(token.account()), Mastodon.unique("tag"));
        try (WebSocketClient socket = trunkline.webSocket(holes.fill(query), token)) {
            socket.settle();
            String marker = mastodon.publishMarker(holes.fill(channel));
            assertEquals(new SocketEvent(holes.fill(label), "delete", marker), socket.next());
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "?", "?stream=", "?stream", "?list=1", "?tag=x", "?Stream=user"})
    void aQueryWithoutAStreamSubscribesToNothing(String query) {
        Token token = mastodon.reader();
        try (WebSocketClient socket = trunkline.webSocket(query, token)) {
            socket.settle();
            mastodon.publishMarker("timeline:" + token.account().id());
            socket.subscribe("user").settle();
            String marker = mastodon.publishMarker("timeline:" + token.account().id());
            assertEquals(marker, socket.next().payload());
        }
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            ?stream=nowhere            | {"error":"Unknown stream type","status":400}
            ?stream=USER               | {"error":"Unknown stream type","status":400}
            ?stream=hashtag            | {"error":"Missing tag name parameter","status":400}
            ?stream=hashtag&tag=%23    | {"error":"Missing tag name parameter","status":400}
            ?stream=list&list=         | {"error":"Missing list name parameter","status":400}
            ?stream=list&list=0        | {"error":"Not authorized to stream this list","status":401}
            ?stream=list&list=abc      | {"error":"Not authorized to stream this list","status":401}
            """)
    void aRefusedStreamIsAnErrorAndTheSocketStaysOpen(String query, String error) {
        try (WebSocketClient socket = trunkline.webSocket(query, mastodon.reader())) {
            assertEquals(error, socket.nextText());
            socket.settle();
        }
    }

    @Test
    void theQueryComesBeforeTheFirstMessage() {
        Token token = mastodon.reader();
        try (WebSocketClient socket = trunkline.webSocket("?stream=nowhere", token)) {
            socket.subscribe("hashtag");
            assertEquals("{\"error\":\"Unknown stream type\",\"status\":400}", socket.nextText());
            assertEquals("{\"error\":\"Missing tag name parameter\",\"status\":400}", socket.nextText());
        }
        try (WebSocketClient socket = trunkline.webSocket("?stream=user", token)) {
            socket.unsubscribe("user").settle();
            mastodon.publishMarker("timeline:" + token.account().id());
            socket.subscribe("direct").settle();
            String marker =
                    mastodon.publishMarker("timeline:direct:" + token.account().id());
            assertEquals(marker, socket.next().payload());
        }
    }
}
