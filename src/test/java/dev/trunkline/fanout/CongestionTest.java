package dev.trunkline.fanout;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.trunkline.broadcast.Broadcaster;
import dev.trunkline.broadcast.Channel;
import io.smallrye.mutiny.Uni;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class CongestionTest {

    private static final long HIGH = Congestion.HIGH;

    private final List<String> told = new ArrayList<>();
    private final Congestion congestion = new Congestion(new Recorder());

    @Test
    void pausesAtTheLimitAndResumesBelowIt() {
        congestion.grown(HIGH - 1, HIGH - 1);
        assertEquals(List.of(), told);
        congestion.grown(HIGH, 1);
        assertEquals(List.of("pause"), told);
        congestion.grown(HIGH + 5, 5);
        congestion.shrunk(HIGH, 5);
        assertEquals(List.of("pause"), told);
        congestion.shrunk(HIGH - 1, 1);
        assertEquals(List.of("pause", "resume"), told);
        congestion.shrunk(0, HIGH - 1);
        assertEquals(List.of("pause", "resume"), told);
    }

    @Test
    void waitsForTheLastOfSeveralLanes() {
        congestion.grown(HIGH, HIGH);
        congestion.grown(HIGH, HIGH);
        congestion.shrunk(0, HIGH);
        assertEquals(List.of("pause"), told);
        congestion.shrunk(0, HIGH);
        assertEquals(List.of("pause", "resume"), told);
    }

    private final class Recorder implements Broadcaster {

        @Override
        public OpenChannel open(Channel channel, Sink sink) {
            throw new UnsupportedOperationException();
        }

        @Override
        public void hear(SystemSink sink) {
            throw new UnsupportedOperationException();
        }

        @Override
        public Uni<Long> send(Channel channel, byte[] message) {
            throw new UnsupportedOperationException();
        }

        @Override
        public boolean connected() {
            return true;
        }

        @Override
        public boolean connectedBefore() {
            return true;
        }

        @Override
        public Duration away() {
            return Duration.ZERO;
        }

        @Override
        public void beforeResubscription(Runnable action) {
            throw new UnsupportedOperationException();
        }

        @Override
        public void afterResubscription(Runnable action) {
            throw new UnsupportedOperationException();
        }

        @Override
        public void pause() {
            told.add("pause");
        }

        @Override
        public void resume() {
            told.add("resume");
        }
    }
}
