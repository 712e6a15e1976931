package dev.trunkline.audience;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.trunkline.harness.Account;
import dev.trunkline.harness.Author;
import dev.trunkline.harness.ClientTransport;
import dev.trunkline.harness.Mastodon;
import dev.trunkline.harness.OpenStream;
import dev.trunkline.harness.PublishedStatus;
import dev.trunkline.harness.Token;
import dev.trunkline.harness.Trunkline;
import dev.trunkline.harness.WireTest;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** Blocks, mutes and blocked domains (protocol, section 6, check 3). */
@WireTest
class RelationshipsIT {

    private final Trunkline trunkline;
    private final Mastodon mastodon;
    private final Account listener;
    private final Author author;
    private final String tag = Mastodon.unique("tag");
    private final String channel = "timeline:hashtag:" + tag;

    RelationshipsIT(Trunkline trunkline, Mastodon mastodon) {
        this.trunkline = trunkline;
        this.mastodon = mastodon;
        this.listener = mastodon.account();
        this.author = mastodon.author();
    }

    // Blocks

    @Test
    void anAuthorWhomTheListenerBlocksIsHidden() {
        mastodon.block(listener.id(), author.id());
        assertHidden(PublishedStatus.by(author));
    }

    @Test
    void anAuthorWhoBlocksTheListenerIsHidden() {
        mastodon.block(author.id(), listener.id());
        assertHidden(PublishedStatus.by(author));
    }

    @Test
    void blocksOfOtherAccountsHideNothing() {
        Author other = mastodon.author();
        mastodon.block(listener.id(), other.id());
        mastodon.block(other.id(), listener.id());
        mastodon.block(other.id(), author.id());
        mastodon.block(author.id(), other.id());
        assertSeen(PublishedStatus.by(author));
    }

    @Test
    void aRemoteAuthorIsHidden() {
        Author remote = mastodon.author("remote.example");
        assertSeen(PublishedStatus.by(remote));
        mastodon.block(listener.id(), remote.id());
        assertHidden(PublishedStatus.by(remote));
    }

    // Mutes

    @Test
    void anAuthorWhomTheListenerMutesIsHidden() {
        mastodon.mute(listener.id(), author.id());
        assertHidden(PublishedStatus.by(author));
    }

    @Test
    void aMuteHidesUntilItExpires() {
        mastodon.muteFor(listener.id(), author.id(), 3600);
        assertHidden(PublishedStatus.by(author));
    }

    @Test
    void anExpiredMuteHidesNothing() {
        mastodon.muteFor(listener.id(), author.id(), -1);
        assertSeen(PublishedStatus.by(author));
    }

    @Test
    void aListenerWhomTheAuthorMutesSeesTheAuthor() {
        mastodon.mute(author.id(), listener.id());
        assertSeen(PublishedStatus.by(author));
    }

    // Mentioned accounts

    @Test
    void aMentionedAccountThatTheListenerBlocksHides() {
        Author mentioned = mastodon.author();
        mastodon.block(listener.id(), mentioned.id());
        assertHidden(PublishedStatus.by(author).mentioning(mentioned));
        assertHidden(
                PublishedStatus.by(author).mentioning(mastodon.author(), mastodon.author("remote.example"), mentioned));
        assertSeen(PublishedStatus.by(author).mentioning(mastodon.author()));
    }

    @Test
    void aMentionedAccountThatTheListenerMutesHides() {
        Author mentioned = mastodon.author("remote.example");
        mastodon.mute(listener.id(), mentioned.id());
        assertHidden(PublishedStatus.by(author).mentioning(mastodon.author(), mentioned));
    }

    @Test
    void anExpiredMuteOfAMentionedAccountHidesNothing() {
        Author mentioned = mastodon.author();
        mastodon.muteFor(listener.id(), mentioned.id(), -1);
        assertSeen(PublishedStatus.by(author).mentioning(mentioned));
    }

    @Test
    void blocksAndMutesOfMentionedAccountsHideNothing() {
        Author mentioned = mastodon.author();
        mastodon.block(mentioned.id(), listener.id());
        mastodon.mute(mentioned.id(), listener.id());
        mastodon.block(author.id(), mentioned.id());
        mastodon.mute(author.id(), mentioned.id());
        mastodon.block(mentioned.id(), author.id());
        assertSeen(PublishedStatus.by(author).mentioning(mentioned));
    }

    @Test
    void theListenerMayBeMentionedOrBeTheAuthor() {
        assertSeen(PublishedStatus.by(author).mentioning(Author.of(listener)));
        assertSeen(PublishedStatus.by(Author.of(listener)).mentioning(author));
        assertSeen(PublishedStatus.by(Author.of(listener)).mentioning(Author.of(listener)));
    }

    // Domains

    @ParameterizedTest
    @CsvSource({
        "remote.example, remote.example",
        "remote.example, Remote.EXAMPLE",
        "xn--bcher-kva.example, bücher.example",
        "xn--bcher-kva.example, BÜCHER.example",
        "xn--bcher-kva.example, xn--bcher-kva.example",
        "xn--bcher-kva.example, XN--BCHER-KVA.example",
        "bücher.example, xn--bcher-kva.example",
        "bücher.example, bücher.example",
        "xn--strae-oqa.example, straße.example",
        "strasse.example, straße.example",
        "straße.example, xn--strae-oqa.example",
        "xn--nxasmm1c.com, βόλος.com",
        "xn--mgba3gch31f060k.com, \u0646\u0627\u0645\u0647\u200c\u0627\u06cc.com",
        "remote.example, remote.example.",
        "remote.example., remote.example",
        "remote.example, @remote.example",
        "remote.example, remote。ｅｘａｍｐｌｅ"
    })
    void anAuthorOfABlockedDomainIsHidden(String blocked, String domain) {
        mastodon.blockDomain(listener.id(), blocked);
        assertHidden(PublishedStatus.by(mastodon.author(domain)));
        mastodon.unblockDomain(listener.id(), blocked);
        assertSeen(PublishedStatus.by(mastodon.author(domain)));
    }

    @ParameterizedTest
    @CsvSource({
        "remote.example, sub.remote.example",
        "sub.remote.example, remote.example",
        "remote.example, remote.example.org",
        "remote.example, remote-example",
        "remote.example, xremote.example",
        "remote_example, remote.example",
        "%, remote.example",
        "xn--bcher-kva.example, bucher.example",
        "xn--strae-oqa.example, strasse.example"
    })
    void anAuthorOfAnotherDomainIsSeen(String blocked, String domain) {
        mastodon.blockDomain(listener.id(), blocked);
        assertSeen(PublishedStatus.by(mastodon.author(domain)));
    }

    /** Such as one with a port, or one that cannot be a host name. */
    @ParameterizedTest
    @CsvSource({"remote.example:3000", "under_score.example", "-.example", "..", "x--y.example", "xn--.example"})
    void anOddDomainDoesNoHarm(String domain) {
        Author strange = mastodon.author(domain);
        assertSeen(PublishedStatus.by(strange));
        mastodon.blockDomain(listener.id(), domain);
        assertHidden(PublishedStatus.by(strange));
    }

    @Test
    void aLocalAuthorHasNoDomain() {
        mastodon.blockDomain(listener.id(), "social.example");
        mastodon.blockDomain(listener.id(), author.acct());
        assertSeen(PublishedStatus.by(author));
    }

    @Test
    void theDomainOfAMentionedAccountHidesNothing() {
        mastodon.blockDomain(listener.id(), "remote.example");
        assertSeen(PublishedStatus.by(author).mentioning(mastodon.author("remote.example")));
    }

    @Test
    void domainBlocksOfOtherAccountsHideNothing() {
        mastodon.blockDomain(author.id(), "remote.example");
        assertSeen(PublishedStatus.by(mastodon.author("remote.example")));
    }

    // Changes, streams and events

    @ParameterizedTest
    @EnumSource(ClientTransport.class)
    void aCommittedChangeCountsForTheNextStatus(ClientTransport transport) {
        PublishedStatus status = PublishedStatus.by(author);
        List<String> seen = List.of(status.seen());
        try (OpenStream stream = transport.open(trunkline, mastodon.token(listener, "read"), "hashtag " + tag)) {
            for (int i = 0; i < 10; i++) {
                assertEquals(seen, published(status, stream), "round " + i);
                mastodon.block(listener.id(), author.id());
                assertEquals(List.of(), published(status, stream), "round " + i);
                mastodon.unblock(listener.id(), author.id());
                assertEquals(seen, published(status, stream), "round " + i);
                mastodon.mute(listener.id(), author.id());
                assertEquals(List.of(), published(status, stream), "round " + i);
                mastodon.unmute(listener.id(), author.id());
            }
        }
    }

    /** What the stream gets of a status. */
    private List<String> published(PublishedStatus status, OpenStream stream) {
        mastodon.publish(channel, status);
        return stream.until(mastodon.publishMarker(channel));
    }

    @Test
    void anUncommittedChangeDoesNotCount() throws SQLException {
        PublishedStatus status = PublishedStatus.by(author);
        Token token = mastodon.token(listener, "read");
        try (OpenStream stream = ClientTransport.EVENT_STREAM.open(trunkline, token, "hashtag " + tag);
                Connection transaction = mastodon.connectToDatabase();
                Statement statement = transaction.createStatement()) {
            transaction.setAutoCommit(false);
            statement.execute("INSERT INTO blocks (account_id, target_account_id) VALUES (" + listener.id() + ", "
                    + author.id() + ")");
            mastodon.publish(channel, status);
            assertEquals(List.of(status.seen()), stream.until(mastodon.publishMarker(channel)));
            transaction.commit();
            mastodon.publish(channel, status);
            assertEquals(List.of(), stream.until(mastodon.publishMarker(channel)));
        }
    }

    @ParameterizedTest
    @EnumSource(ClientTransport.class)
    void aMuteExpiresWhileAStreamIsOpen(ClientTransport transport) {
        PublishedStatus status = PublishedStatus.by(author);
        try (OpenStream stream = transport.open(trunkline, mastodon.token(listener, "read"), "hashtag " + tag)) {
            mastodon.muteFor(listener.id(), author.id(), 3600);
            mastodon.publish(channel, status);
            assertEquals(List.of(), stream.until(mastodon.publishMarker(channel)));
            mastodon.update(
                    "UPDATE mutes SET expires_at = now() AT TIME ZONE 'utc' WHERE account_id = ?", listener.id());
            mastodon.publish(channel, status);
            assertEquals(List.of(status.seen()), stream.until(mastodon.publishMarker(channel)));
        }
    }

    @Test
    void changedStatusesAreCheckedAndOtherEventsAreNot() {
        mastodon.block(listener.id(), author.id());
        String json = PublishedStatus.by(author).json();
        for (ClientTransport transport : ClientTransport.values()) {
            try (OpenStream stream = transport.open(trunkline, mastodon.token(listener, "read"), "hashtag " + tag)) {
                mastodon.publish(channel, "status.update", json);
                mastodon.publish(channel, "notification", json);
                mastodon.publish(channel, "delete", "\"1\"");
                assertEquals(List.of(json, "1"), stream.until(mastodon.publishMarker(channel)));
            }
        }
    }

    @ParameterizedTest
    @EnumSource(ClientTransport.class)
    void unfilteredStreamsAreNotChecked(ClientTransport transport) {
        mastodon.block(listener.id(), author.id());
        PublishedStatus status = PublishedStatus.by(author);
        Token token = mastodon.token(listener, "read");
        long list = mastodon.list(listener);
        for (String stream : List.of("user", "direct", "list " + list)) {
            String published =
                    switch (stream) {
                        case "user" -> "timeline:" + listener.id();
                        case "direct" -> "timeline:direct:" + listener.id();
                        default -> "timeline:list:" + list;
                    };
            try (OpenStream open = transport.open(trunkline, token, stream)) {
                mastodon.publish(published, status);
                assertEquals(List.of(status.json()), open.until(mastodon.publishMarker(published)));
            }
        }
    }

    /** Two devices of one person: each gets what the person may see, once. */
    @Test
    void oneTokenMayOpenSeveralStreams() {
        Token token = mastodon.token(listener, "read");
        Author blocked = mastodon.author();
        mastodon.block(listener.id(), blocked.id());
        List<OpenStream> streams = new ArrayList<>();
        try {
            for (ClientTransport transport : ClientTransport.values()) {
                streams.add(transport.open(trunkline, token, "hashtag " + tag));
                streams.add(transport.open(trunkline, token, "hashtag " + tag));
            }
            PublishedStatus seen = PublishedStatus.by(author);
            mastodon.publish(channel, PublishedStatus.by(blocked));
            mastodon.publish(channel, seen);
            String marker = mastodon.publishMarker(channel);
            for (OpenStream stream : streams) {
                assertEquals(List.of(seen.seen()), stream.until(marker));
            }
            // The other streams continue when one is closed.
            String gauge = "connected_channels{channel=\"hashtag\",type=\"eventsource\"}";
            long open = trunkline.metrics().get(gauge);
            streams.remove(0).close();
            await().until(() -> trunkline.metrics().get(gauge) < open);
            mastodon.publish(channel, PublishedStatus.by(blocked));
            PublishedStatus later = PublishedStatus.by(author);
            mastodon.publish(channel, later);
            String next = mastodon.publishMarker(channel);
            for (OpenStream stream : streams) {
                assertEquals(List.of(later.seen()), stream.until(next));
            }
        } finally {
            streams.forEach(OpenStream::close);
        }
    }

    /** Ids are larger than the integers that a double holds exactly. */
    @Test
    void idsAreExact() {
        long id = (1L << 53) + 2 * author.id();
        mastodon.update("INSERT INTO accounts (id, username) VALUES (?, ?)", id, Mastodon.unique("account"));
        mastodon.update("INSERT INTO accounts (id, username) VALUES (?, ?)", id + 1, Mastodon.unique("account"));
        mastodon.block(listener.id(), id);
        assertHidden(PublishedStatus.by(new Author(id, "a", "a")));
        assertSeen(PublishedStatus.by(new Author(id + 1, "b", "b")));
    }

    private void assertHidden(PublishedStatus status) {
        assertListenerGets(List.of(), status);
    }

    private void assertSeen(PublishedStatus status) {
        assertListenerGets(List.of(status.seen()), status);
    }

    /** Another viewer gets the status in any case. */
    private void assertListenerGets(List<String> expected, PublishedStatus status) {
        Token token = mastodon.token(listener, "read");
        Token other = mastodon.reader();
        for (ClientTransport transport : ClientTransport.values()) {
            try (OpenStream stream = transport.open(trunkline, token, "hashtag " + tag);
                    OpenStream others = transport.open(trunkline, other, "hashtag " + tag)) {
                mastodon.publish(channel, status);
                String marker = mastodon.publishMarker(channel);
                assertEquals(expected, stream.until(marker), transport.name());
                assertEquals(List.of(status.seen()), others.until(marker), transport.name());
            }
        }
    }
}
