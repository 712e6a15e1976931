package dev.trunkline.audience;

import java.util.concurrent.atomic.AtomicLong;

/** Bounds what all channels together hold back while checks are made. */
final class Backlog {

    private final long most;
    private final AtomicLong held = new AtomicLong();

    /**
     * @param most bytes of payloads that may wait
     */
    Backlog(long most) {
        this.most = most;
    }

    void grown(long bytes) {
        held.addAndGet(bytes);
    }

    void shrunk(long bytes) {
        held.addAndGet(-bytes);
    }

    boolean full() {
        return held.get() > most;
    }

    /** Bytes that wait now. */
    long held() {
        return held.get();
    }
}
