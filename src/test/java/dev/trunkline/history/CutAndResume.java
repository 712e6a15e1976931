package dev.trunkline.history;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.trunkline.harness.Author;
import dev.trunkline.harness.ClientTransport;
import dev.trunkline.harness.PublishedStatus;
import dev.trunkline.harness.ResumingClient;
import dev.trunkline.harness.ResumingClient.Got;
import dev.trunkline.harness.Ticker;
import dev.trunkline.harness.Token;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.function.ToIntFunction;

/**
 * Clients that read some of a {@link Ticker}'s events, are cut and come back, again and again: each gets each event exactly once
 * and in order.
 */
final class CutAndResume {

    /** Events that a client reads in a round, at most. */
    private static final int READ = 12;

    private final int rounds;
    private final ToIntFunction<Random> port;
    private final List<CompletableFuture<Void>> clients = new ArrayList<>();

    /** @param port where a client comes back */
    CutAndResume(int rounds, ToIntFunction<Random> port) {
        this.rounds = rounds;
        this.port = port;
    }

    /** What the ticker publishes: each fourth is a status. */
    static String message(Author author, long number) {
        return number % 4 == 0
                ? "{\"event\":\"update\",\"payload\":"
                        + PublishedStatus.by(author)
                                .with("id", Long.toString(number))
                                .json() + "}"
                : Ticker.deletion(number);
    }

    /** Begins with one client of a stream; that of {@code user} has two channels, on both of which the ticker publishes. */
    void begin(ClientTransport transport, Token token, String stream) {
        // In a thread of its own: a machine may have too few for them in the common pool.
        clients.add(CompletableFuture.runAsync(
                () -> run(transport, token, stream, stream.equals("user") ? 2 : 1), each -> new Thread(each).start()));
    }

    /** Returns when all have made their rounds. */
    void await() throws InterruptedException, ExecutionException {
        for (CompletableFuture<Void> client : clients) {
            client.get();
        }
    }

    private void run(ClientTransport transport, Token token, String stream, int copies) {
        Random random = new Random((stream + transport).hashCode());
        try (ResumingClient client = new ResumingClient(transport, token, stream)) {
            client.open(port.applyAsInt(random));
            int number = number(client.next());
            // Of two channels one is the first: until both are subscribed to, events of that one may come alone.
            int seen = 1;
            while (seen < copies) {
                int next = number(client.next());
                seen = next == number ? seen + 1 : 1;
                number = next;
            }
            for (int round = 0; round < rounds; round++) {
                for (int left = random.nextInt(READ); left > 0; left--) {
                    if (seen == copies) {
                        seen = 0;
                        number++;
                    }
                    int expected = number;
                    Got got = client.next();
                    int at = round;
                    assertEquals(expected, number(got), () -> stream + " over " + transport + ", round " + at);
                    seen++;
                }
                client.open(port.applyAsInt(random));
            }
        }
    }

    private static int number(Got got) {
        if (!got.name().equals("update")) {
            assertEquals("delete", got.name(), got.data());
            return Integer.parseInt(got.data());
        }
        String id = got.data().replaceFirst(".*?\"id\":\"([0-9]+)\".*", "$1");
        return Integer.parseInt(id);
    }
}
