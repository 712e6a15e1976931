package dev.trunkline.audience;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.trunkline.harness.ClientTransport;
import dev.trunkline.harness.Mastodon;
import dev.trunkline.harness.OpenStream;
import dev.trunkline.harness.PublishedStatus;
import dev.trunkline.harness.SocketEvent;
import dev.trunkline.harness.Token;
import dev.trunkline.harness.Trunkline;
import dev.trunkline.harness.WebSocketClient;
import dev.trunkline.harness.WireTest;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** The streams that carry glitch-soc's local-only posts, and the viewers who get them (protocol, section 6). */
@WireTest(settings = "trunkline.anonymous-streams=true")
class LocalOnlyIT {

    private final Trunkline trunkline;
    private final Mastodon mastodon;
    private final PublishedStatus status;
    private final PublishedStatus localOnly;

    LocalOnlyIT(Trunkline trunkline, Mastodon mastodon) {
        this.trunkline = trunkline;
        this.mastodon = mastodon;
        this.status = PublishedStatus.by(mastodon.author());
        this.localOnly = status.with("local_only", true);
    }

    @ParameterizedTest
    @CsvSource({
        "public, timeline:public, false",
        "public:media, timeline:public:media, false",
        "public:allow_local_only, timeline:public, true",
        "public:allow_local_only:media, timeline:public:media, true",
        "public:local, timeline:public:local, true",
        "public:local:media, timeline:public:local:media, true",
        "public:remote, timeline:public:remote, false",
        "public:remote:media, timeline:public:remote:media, false",
        "hashtag <tag>, timeline:hashtag:<tag>, true",
        "hashtag:local <tag>, timeline:hashtag:<tag>:local, true"
    })
    void somePublicStreamsCarryThemForViewersWithAnAccount(String stream, String channel, boolean carries) {
        String tag = Mastodon.unique("tag");
        String published = channel.replace("<tag>", tag);
        PublishedStatus plain = status.with("local_only", false);
        PublishedStatus unknown = status.with("local_only", null);
        for (ClientTransport transport : ClientTransport.values()) {
            try (OpenStream account = transport.open(trunkline, mastodon.reader(), stream.replace("<tag>", tag));
                    OpenStream anonymous = transport.open(trunkline, null, stream.replace("<tag>", tag))) {
                mastodon.publish(published, localOnly);
                mastodon.publish(published, "status.update", localOnly.json());
                mastodon.publish(published, plain);
                mastodon.publish(published, unknown);
                String marker = mastodon.publishMarker(published);
                assertEquals(
                        carries
                                ? List.of(localOnly.seen(), localOnly.seen(), plain.seen(), unknown.seen())
                                : List.of(plain.seen(), unknown.seen()),
                        account.until(marker));
                assertEquals(List.of(plain.json(), unknown.json()), anonymous.until(marker));
            }
        }
    }

    @ParameterizedTest
    @EnumSource(ClientTransport.class)
    void unfilteredStreamsCarryThem(ClientTransport transport) {
        Token token = mastodon.reader();
        String user = "timeline:" + token.account().id();
        try (OpenStream stream = transport.open(trunkline, token, "user")) {
            mastodon.publish(user, localOnly);
            assertEquals(List.of(localOnly.json()), stream.until(mastodon.publishMarker(user)));
        }
    }

    @Test
    void oneSocketMaySubscribeToBothKindsOfPublicStream() {
        try (WebSocketClient socket = trunkline.webSocket("?stream=public", mastodon.reader())) {
            socket.subscribe("public:allow_local_only").settle();
            mastodon.publish("timeline:public", localOnly);
            mastodon.publish("timeline:public", status);
            assertEquals(new SocketEvent("[\"public:allow_local_only\"]", "update", localOnly.seen()), socket.next());
            Set<SocketEvent> received = new HashSet<>();
            received.add(socket.next());
            received.add(socket.next());
            assertEquals(
                    Set.of(
                            new SocketEvent("[\"public\"]", "update", status.seen()),
                            new SocketEvent("[\"public:allow_local_only\"]", "update", status.seen())),
                    received);
        }
    }
}
