package dev.trunkline.harness;

import static org.awaitility.Awaitility.await;

import java.util.ArrayList;
import java.util.List;

/** Clients whose token look-ups wait for a {@link TableLock}. */
public final class WaitingLookUps {

    private WaitingLookUps() {}

    /**
     * Sends requests, each once the query for the one before waits: two that come at once may share a query. Tokens are
     * looked up by at most two queries at a time, so after two requests all others wait in the server.
     */
    public static List<HttpSocket> inQueriesOfTheirOwn(Mastodon mastodon, Request... requests) {
        List<HttpSocket> clients = new ArrayList<>();
        for (Request request : requests) {
            clients.add(request.send());
            await().until(() -> mastodon.waitingForLocks() == clients.size());
        }
        return clients;
    }
}
