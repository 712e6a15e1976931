package dev.trunkline.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** One attack on one server, from its start to its end, with statuses published all the time. */
final class AttackRun {
    private static final Path FOLDER = Path.of("target", "bench");

    /** Statuses in a second. */
    private static final int PACE = 25;

    /** The time before the attack that is compared with it. */
    private static final Duration BEFORE = Duration.ofSeconds(3);

    /** What may be late at the end still counts for so long. */
    private static final Duration STRAGGLERS = Duration.ofSeconds(5);

    private static final Duration MARGIN = Duration.ofSeconds(60);
    private static final Pattern PROBLEM =
            Pattern.compile("\"level\":\"(WARN|ERROR|FATAL)\".*?\"message\":\"((?:[^\"\\\\]|\\\\.){0,140})");
    private static final List<String> COUNTERS =
            List.of("events_withheld_total", "connections_refused_total", "connections_ended_total");

    private final Attack attack;
    private final String name;
    private final List<String> command;
    private final Map<String, String> settings;
    private final Backends backends;
    private final Duration warmUp;
    private final Duration after;
    private final AtomicLong mostMemory = new AtomicLong();
    private final Map<String, Integer> answers = new TreeMap<>();
    private volatile boolean publishing = true;
    private volatile @Nullable IOException failure;

    /**
     * A run.
     *
     * @param name of the server's log
     * @param settings further variables of the server
     * @param warmUp the time from the first status on in which nothing counts
     * @param after the time from the end of the attack until the server must be as it was before
     */
    AttackRun(
            Attack attack,
            String name,
            List<String> command,
            Map<String, String> settings,
            Backends backends,
            Duration warmUp,
            Duration after) {
        this.attack = attack;
        this.name = name;
        this.command = command;
        this.settings = new TreeMap<>(settings);
        this.settings.putAll(attack.settings());
        this.backends = backends;
        this.warmUp = warmUp;
        this.after = after;
    }

    /** The further variables, with those of the attack. */
    Map<String, String> settings() {
        return settings;
    }

    /**
     * Attacks.
     *
     * @throws IOException if the server does not start, the innocents cannot come in before the attack, or nothing can be
     *     published
     */
    AttackResult run(String title) throws IOException, InterruptedException {
        int most = attack.burst()
                + PACE
                        * (int) warmUp.plus(BEFORE)
                                .plus(attack.time())
                                .plus(after)
                                .plus(MARGIN)
                                .toSeconds();
        Subject subject = Subject.trunkline(name, command, settings, backends, FOLDER);
        try (subject;
                StatusPublication publication = new StatusPublication(
                        attack.bytes(),
                        most,
                        HostileAccounts.FILTERS,
                        backends.redisPort(),
                        Innocents.homeChannels())) {
            subject.awaitReady();
            Innocents innocents = new Innocents(subject.port(), publication);
            Thread publisher = new Thread(() -> publish(publication), "publisher");
            publisher.setDaemon(true);
            try (innocents) {
                publisher.start();
                pause(warmUp, subject);
                publication.begin(StatusPublication.Phase.BEFORE);
                pause(BEFORE, subject);
                return attack(title, subject, publication, innocents, publisher);
            } finally {
                publishing = false;
            }
        }
    }

    private AttackResult attack(
            String title, Subject subject, StatusPublication publication, Innocents innocents, Thread publisher)
            throws IOException, InterruptedException {
        final long memoryBefore = Kernel.resident(subject.pid());
        final Usage usedBefore = Usage.now(subject.pid(), backends);
        publication.begin(StatusPublication.Phase.ATTACK);
        Trials newViewers = new Trials(Duration.ofMillis(500), number -> newViewer(subject, number));
        Trials health = new Trials(Duration.ofSeconds(1), number -> subject.health());
        Trials memory = new Trials(Duration.ofMillis(250), number -> memory(subject));
        Ground ground = new Ground(
                subject, publication, System.nanoTime() + attack.time().toNanos());
        attack.run(ground);
        publication.begin(StatusPublication.Phase.AFTER);
        Trials.Result newViewersResult = newViewers.stop();
        Trials.Result healthResult = health.stop();
        pause(after, subject);
        String healthAfter = failure(number -> subject.health());
        String newViewerAfter = failure(number -> newViewer(subject, HostileAccounts.NEW - 1));
        long memoryAfter = subject.isAlive() ? Kernel.resident(subject.pid()) : 0;
        memory.stop();
        publishing = false;
        publisher.join();
        if (failure != null) {
            throw failure;
        }
        awaitStragglers(subject, publication, innocents);
        innocents.close();
        List<String> counted = counted(subject);
        boolean early = !subject.isAlive();
        double others = early
                ? Double.NaN
                : Usage.now(subject.pid(), backends).minus(usedBefore).othersShare();
        subject.close();
        return new AttackResult(
                title,
                innocents(publication, innocents),
                attack.leastPublic(),
                newViewersResult,
                newViewerAfter,
                healthResult,
                healthAfter,
                new AttackResult.Memory(memoryBefore, mostMemory.get(), memoryAfter),
                new AttackResult.Exit(early, subject.exitStatus()),
                answers,
                counted,
                problems(subject),
                others);
    }

    private void publish(StatusPublication publication) {
        long next = System.nanoTime();
        try {
            while (publishing) {
                publication.publish();
                next += 1_000_000_000L / PACE;
                LockSupport.parkNanos(next - System.nanoTime());
            }
        } catch (IOException e) {
            failure = e;
        }
    }

    private static void pause(Duration time, Subject subject) throws InterruptedException {
        long end = System.nanoTime() + time.toNanos();
        while (System.nanoTime() < end && subject.isAlive()) {
            Thread.sleep(20);
        }
    }

    private static void newViewer(Subject subject, int number) throws IOException {
        int viewer = HostileAccounts.FIRST_NEW + number % HostileAccounts.NEW;
        NewViewer.open(subject.port(), viewer, HostileAccounts.FIRST_NEW + number % HostileAccounts.NEW);
    }

    private void memory(Subject subject) throws IOException {
        long now = Kernel.resident(subject.pid());
        mostMemory.accumulateAndGet(now, Math::max);
    }

    private static String failure(Trials.Trial trial) {
        try {
            trial.run(0);
            return "";
        } catch (IOException e) {
            return String.valueOf(e.getMessage());
        }
    }

    /** Waits until the innocents have everything, or have got nothing more for a while. */
    private static void awaitStragglers(Subject subject, StatusPublication publication, Innocents innocents)
            throws InterruptedException {
        long end = System.nanoTime() + STRAGGLERS.toNanos();
        int last = publication.published() - 1;
        while (System.nanoTime() < end
                && subject.isAlive()
                && !innocents.streams().stream()
                        .allMatch(stream -> stream.receipts().last() == last)) {
            Thread.sleep(20);
        }
    }

    private static List<AttackResult.Innocent> innocents(StatusPublication publication, Innocents innocents) {
        List<AttackResult.Innocent> results = new ArrayList<>();
        for (InnocentStream.Kind kind : InnocentStream.Kind.values()) {
            List<InnocentStream> streams = innocents.streams().stream()
                    .filter(stream -> stream.kind() == kind)
                    .toList();
            results.add(new AttackResult.Innocent(
                    kind.stream(),
                    streams.size(),
                    share(publication, streams, StatusPublication.Phase.BEFORE, StatusPublication.Phase.BEFORE),
                    share(publication, streams, StatusPublication.Phase.ATTACK, StatusPublication.Phase.AFTER),
                    share(publication, streams, StatusPublication.Phase.AFTER, StatusPublication.Phase.AFTER),
                    streams.stream()
                            .mapToInt(stream -> stream.receipts().outOfOrder())
                            .sum(),
                    streams.stream().mapToInt(InnocentStream::wrong).sum(),
                    streams.stream().flatMap(stream -> stream.end().stream()).toList()));
        }
        return results;
    }

    private static Share share(
            StatusPublication publication,
            List<InnocentStream> streams,
            StatusPublication.Phase from,
            StatusPublication.Phase to) {
        return streams.stream()
                .map(stream ->
                        publication.share(stream.receipts(), stream.kind() == InnocentStream.Kind.HOME, from, to))
                .reduce(Share.NONE, Share::plus);
    }

    private static List<String> counted(Subject subject) {
        try {
            return subject.get("/metrics")
                    .lines()
                    .filter(line -> COUNTERS.stream().anyMatch(line::startsWith) && !line.endsWith(" 0.0"))
                    .sorted()
                    .toList();
        } catch (IOException e) {
            return List.of("none: " + e.getMessage());
        }
    }

    private static List<String> problems(Subject subject) throws IOException {
        Map<String, Integer> problems = new TreeMap<>();
        for (String line : Files.readAllLines(subject.log())) {
            Matcher problem = PROBLEM.matcher(line);
            if (problem.find()) {
                // Without the numbers, so that lines of one kind count as one.
                problems.merge(problem.group(1) + " " + problem.group(2).replaceAll("\\d+", "…"), 1, Integer::sum);
            } else if (!line.startsWith("{")
                    && !line.startsWith("\t")
                    && !line.startsWith("WARNING: ")
                    && !line.isBlank()) {
                // The JVM's own lines, but not those with which it greets libraries.
                problems.merge(line, 1, Integer::sum);
            }
        }
        return problems.entrySet().stream()
                .limit(12)
                .map(problem -> problem.getValue() + " × " + problem.getKey())
                .toList();
    }

    private final class Ground implements Attack.Field {
        private final Subject subject;
        private final StatusPublication publication;
        private final long end;

        Ground(Subject subject, StatusPublication publication, long end) {
            this.subject = subject;
            this.publication = publication;
            this.end = end;
        }

        @Override
        public int port() {
            return subject.port();
        }

        @Override
        public boolean open() {
            return System.nanoTime() - end < 0 && subject.isAlive();
        }

        @Override
        public void burst(int statuses) throws IOException {
            publication.burst(statuses);
        }

        @Override
        public void report(Map<String, Integer> attackers) {
            answers.putAll(attackers);
        }
    }
}
