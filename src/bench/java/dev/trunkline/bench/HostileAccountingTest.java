package dev.trunkline.bench;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** The verdict on an attack depends on what counts as received: a missing, late, repeated or wrong delivery must be noticed. */
class HostileAccountingTest {
    private static final String HEAD = "HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n";
    private static final long[] PUBLISHED_AT = {1_000_000, 2_000_000, 3_000_000, 4_000_000};
    private static final Trials.Result ALL_WELL =
            new Trials.Result(List.of(1.0, 2.0), Map.of(), Double.NaN, Double.NaN);
    private static final AttackResult.Exit ON_SIGTERM = new AttackResult.Exit(false, 143);

    @Test
    void recordsAreFoundWhereverAReadEnds() throws IOException {
        String first = "event: update\ndata: {\"id\":\"1\"}\n\n";
        String second = "event: delete\ndata: 1\n\n";
        String wire = HEAD
                + chunk(":)\n")
                + chunk(first.substring(0, 9))
                + chunk(first.substring(9) + second)
                + chunk(":thump\n")
                + chunk(first);
        for (int size = 1; size <= wire.length(); size++) {
            List<String> records = new ArrayList<>();
            RecordReader reader = new RecordReader(record -> records.add(new String(record, UTF_8)));
            for (int start = 0; start < wire.length(); start += size) {
                reader.take(bytes(wire.substring(start, Math.min(wire.length(), start + size))));
            }
            assertTrue(reader.open());
            assertEquals(List.of(first, second, first), records);
        }
    }

    @Test
    void aRefusalAndAnEndAreNoticed() throws IOException {
        RecordReader refused = new RecordReader(record -> {});
        IOException refusal = assertThrows(
                IOException.class,
                () -> refused.take(bytes("HTTP/1.1 503 Service Unavailable\r\ncontent-length: 2\r\n\r\n{}")));
        assertEquals("HTTP/1.1 503 Service Unavailable", refusal.getMessage());
        assertFalse(refused.open());

        RecordReader ended = new RecordReader(record -> {});
        ended.take(bytes(HEAD + chunk(":)\n") + chunk("retry: 5000\n")));
        assertThrows(IOException.class, () -> ended.take(bytes("0\r\n\r\n")));
    }

    @Test
    void whatIsMissingLateRepeatedOrOvertakenCounts() {
        Receipts receipts = new Receipts(4);
        receipts.take(0, 3_000_000);
        receipts.take(2, 3_500_000);
        assertEquals(0, receipts.outOfOrder());
        receipts.take(1, 6_000_000);
        receipts.take(2, 9_000_000);
        assertEquals(2, receipts.outOfOrder());
        assertEquals(2, receipts.last());

        Share all = receipts.share(number -> true, PUBLISHED_AT, 4);
        assertEquals(0.75, all.part());
        assertEquals(List.of(2_000_000L, 4_000_000L, 500_000L), all.late());
        assertEquals(2.0, all.late(0.5));
        assertEquals(4.0, all.late(0.99));

        // What is not due does not count, whether it came or not.
        assertEquals(1, receipts.share(number -> number < 3, PUBLISHED_AT, 4).part());
        assertEquals(0, receipts.share(number -> number == 3, PUBLISHED_AT, 4).part());
        assertEquals(1, receipts.share(number -> true, PUBLISHED_AT, 3).part());
    }

    @Test
    void sharesAddUpAndTheWorstStreamIsKept() {
        Share sum = Share.NONE
                .plus(new Share(4, 4, 4, 4, List.of(1L, 2L, 3L, 4L)))
                .plus(new Share(4, 1, 1, 4, List.of(5L)))
                .plus(Share.NONE)
                .plus(new Share(2, 1, 1, 2, List.of(6L)));
        assertEquals(0.6, sum.part());
        assertEquals(0.25, sum.least());
        assertEquals(6, sum.late().size());
        assertEquals(1, Share.NONE.part());
        assertTrue(Double.isNaN(Share.NONE.late(0.5)));
    }

    @Test
    void theVerdictNamesEveryFault() {
        assertEquals(
                List.of(),
                result(share(1000, 1000), share(1000, 990), ALL_WELL, "", ON_SIGTERM)
                        .faults());
        assertEquals(
                List.of("public: 98.9 % received, less than 99.0 %"),
                result(share(1000, 1000), share(1000, 989), ALL_WELL, "", ON_SIGTERM)
                        .faults());
        assertEquals(
                List.of("user: 99.9 % received, less than 100.0 %"),
                result(share(1000, 999), share(1000, 1000), ALL_WELL, "", ON_SIGTERM)
                        .faults());
        Trials.Result oneOfTwo = new Trials.Result(List.of(1.0), Map.of("HTTP/1.1 503 Service Unavailable", 1), 3, 3);
        assertEquals(
                List.of("1 of 2 new viewers could open a stream", "the health path afterwards: no answer"),
                result(share(1, 1), share(1, 1), oneOfTwo, "no answer", ON_SIGTERM)
                        .faults());
        assertEquals(
                List.of("the server ended with 3"),
                result(share(1, 1), share(1, 1), ALL_WELL, "", new AttackResult.Exit(true, 3))
                        .faults());
        assertEquals(
                List.of("the server did not end on SIGTERM: 137"),
                result(share(1, 1), share(1, 1), ALL_WELL, "", new AttackResult.Exit(false, 137))
                        .faults());
    }

    private static AttackResult result(
            Share home, Share inPublic, Trials.Result newViewers, String healthAfter, AttackResult.Exit exit) {
        return new AttackResult(
                "title",
                List.of(innocent("public", inPublic), innocent("user", home)),
                0.99,
                newViewers,
                "",
                ALL_WELL,
                healthAfter,
                new AttackResult.Memory(1, 1, 1),
                exit,
                Map.of(),
                List.of(),
                List.of(),
                0);
    }

    private static AttackResult.Innocent innocent(String stream, Share share) {
        return new AttackResult.Innocent(stream, 1, Share.NONE, share, Share.NONE, 0, 0, List.of());
    }

    private static Share share(int due, int received) {
        return new Share(due, received, received, due, List.of());
    }

    private static ByteBuffer bytes(String text) {
        return ByteBuffer.wrap(text.getBytes(UTF_8));
    }

    private static String chunk(String data) {
        return Integer.toHexString(data.length()) + "\r\n" + data + "\r\n";
    }
}
