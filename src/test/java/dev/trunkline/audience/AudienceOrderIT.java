package dev.trunkline.audience;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.trunkline.harness.Author;
import dev.trunkline.harness.ClientTransport;
import dev.trunkline.harness.Mastodon;
import dev.trunkline.harness.OpenStream;
import dev.trunkline.harness.PublishedStatus;
import dev.trunkline.harness.ReceivedEvent;
import dev.trunkline.harness.Token;
import dev.trunkline.harness.Trunkline;
import dev.trunkline.harness.WireTest;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** Each listener gets a channel's events in Redis's order, however long their checks take (protocol, section 6). */
@WireTest(
        ownServers = true,
        settings = {
            "trunkline.query-time-limit=8s",
            // Less than a client waits for its next event.
            "trunkline.check-time-limit=8s",
            "trunkline.outbox.limit=16M",
        })
class AudienceOrderIT {

    private static final int PAIRS = 1_000;

    private final Trunkline trunkline;
    private final Mastodon mastodon;

    /** Each viewer blocks, or is blocked by, one of them or none. */
    private final List<Author> authors;

    AudienceOrderIT(Trunkline trunkline, Mastodon mastodon) {
        this.trunkline = trunkline;
        this.mastodon = mastodon;
        this.authors = List.of(mastodon.author(), mastodon.author("remote.example"), mastodon.author());
    }

    /** What a viewer gets: how many updates so far, and in the end which. All deletes come, in their order. */
    private record Reading(int hidden, AtomicInteger seen, Future<Set<Integer>> updates) {}

    @Test
    void noDeleteOvertakesItsUpdateAndNoneIsLost() throws Exception {
        run(() -> {}, (updates, reading) -> {
            for (int i = 0; i < PAIRS; i++) {
                assertEquals(i % authors.size() != reading.hidden, updates.contains(i), "status " + i);
            }
        });
    }

    @Test
    void noDeleteOvertakesItsUpdateWhenPostgresIsKilled() throws Exception {
        long pid = mastodon.postgresServer().pid();
        try {
            run(() -> ProcessHandle.of(pid).orElseThrow().destroyForcibly(), (updates, reading) -> {
                assertTrue(updates.contains(reading.hidden == 0 ? 1 : 0), "the first were checked");
                for (int update : updates) {
                    assertTrue(update % authors.size() != reading.hidden, "status " + update + " came unchecked");
                }
            });
            assertTrue(trunkline.metrics().get("events_withheld_total{reason=\"database\"}") > 0);
        } finally {
            restart();
        }
        try (OpenStream stream = ClientTransport.EVENT_STREAM.open(trunkline, mastodon.reader(), "public")) {
            PublishedStatus status = PublishedStatus.by(authors.get(0));
            mastodon.publish("timeline:public", status);
            assertEquals(status.seen(), stream.nextData());
        }
    }

    private interface Check {
        void of(Set<Integer> updates, Reading reading);
    }

    private void run(Runnable halfway, Check check) throws Exception {
        ExecutorService threads = Executors.newCachedThreadPool();
        List<OpenStream> streams = new ArrayList<>();
        List<Reading> readings = new ArrayList<>();
        String marker = Mastodon.unique("marker");
        try {
            for (ClientTransport transport : ClientTransport.values()) {
                for (int hidden = 0; hidden <= authors.size(); hidden++) {
                    OpenStream stream = transport.open(trunkline, viewer(hidden), "public");
                    streams.add(stream);
                    AtomicInteger seen = new AtomicInteger();
                    readings.add(new Reading(hidden, seen, threads.submit(() -> read(stream, marker, seen))));
                }
            }
            for (int i = 0; i < PAIRS; i++) {
                if (i == authors.size()) {
                    // Each viewer has got a status, so everything that is read once has been read.
                    await().until(() -> readings.stream().allMatch(reading -> reading.seen.get() > 0));
                }
                if (i == PAIRS / 2) {
                    halfway.run();
                }
                PublishedStatus status =
                        PublishedStatus.by(authors.get(i % authors.size())).with("id", "status" + i);
                mastodon.publish("timeline:public", status);
                mastodon.publish("timeline:public", "delete", "\"" + i + "\"");
            }
            mastodon.publish("timeline:public", "delete", '"' + marker + '"');
            for (Reading reading : readings) {
                check.of(reading.updates.get(), reading);
            }
        } finally {
            streams.forEach(OpenStream::close);
            threads.shutdownNow();
        }
    }

    /** A viewer who may not see the statuses of the author with that number. */
    private Token viewer(int hidden) {
        Token token = mastodon.reader();
        long viewer = token.account().id();
        switch (hidden) {
            case 0 -> mastodon.block(viewer, authors.get(0).id());
            case 1 -> mastodon.blockDomain(viewer, "remote.example");
            case 2 -> mastodon.block(authors.get(2).id(), viewer);
            default -> mastodon.mute(viewer, mastodon.author().id());
        }
        return token;
    }

    private static Set<Integer> read(OpenStream stream, String marker, AtomicInteger seen) {
        Set<Integer> updates = new TreeSet<>();
        int deleted = 0;
        for (ReceivedEvent event = stream.next(); !event.data().equals(marker); event = stream.next()) {
            if (event.name().equals("delete")) {
                assertEquals(Integer.toString(deleted), event.data(), "each delete, in its order");
                deleted++;
            } else {
                String start = "{\"id\":\"status";
                String json = event.data();
                int status = Integer.parseInt(json.substring(start.length(), json.indexOf('"', start.length())));
                assertEquals(deleted, status, "an update comes right before its delete");
                assertTrue(updates.add(status), "status " + status + " came twice");
                seen.incrementAndGet();
            }
        }
        assertEquals(PAIRS, deleted);
        return updates;
    }

    private void restart() throws IOException {
        mastodon.postgresServer().start();
        mastodon.forgetConnections();
        await().until(() -> trunkline.get("/q/health/ready").answer().status() == 200);
    }
}
