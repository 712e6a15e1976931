package dev.trunkline.audience;

import dev.trunkline.database.Database;
import dev.trunkline.database.DatabaseFixture;
import dev.trunkline.database.Priority;
import dev.trunkline.demo.EmbeddedServers;
import dev.trunkline.demo.Schema;
import io.smallrye.mutiny.Uni;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/**
 * A measurement, which does not run with the tests: prints the CPU that PostgreSQL's process spends on one status, in µs,
 * parsing and planning included. On Linux: {@code ./mvnw test -Dtest=RelationshipsCost}
 */
class RelationshipsCost {

    private static final int RUNS = 12;
    private static final int STATUSES = 25;
    private static final int TOGETHER = 16;

    @Test
    void print() throws IOException, SQLException {
        try (EmbeddedServers servers = EmbeddedServers.start();
                Connection connection = servers.postgres().connect();
                DatabaseFixture fixture = DatabaseFixture.ofOneConnection(servers.postgres())) {
            Schema.create(connection);
            Crowd.fill(connection);
            Relationships relationships = new Relationships(fixture.database());
            Path statistics = Path.of("/proc", Integer.toString(backend(fixture.database())), "schedstat");
            for (int accounts : new int[] {Crowd.LISTENERS, 50_000}) {
                System.out.printf("%nListeners of %d accounts, of whom %d have blocks%n", accounts, Crowd.LISTENERS);
                System.out.printf("%32s %8d %8d %8d %8d%n", "", 1, 100, 1_000, 5_000);
                print("an ordinary author", relationships, statistics, accounts, Crowd.ORDINARY, null, 0);
                print("one whom many block", relationships, statistics, accounts, Crowd.HATED, null, 0);
                print("one who blocks many", relationships, statistics, accounts, Crowd.BLOCKER, null, 0);
                print("a remote one", relationships, statistics, accounts, Crowd.ORDINARY, Crowd.DOMAIN, 0);
                print(
                        "a remote one who mentions 5",
                        relationships,
                        statistics,
                        accounts,
                        Crowd.ORDINARY,
                        Crowd.DOMAIN,
                        5);
                printTogether(relationships, statistics, accounts);
            }
        }
    }

    private static void print(
            String name,
            Relationships relationships,
            Path statistics,
            int accounts,
            long author,
            @Nullable String domain,
            int mentions)
            throws IOException {
        StringBuilder line = new StringBuilder(String.format("%32s", name));
        for (int count : new int[] {1, 100, 1_000, 5_000}) {
            long[] listeners = Crowd.listeners(count, accounts);
            line.append(String.format(
                    " %8d",
                    cost(relationships.hiding(List.of(people(author, domain, mentions)), listeners), statistics)));
        }
        System.out.println(line);
    }

    /** Sixteen statuses of several kinds in one query, by status. */
    private static void printTogether(Relationships relationships, Path statistics, int accounts) throws IOException {
        List<StatusPeople> statuses = LongStream.range(0, TOGETHER)
                .mapToObj(i -> people(Crowd.ORDINARY + 977 * i, i % 2 == 0 ? null : "d" + i + ".example", (int) i % 4))
                .toList();
        StringBuilder line = new StringBuilder(String.format("%32s", TOGETHER + " together, each"));
        for (int count : new int[] {1, 100, 1_000, 5_000}) {
            long[] listeners = Crowd.listeners(count, accounts);
            line.append(String.format(" %8d", cost(relationships.hiding(statuses, listeners), statistics) / TOGETHER));
        }
        System.out.println(line);
    }

    private static StatusPeople people(long author, @Nullable String domain, int mentions) {
        return new StatusPeople(
                author, domain, LongStream.of(Crowd.mentioned(mentions)).boxed().collect(Collectors.toSet()));
    }

    /** The median of some runs after a first one to warm up, because other processes use the machine, too. */
    private static long cost(Uni<?> question, Path statistics) throws IOException {
        long[] costs = new long[RUNS];
        for (int run = -1; run < RUNS; run++) {
            long before = nanoseconds(statistics);
            for (int i = 0; i < STATUSES; i++) {
                question.await().indefinitely();
            }
            if (run >= 0) {
                costs[run] = nanoseconds(statistics) - before;
            }
        }
        long median = LongStream.of(costs).sorted().skip(RUNS / 2).findFirst().orElseThrow();
        return median / STATUSES / 1_000;
    }

    private static long nanoseconds(Path statistics) throws IOException {
        return Long.parseLong(Files.readString(statistics).split(" ", 2)[0]);
    }

    private static int backend(Database database) {
        return database.query(Priority.CHECK, "SELECT pg_backend_pid()")
                .await()
                .indefinitely()
                .iterator()
                .next()
                .getInteger(0);
    }
}
