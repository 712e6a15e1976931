package dev.trunkline.deploy;

import static org.awaitility.Awaitility.await;

import dev.trunkline.harness.EventStream;
import dev.trunkline.harness.HttpAnswer;
import dev.trunkline.harness.HttpSocket;
import dev.trunkline.harness.Mastodon;
import dev.trunkline.harness.Request;
import dev.trunkline.harness.Ticker;
import dev.trunkline.harness.Token;
import dev.trunkline.harness.WebSocketClient;
import io.fabric8.knative.serving.v1.Service;
import io.fabric8.kubernetes.api.model.Container;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * The life cycle of a service that scales to zero, played without a cluster: no process; a request starts one and is held;
 * events; the maximum age and the reconnect; idle; SIGTERM; no process; and again. A wrong step is an
 * {@link AssertionError}.
 */
final class Lifecycle implements AutoCloseable {

    private static final Path MANIFEST = Path.of("deploy", "knative", "service.yaml");

    /** Instead of the manifest's minutes. */
    private static final Duration MAXIMUM_AGE = Duration.ofSeconds(2);

    /** The setting is cut by up to a tenth for each stream; an earlier end has another cause. */
    private static final Duration LEAST_AGE = MAXIMUM_AGE.multipliedBy(85).dividedBy(100);

    /** Instead of the scale-down delay. */
    private static final Duration IDLE = Duration.ofMillis(300);

    private static final Duration HELD = Duration.ofSeconds(70);
    private static final Duration ZERO = Duration.ofSeconds(15);

    /** For a stream to end at its maximum age or with its process. */
    private static final Duration ENDED = Duration.ofSeconds(20);

    /** Events that are checked one by one: none may be missing between two. */
    private static final int EVENTS = 50;

    private static final Pattern RETRY = Pattern.compile("retry: [1-9][0-9]*\n");
    private static final int RESTART = 1012;
    private static final int GOING_AWAY = 1001;

    private final Token token;
    private final Activator activator;
    private final Ticker ticker;
    private final LifecycleTimes times = new LifecycleTimes();

    private Lifecycle(List<String> command, Mastodon mastodon, Path logs) throws IOException {
        token = mastodon.reader();
        ticker = new Ticker(mastodon, "timeline:" + token.account().id());
        activator = new Activator(command, environment(mastodon), IDLE, logs);
    }

    /**
     * Plays it once.
     *
     * @param command that starts the server
     * @param logs folder for the output of each process
     * @return how long everything took
     */
    static LifecycleTimes play(List<String> command, Mastodon mastodon, Path logs)
            throws IOException, InterruptedException {
        try (Lifecycle lifecycle = new Lifecycle(command, mastodon, logs)) {
            lifecycle.play();
            return lifecycle.times;
        }
    }

    /** The manifest's, but with loopback, the servers of the test and shorter times. */
    private static Map<String, String> environment(Mastodon mastodon) {
        Container container = Manifests.read(MANIFEST, Service.class)
                .getSpec()
                .getTemplate()
                .getSpec()
                .getContainers()
                .get(0);
        Map<String, String> environment = new HashMap<>(Variables.values(container));
        environment.put("BIND", "127.0.0.1");
        environment.put("TRUNKLINE_MAX_STREAM_AGE", MAXIMUM_AGE.toMillis() + "ms");
        // Far less than the maximum age, which a stream would otherwise reach during the spread.
        environment.put("TRUNKLINE_SHUTDOWN_SPREAD", MAXIMUM_AGE.dividedBy(10).toMillis() + "ms");
        environment.put("REDIS_URL", mastodon.redisServer().url());
        environment.put("DATABASE_URL", mastodon.postgresServer().url());
        return environment;
    }

    private void play() throws InterruptedException {
        require(activator.atZero(), "a process runs before anybody has asked");

        long asked = System.nanoTime();
        EventStream first = eventStream();
        times.firstEvent("event stream, no process", sinceFirst(first, asked));
        times.start(life(1).execToReady());
        untilItsAge(first, asked);
        asked = System.nanoTime();
        try (EventStream again = eventStream()) {
            times.firstEvent("event stream, reconnect", sinceFirst(again, asked));
        }
        require(activator.lives().size() == 1, "the reconnect has started another process");
        awaitZero(1);

        asked = System.nanoTime();
        WebSocketClient second = webSocket();
        times.firstEvent("WebSocket, no process", sinceFirst(second, asked));
        times.start(life(2).execToReady());
        untilItsAge(second, asked);
        asked = System.nanoTime();
        try (WebSocketClient again = webSocket()) {
            times.firstEvent("WebSocket, reconnect", sinceFirst(again, asked));
        }
        require(activator.lives().size() == 2, "the reconnect has started another process");
        awaitZero(2);

        asked = System.nanoTime();
        try (EventStream stream = eventStream();
                WebSocketClient socket = webSocket()) {
            times.firstEvent("event stream, no process again", sinceFirst(stream, asked));
            times.start(life(3).execToReady());
            number(socket.next().payload());
            require(activator.open() == 2, "not both are passed on");
            Thread down = new Thread(this::scaleDown, "scaling down");
            down.start();
            require(lastRecord(stream).startsWith("retry: "), "the event stream does not ask for a reconnect");
            require(closeCode(socket) == GOING_AWAY, "the socket is not told that the process goes away");
            down.join();
        }
        awaitZero(3);
    }

    private void scaleDown() {
        try {
            activator.scaleDown();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    // The two kinds of client

    private EventStream eventStream() {
        HttpSocket socket = request("/user").send();
        require(socket.available(HELD), "no answer to the request that was held: " + activator.lives());
        EventStream stream = EventStream.of(socket);
        HttpAnswer head = stream.head();
        require("text/event-stream".equals(head.header("Content-Type")), "no event stream");
        return stream;
    }

    private WebSocketClient webSocket() {
        HttpSocket socket = request("?stream=user").upgrade().send();
        require(socket.available(HELD), "no answer to the handshake that was held: " + activator.lives());
        return WebSocketClient.of(socket);
    }

    private Request request(String path) {
        return new Request(activator.port(), "GET", "/api/v1/streaming" + path).bearer(token);
    }

    /** The time until the first event. Checks that the next ones follow without a gap. */
    private Duration sinceFirst(EventStream stream, long asked) {
        long published = ticker.last();
        long number = number(stream.next().data());
        Duration since = Duration.ofNanos(System.nanoTime() - asked);
        require(number <= published + 2, "an event is missing that was published after the stream's first line");
        for (int i = 1; i <= EVENTS; i++) {
            require(number(stream.next().data()) == number + i, "an event is missing after " + number);
        }
        return since;
    }

    private Duration sinceFirst(WebSocketClient socket, long asked) {
        long number = number(socket.next().payload());
        Duration since = Duration.ofNanos(System.nanoTime() - asked);
        for (int i = 1; i <= EVENTS; i++) {
            require(number(socket.next().payload()) == number + i, "an event is missing after " + number);
        }
        return since;
    }

    private static long number(String payload) {
        return Long.parseLong(payload);
    }

    /** Waits until the stream is ended for its age, with a time to reconnect. */
    private void untilItsAge(EventStream stream, long asked) {
        String last = lastRecord(stream);
        Duration age = Duration.ofNanos(System.nanoTime() - asked);
        require(RETRY.matcher(last).matches(), "the stream ends with " + last);
        require(stream.ends(), "something comes behind the last line");
        require(age.compareTo(LEAST_AGE) >= 0, "the stream was ended after " + age);
        stream.close();
        times.age("event stream", age);
    }

    private void untilItsAge(WebSocketClient socket, long asked) {
        int code = closeCode(socket);
        Duration age = Duration.ofNanos(System.nanoTime() - asked);
        require(code == RESTART, "the socket is closed with " + code);
        require(age.compareTo(LEAST_AGE) >= 0, "the socket was closed after " + age);
        socket.close();
        times.age("WebSocket", age);
    }

    /** The first record that is neither event nor heartbeat. */
    private static String lastRecord(EventStream stream) {
        long late = System.nanoTime() + ENDED.toNanos();
        String record = stream.record();
        while (record.startsWith("event: ") || record.startsWith(":")) {
            require(System.nanoTime() < late, "the event stream does not end");
            record = stream.record();
        }
        return record;
    }

    /** The code of the close that follows all events. */
    private static int closeCode(WebSocketClient socket) {
        long late = System.nanoTime() + ENDED.toNanos();
        WebSocketClient.Frame frame = socket.frame();
        while (frame.opcode() == WebSocketClient.TEXT || frame.opcode() == WebSocketClient.PING) {
            require(System.nanoTime() < late, "the socket is not closed");
            frame = socket.frame();
        }
        require(frame.opcode() == WebSocketClient.CLOSE, "a frame of kind " + frame.opcode());
        return frame.code();
    }

    // The process

    private ActivatedProcess life(int number) {
        List<ActivatedProcess> lives = activator.lives();
        require(lives.size() == number, "process " + number + " is not the last of " + lives);
        return lives.get(number - 1);
    }

    /** Waits until the process has ended after its last stream. */
    private void awaitZero(int number) {
        await("no process").atMost(ZERO).until(activator::atZero);
        ActivatedProcess life = life(number);
        require(life.endedWell(), "the process has not ended in order: " + life);
        times.stop(life.sigtermToExit());
    }

    private static void require(boolean fulfilled, String otherwise) {
        if (!fulfilled) {
            throw new AssertionError(otherwise);
        }
    }

    @Override
    public void close() throws IOException {
        activator.close();
        ticker.close();
    }
}
