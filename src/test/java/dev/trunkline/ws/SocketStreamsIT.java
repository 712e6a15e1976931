package dev.trunkline.ws;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.trunkline.harness.Mastodon;
import dev.trunkline.harness.SocketEvent;
import dev.trunkline.harness.Token;
import dev.trunkline.harness.Trunkline;
import dev.trunkline.harness.WebSocketClient;
import dev.trunkline.harness.WireTest;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Each stream by name: its channels and no others, and the label of its frames (protocol, sections 2 and 5). */
@WireTest
class SocketStreamsIT {

    private final Trunkline trunkline;
    private final Mastodon mastodon;

    SocketStreamsIT(Trunkline trunkline, Mastodon mastodon) {
        this.trunkline = trunkline;
        this.mastodon = mastodon;
    }

    /** Every channel that exists, and the same of another account, list and tag. */
    private static final List<String> CHANNELS = List.of(
            "timeline:<account>",
            "timeline:<account>:notifications",
            "timeline:public",
            "timeline:public:media",
            "timeline:public:local",
            "timeline:public:local:media",
            "timeline:public:remote",
            "timeline:public:remote:media",
            "timeline:hashtag:<tag>",
            "timeline:hashtag:<tag>:local",
            "timeline:hashtag:other<tag>",
            "timeline:list:<list>",
            "timeline:list:<other>",
            "timeline:direct:<account>",
            "timeline:direct:<other>",
            "timeline:<other>");

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            {'stream':'user'}                                          | ["user"]                          | user              | timeline:<account> timeline:<account>:notifications
            {'stream':'user:notification'}                             | ["user:notification"]             | user:notification | timeline:<account>:notifications
            {'stream':'public'}                                        | ["public"]                        | public            | timeline:public
            {'stream':'public','only_media':true}                      | ["public"]                        | public            | timeline:public
            {'stream':'public:media'}                                  | ["public:media"]                  | public:media      | timeline:public:media
            {'stream':'public:allow_local_only'}                       | ["public:allow_local_only"]       | public:allow_local_only | timeline:public
            {'stream':'public:allow_local_only:media'}                 | ["public:allow_local_only:media"] | public:allow_local_only:media | timeline:public:media
            {'stream':'public','allow_local_only':true}                | ["public"]                        | public:allow_local_only | timeline:public
            {'stream':'public','allow_local_only':'true'}              | ["public"]                        | public:allow_local_only | timeline:public
            {'stream':'public','allow_local_only':'1'}                 | ["public"]                        | public:allow_local_only | timeline:public
            {'stream':'public:media','allow_local_only':true}          | ["public:media"]                  | public:allow_local_only:media | timeline:public:media
            {'stream':'public','allow_local_only':false}               | ["public"]                        | public            | timeline:public
            {'stream':'public','allow_local_only':'off'}               | ["public"]                        | public            | timeline:public
            {'stream':'public','allow_local_only':''}                  | ["public"]                        | public            | timeline:public
            {'stream':'public','allow_local_only':null}                | ["public"]                        | public            | timeline:public
            {'stream':'public:local'}                                  | ["public:local"]                  | public:local      | timeline:public:local
            {'stream':'public:local','allow_local_only':true}          | ["public:local"]                  | public:local      | timeline:public:local
            {'stream':'public:local:media'}                            | ["public:local:media"]            | public:local:media | timeline:public:local:media
            {'stream':'public:remote'}                                 | ["public:remote"]                 | public:remote     | timeline:public:remote
            {'stream':'public:remote:media'}                           | ["public:remote:media"]           | public:remote:media | timeline:public:remote:media
            {'stream':'hashtag','tag':'<tag>'}                         | ["hashtag","<tag>"]               | hashtag           | timeline:hashtag:<tag>
            {'stream':'hashtag','tag':'#<TAG>'}                        | ["hashtag","#<TAG>"]              | hashtag           | timeline:hashtag:<tag>
            {'stream':'hashtag','tag':'\\u0023<tag>','list':'9'}       | ["hashtag","#<tag>"]              | hashtag           | timeline:hashtag:<tag>
            {'stream':'hashtag','tag':'<tag> \\"💩é\\t/\\"!'}         | ["hashtag","<tag> \\"💩é\\t/\\"!"] | hashtag           | timeline:hashtag:<tag>e
            {'stream':'hashtag:local','tag':'<TAG>'}                   | ["hashtag:local","<TAG>"]         | hashtag:local     | timeline:hashtag:<tag>:local
            {'stream':'list','list':'<list>'}                          | ["list","<list>"]                 | list              | timeline:list:<list>
            {'stream':'list','list':<list>}                            | ["list",<list>]                   | list              | timeline:list:<list>
            {'stream':'list','list':<list>.0}                          | ["list",<list>]                   | list              | timeline:list:<list>
            {'stream':'list','list':'000<list>'}                       | ["list","000<list>"]              | list              | timeline:list:<list>
            {'stream':'list','list':<list>,'tag':'x'}                  | ["list",<list>]                   | list              | timeline:list:<list>
            {'stream':'direct','tag':'x','list':'1'}                   | ["direct"]                        | direct            | timeline:direct:<account>
            {'stream':['direct','user']}                               | ["direct"]                        | direct            | timeline:direct:<account>
            {'stream':['hashtag'],'tag':'<tag>'}                       | ["hashtag","<tag>"]               | hashtag           | timeline:hashtag:<tag>
            """)
    void aStreamGetsItsChannelsAndNoOther(String wish, String label, String name, String channels) {
        Token token = mastodon.reader();
        Holes holes = new Holes(token.account().id(), mastodon.list(token.account()), Mastodon.unique("tag"));
        String gauge = "connected_channels{channel=\"" + name + "\",type=\"websocket\"}";
        // A client of the previous test may not have left yet.
        await().until(() -> trunkline.metrics().sum("connected_clients") == 0);
        long before = trunkline.metrics().get(gauge);
        String members = holes.fill(wish).substring(1);

        try (WebSocketClient socket = trunkline.webSocket("", token)) {
            socket.ask("{'type':'subscribe'," + members).settle();
            assertEquals(before + 1, trunkline.metrics().get(gauge), name);
            List<String> expected = List.of(holes.fill(channels).split(" ", -1));
            for (String channel : CHANNELS) {
                mastodon.publish(holes.fill(channel), "delete", '"' + holes.fill(channel) + '"');
            }
            if (!CHANNELS.stream().map(holes::fill).toList().containsAll(expected)) {
                mastodon.publish(expected.get(0), "delete", '"' + expected.get(0) + '"');
            }
            String marker = mastodon.publishMarker(expected.get(0));
            List<String> received = new ArrayList<>();
            for (SocketEvent event = socket.next(); !event.payload().equals(marker); event = socket.next()) {
                assertEquals(holes.fill(label), event.stream());
                received.add(event.payload());
            }
            assertEquals(expected, received);

            socket.ask("{'type':'unsubscribe'," + members).settle();
            assertEquals(before, trunkline.metrics().get(gauge), name);
            mastodon.publishMarker(expected.get(0));
            socket.settle();
        }
    }

    @Test
    void userCarriesNoNotificationsWithoutTheirScope() {
        Token token = mastodon.token(mastodon.account(), "read:statuses");
        String user = "timeline:" + token.account().id();
        try (WebSocketClient socket = trunkline.webSocket("?stream=user", token)) {
            socket.settle();
            mastodon.publishMarker(user + ":notifications");
            String marker = mastodon.publishMarker(user);
            assertEquals(marker, socket.next().payload());
        }
    }
}
