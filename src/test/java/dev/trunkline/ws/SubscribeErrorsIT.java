package dev.trunkline.ws;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.trunkline.harness.Mastodon;
import dev.trunkline.harness.Token;
import dev.trunkline.harness.Trunkline;
import dev.trunkline.harness.WebSocketClient;
import dev.trunkline.harness.WireTest;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Errors of subscribing and unsubscribing: the scope first, then the name, then the parameters (protocol, section 5). */
@WireTest
class SubscribeErrorsIT {

    private final Trunkline trunkline;
    private final Mastodon mastodon;

    SubscribeErrorsIT(Trunkline trunkline, Mastodon mastodon) {
        this.trunkline = trunkline;
        this.mastodon = mastodon;
    }

    private static final String SCOPE = "{\"error\":\"Access token does not have the required scopes\",\"status\":401}";
    private static final String NAME = "{\"error\":\"Unknown stream type\",\"status\":400}";
    private static final String TAG = "{\"error\":\"Missing tag name parameter\",\"status\":400}";
    private static final String LIST = "{\"error\":\"Missing list name parameter\",\"status\":400}";
    private static final String FOREIGN = "{\"error\":\"Not authorized to stream this list\",\"status\":401}";
    private static final String UNSUBSCRIBING = "{\"error\":\"Error unsubscribing from channel\"}";

    @ParameterizedTest
    @ValueSource(
            strings = {
                "'user'",
                "'user:notification'",
                "'nowhere'",
                "'hashtag'",
                "'list'",
                "'list','list':'<list>'",
                "null",
                "7"
            })
    void withoutAnyScopeTheScopeIsMissing(String stream) {
        Token token = mastodon.token(mastodon.account(), "profile");
        try (WebSocketClient socket = trunkline.webSocket("", token)) {
            subscribe(socket, stream.replace("<list>", Long.toString(mastodon.list(token.account()))));
            assertEquals(SCOPE, socket.nextText());
        }
    }

    @Test
    void notificationsNeedTheirOwnScope() {
        try (WebSocketClient socket = trunkline.webSocket("", mastodon.token(mastodon.account(), "read:statuses"))) {
            subscribe(socket, "'user:notification'");
            assertEquals(SCOPE, socket.nextText());
            socket.subscribe("user").settle();
        }
        try (WebSocketClient socket =
                trunkline.webSocket("", mastodon.token(mastodon.account(), "read:notifications"))) {
            socket.subscribe("user:notification").settle();
            for (String stream :
                    List.of("'user'", "'direct'", "'public'", "'nowhere'", "'hashtag'", "'list','list':1")) {
                subscribe(socket, stream);
                assertEquals(SCOPE, socket.nextText(), stream);
            }
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "'nowhere'",
                "''",
                "'User'",
                "'user '",
                "'public:remote:'",
                "'system'",
                "null",
                "7",
                "true",
                "{}",
                "[]",
                "[['user']]",
                "[7,'user']",
                "[null]",
                "'timeline:public'",
                "'user\\u0000'"
            })
    void anUnknownNameIsToldBeforeItsParameters(String stream) {
        try (WebSocketClient socket = trunkline.webSocket("", mastodon.reader())) {
            subscribe(socket, stream);
            assertEquals(NAME, socket.nextText());
            socket.ask("{'type':'unsubscribe','stream':" + stream + "}");
            assertEquals(UNSUBSCRIBING, socket.nextText());
        }
    }

    @Test
    void aMissingNameIsUnknown() {
        try (WebSocketClient socket = trunkline.webSocket("", mastodon.reader())) {
            socket.ask("{'type':'subscribe'}");
            assertEquals(NAME, socket.nextText());
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                ",'tag':''",
                ",'tag':null",
                ",'tag':7",
                ",'tag':['x']",
                ",'tag':{}",
                ",'tag':'#!'",
                ",'list':'1'"
            })
    void aTagHasToBeANonEmptyString(String tag) {
        try (WebSocketClient socket = trunkline.webSocket("", mastodon.reader())) {
            for (String stream : List.of("'hashtag'", "'hashtag:local'")) {
                subscribe(socket, stream + tag);
                assertEquals(TAG, socket.nextText());
                socket.ask("{'type':'unsubscribe','stream':" + stream + tag + "}");
                assertEquals(UNSUBSCRIBING, socket.nextText());
            }
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", ",'list':''", ",'list':null", ",'list':true", ",'list':['1']", ",'list':{}", ",'tag':'1'"})
    void aListHasToBeAStringOrANumber(String list) {
        try (WebSocketClient socket = trunkline.webSocket("", mastodon.reader())) {
            subscribe(socket, "'list'" + list);
            assertEquals(LIST, socket.nextText());
            socket.ask("{'type':'unsubscribe','stream':'list'" + list + "}");
            assertEquals(UNSUBSCRIBING, socket.nextText());
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "<other>",
                "'<other>'",
                "'<foreign>'",
                "<foreign>",
                "'abc'",
                "'1 OR 1=1'",
                "-1",
                "'-1'",
                "1.5",
                "0",
                "1e300",
                "1e999",
                "-1e999",
                "99999999999999999999",
                "'99999999999999999999'",
                "'+<own>'",
                "' <own>'",
                "'\\u0661'"
            })
    void aListHasToBelongToTheAccount(String pattern) {
        Token token = mastodon.reader();
        String list = pattern.replace("<own>", Long.toString(mastodon.list(token.account())))
                .replace("<foreign>", Long.toString(mastodon.list(mastodon.account())))
                .replace("<other>", "987654321");
        try (WebSocketClient socket = trunkline.webSocket("", token)) {
            subscribe(socket, "'list','list':" + list);
            assertEquals(FOREIGN, socket.nextText());
            socket.ask("{'type':'unsubscribe','stream':'list','list':" + list + "}");
            assertEquals(UNSUBSCRIBING, socket.nextText());
        }
    }

    @Test
    void unsubscribingNeedsNoScope() {
        try (WebSocketClient socket = trunkline.webSocket("", mastodon.token(mastodon.account(), "profile"))) {
            socket.unsubscribe("user").unsubscribe("public").settle();
        }
    }

    private static void subscribe(WebSocketClient socket, String stream) {
        socket.ask("{'type':'subscribe','stream':" + stream + "}");
    }
}
