package dev.trunkline.connection;

/** What waits in one connection, as the sum of all of them sees it. Called from any thread. */
interface Outbox {

    /** The account, or for an anonymous viewer the address, that it counts for. */
    Object holder();

    /** Bytes that wait for the peer, those that other connections share included. */
    long waiting();

    /** Bytes of memory that it was last counted with: what it takes besides the frames. */
    long upkeep();

    /** Counts it again, soon. */
    void recount();

    /**
     * Ends the connection as that of a slow reader and frees its queue, soon; without effect if its peer has taken more than half
     * of these bytes meanwhile.
     *
     * @param waiting what waited when it was chosen
     * @param done called when this has happened
     */
    void giveUp(long waiting, Runnable done);
}
