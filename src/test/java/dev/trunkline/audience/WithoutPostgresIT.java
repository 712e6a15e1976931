package dev.trunkline.audience;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.trunkline.harness.Author;
import dev.trunkline.harness.ClientTransport;
import dev.trunkline.harness.Mastodon;
import dev.trunkline.harness.OpenStream;
import dev.trunkline.harness.PublishedStatus;
import dev.trunkline.harness.Token;
import dev.trunkline.harness.Trunkline;
import dev.trunkline.harness.WireTest;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** While PostgreSQL is away no status is delivered unchecked; events that need no check are (protocol, section 6). */
@WireTest(
        ownServers = true,
        settings = {
            "trunkline.anonymous-streams=true",
            "trunkline.query-time-limit=5s",
            // Much more than the checks take that have to succeed.
            "trunkline.check-time-limit=3s",
        })
class WithoutPostgresIT {

    private final Trunkline trunkline;
    private final Mastodon mastodon;
    private final String tag = Mastodon.unique("tag");
    private final String channel = "timeline:hashtag:" + tag;

    WithoutPostgresIT(Trunkline trunkline, Mastodon mastodon) {
        this.trunkline = trunkline;
        this.mastodon = mastodon;
    }

    @ParameterizedTest
    @EnumSource(ClientTransport.class)
    void statusesAreWithheldWhilePostgresIsStopped(ClientTransport transport) throws IOException {
        Author blocked = mastodon.author();
        Author author = mastodon.author();
        Token token = mastodon.reader();
        mastodon.block(token.account().id(), blocked.id());
        String user = "timeline:" + token.account().id();
        try (OpenStream account = transport.open(trunkline, token, "hashtag " + tag);
                OpenStream anonymous = transport.open(trunkline, null, "hashtag " + tag);
                OpenStream unfiltered = transport.open(trunkline, token, "user")) {
            PublishedStatus status = PublishedStatus.by(author);
            mastodon.publish(channel, status);
            assertEquals(status.seen(), account.nextData());
            assertEquals(status.json(), anonymous.nextData());
            long before = withheld("database");

            mastodon.postgresServer().stop();
            for (int i = 0; i < 10; i++) {
                PublishedStatus lost = PublishedStatus.by(author);
                mastodon.publish(channel, lost);
                mastodon.publish(channel, "delete", "\"" + i + "\"");
                assertEquals(Integer.toString(i), account.nextData());
                assertEquals(lost.json(), anonymous.nextData());
                assertEquals(Integer.toString(i), anonymous.nextData());
                mastodon.publish(user, lost);
                assertEquals(lost.json(), unfiltered.nextData());
            }
            assertEquals(before + 10, withheld("database"));
            trunkline.awaitLog("could not be checked: database");

            // Statuses keep coming while PostgreSQL starts, until one reaches the account again.
            AtomicBoolean flowing = new AtomicBoolean();
            CompletableFuture<Void> load = CompletableFuture.runAsync(() -> {
                while (!flowing.get()) {
                    mastodon.publish(channel, PublishedStatus.by(blocked));
                    mastodon.publish(channel, PublishedStatus.by(author));
                    anonymous.next();
                    anonymous.next();
                }
            });
            try {
                mastodon.postgresServer().start();
                mastodon.forgetConnections();
                await().until(() -> account.nextData().endsWith(",\"filtered\":[]}"));
            } finally {
                flowing.set(true);
                load.join();
            }
            account.until(mastodon.publishMarker(channel));
            for (int i = 0; i < 20; i++) {
                PublishedStatus again = PublishedStatus.by(author);
                mastodon.publish(channel, PublishedStatus.by(blocked));
                mastodon.publish(channel, again);
                assertEquals(List.of(again.seen()), account.until(mastodon.publishMarker(channel)));
            }
        }
    }

    @ParameterizedTest
    @EnumSource(ClientTransport.class)
    void checksTimeOutWhilePostgresIsSuspended(ClientTransport transport) throws IOException {
        Author author = mastodon.author();
        Token token = mastodon.reader();
        String user = "timeline:" + token.account().id();
        try (OpenStream account = transport.open(trunkline, token, "hashtag " + tag);
                OpenStream unfiltered = transport.open(trunkline, token, "user")) {
            long before = withheld("timeout");
            mastodon.postgresServer().suspend();
            try {
                PublishedStatus lost = PublishedStatus.by(author);
                mastodon.publish(channel, lost);
                mastodon.publish(channel, "delete", "\"1\"");
                mastodon.publish(user, lost);
                assertEquals(lost.json(), unfiltered.nextData());
                assertEquals("1", account.nextData());
                assertEquals(before + 1, withheld("timeout"));
            } finally {
                mastodon.postgresServer().resume();
            }
            await().untilAsserted(() -> {
                PublishedStatus again = PublishedStatus.by(author);
                mastodon.publish(channel, again);
                assertEquals(List.of(again.seen()), account.until(mastodon.publishMarker(channel)));
            });
        }
    }

    private long withheld(String reason) {
        return trunkline.metrics().get("events_withheld_total{reason=\"" + reason + "\"}");
    }
}
