package dev.trunkline.connection;

import java.time.Duration;

/** What the process stays for when all its connections have ended at a shutdown. */
public interface Aftermath {

    /**
     * Returns when the process may exit.
     *
     * @param longest how long it takes until every client that was asked to reconnect has been asked to do so
     */
    void await(Duration longest) throws InterruptedException;
}
