package dev.trunkline.fanout;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.trunkline.connection.Connection;
import dev.trunkline.connection.ConnectionFixture;
import dev.trunkline.connection.Ending;
import dev.trunkline.connection.FakeWire;
import dev.trunkline.metrics.FakeMeters;
import dev.trunkline.viewer.Viewer;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.embedded.EmbeddedChannel;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What is held back during a replay, and what of it comes afterwards. */
class SeamTest {

    private static final int LIMIT = 1_000;

    private final Connection connection = ConnectionFixture.of(
            Viewer.ANONYMOUS, new EmbeddedChannel().eventLoop(), new FakeMeters(), new FakeWire(), LIMIT);
    private final List<ByteBuf> frames = new ArrayList<>();
    private final List<String> passed = new ArrayList<>();

    private Seam replaying() {
        return new Seam(connection, true, 0);
    }

    private void hold(Seam seam, long number, String text) {
        ByteBuf frame = Unpooled.copiedBuffer(text, UTF_8);
        frames.add(frame);
        seam.hold(number, frame);
    }

    private void pass(ByteBuf frame) {
        passed.add(frame.toString(UTF_8));
    }

    /** Only this test has the frames, and the connection holds nothing: exactly what fits into an empty outbox fits. */
    private void assertNothingIsHeld() {
        for (ByteBuf frame : frames) {
            assertEquals(1, frame.refCnt());
        }
        assertTrue(connection.holding(0, LIMIT));
        assertFalse(connection.holding(0, 1));
    }

    @Test
    void withoutReplayEverythingThatIsKeptComes() {
        Seam seam = new Seam(connection, false, 0);
        assertFalse(seam.holds());
        assertFalse(seam.takes(0), "It came before the client listened");
        assertTrue(seam.takes(1));
        assertTrue(seam.takes(Long.MAX_VALUE));
    }

    @Test
    void whatWasReplayedDoesNotComeAgain() {
        Seam seam = replaying();
        assertTrue(seam.holds());
        hold(seam, 4, "four");
        hold(seam, 5, "five");
        hold(seam, 6, "six");
        hold(seam, 7, "seven");
        for (ByteBuf frame : frames) {
            assertEquals(2, frame.refCnt());
        }
        seam.close(5, this::pass);
        assertEquals(List.of("six", "seven"), passed);
        assertFalse(seam.holds());
        assertFalse(seam.takes(5));
        assertTrue(seam.takes(6));
        assertNothingIsHeld();
    }

    @Test
    void anOutageIsToldOnceHoweverManyChannelsHaveMissedSomething() {
        Seam seam = new Seam(connection, false, 2);
        assertFalse(seam.takes(-1));
        assertFalse(seam.takes(-2), "The client came after it");
        assertTrue(seam.takes(-3));
        assertFalse(seam.takes(-3));
        assertTrue(seam.takes(-5));
        assertFalse(seam.takes(-4));
    }

    @Test
    void anOutageDuringTheReplayIsToldOnceInItsPlace() {
        Seam seam = replaying();
        hold(seam, 1, "before");
        hold(seam, -1, "missed");
        hold(seam, -1, "missed on the other channel");
        hold(seam, 2, "behind");
        seam.close(0, this::pass);
        assertEquals(List.of("before", "missed", "behind"), passed);
        assertNothingIsHeld();
    }

    @Test
    void whatIsHeldIsFreedWithTheConnection() {
        Seam seam = replaying();
        hold(seam, 1, "one");
        hold(seam, 2, "two");
        seam.drop();
        assertNothingIsHeld();
        seam.close(0, this::pass);
        assertEquals(List.of(), passed);
    }

    @Test
    void asMuchAsWaitsForAPeerIsHeldAndNoMore() {
        Seam seam = replaying();
        connection.atEnd(seam::drop);
        for (int i = 1; i <= 10; i++) {
            hold(seam, i, "x".repeat(LIMIT / 10));
        }
        assertNull(connection.ending());
        hold(seam, 11, "x");
        assertEquals(Ending.SLOW_READER, connection.ending());
        for (ByteBuf frame : frames) {
            assertEquals(1, frame.refCnt());
        }
    }

    /** The connection ends while it gets what was held back. */
    @Test
    void anEndInTheMiddleFreesEachFrameOnce() {
        Seam seam = replaying();
        for (int i = 1; i <= 4; i++) {
            hold(seam, i, String.valueOf(i));
        }
        seam.close(0, frame -> {
            pass(frame);
            if (passed.size() == 2) {
                seam.drop();
            }
        });
        assertEquals(List.of("1", "2"), passed);
        assertNothingIsHeld();
    }
}
