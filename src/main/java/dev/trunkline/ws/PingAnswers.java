package dev.trunkline.ws;

import java.time.Duration;

/**
 * Decides at each ping's time what to do with a peer: a peer that has not answered the last ping is gone, unless this process
 * itself has stood still meanwhile (it was suspended, or its machine was), so that the answer may be there and not read yet.
 */
final class PingAnswers {

    enum Step {
        PING,
        /** The last ping's answer has another interval. */
        WAIT,
        GIVE_UP
    }

    /** A ping's time that comes later than this part of the interval means that the process has stood still. */
    private static final int TOLERATED_PART = 10;

    private final long interval;
    private boolean answered = true;

    /** When the next ping's time is, in {@code System.nanoTime()}. */
    private long due;

    PingAnswers(Duration interval) {
        this.interval = interval.toNanos();
    }

    /** The peer has sent a frame. */
    void came() {
        answered = true;
    }

    /** To be called once in each interval. */
    Step next(long now) {
        boolean late = now - due > interval / TOLERATED_PART;
        due = now + interval;
        if (answered) {
            answered = false;
            return Step.PING;
        }
        return late ? Step.WAIT : Step.GIVE_UP;
    }
}
