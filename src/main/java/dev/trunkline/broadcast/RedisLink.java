package dev.trunkline.broadcast;

import dev.trunkline.metrics.Reason;
import dev.trunkline.redis.RedisCommand;
import dev.trunkline.redis.RedisConnection;
import dev.trunkline.redis.RedisReply;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * The connection to Redis for all channels. It is replaced when it is lost, when it shows no sign of life, and when its server
 * is no longer the master, with growing pauses between the attempts. Used on the broadcaster's event loop only, except
 * for {@link #connected()}, {@link #connectedBefore()} and {@link #away()}.
 */
final class RedisLink {

    /** The reactions to what Redis says; called on the event loop. */
    interface Handler {

        /**
         * Redis answers commands.
         *
         * @param again whether it has done so before
         * @param refusal why Redis does not let this connection subscribe to the patterns; null if it is subscribed to them
         */
        void connected(boolean again, @Nullable String refusal);

        /** The connection, or an attempt to connect, is lost: Redis has forgotten all subscriptions. */
        void lost(String reason);

        /** A message was published on a channel. */
        void message(String channel, byte[] payload);

        /** A message was published on a channel that one of the patterns matches. */
        void matched(String channel, byte[] payload);

        /**
         * Redis has answered a SUBSCRIBE or UNSUBSCRIBE.
         *
         * @param subscribedChannels the number of channels that the connection is subscribed to now
         */
        void answered(String channel, int subscribedChannels);

        /**
         * Redis has refused a SUBSCRIBE or UNSUBSCRIBE.
         *
         * @param channels the command's
         */
        void refused(List<String> channels, String answer);
    }

    private static final Logger LOG = Logger.getLogger(RedisLink.class);

    /** How often the connection has to show a sign of life. */
    private static final long ALIVE_MILLIS = 10_000;

    /** How long Redis may take to answer the first command. */
    private static final long CONNECT_MILLIS = 10_000;

    /** How many connections may be lost over the patterns before one does without them. */
    private static final int TRIES = 2;

    /**
     * How long no connection asks for the patterns then: each that is lost is an outage. One that does without them does not ask
     * later either, for the same reason.
     */
    private static final long WITHOUT_PATTERNS_NANOS = Duration.ofHours(1).toNanos();

    /**
     * What comes on a connection that subscribes, and of how many parts: each ends with the channel or pattern, and the message or
     * the number of channels.
     */
    private static final Map<String, Integer> KINDS =
            Map.of("message", 3, "pmessage", 4, "subscribe", 3, "unsubscribe", 3, "psubscribe", 3);

    private final Vertx vertx;
    private final BroadcastLoop loop;
    private final RedisServers servers;
    private final Handler handler;
    private final LongSupplier clock;
    /** A channel without subscriptions: Redis answers an UNSUBSCRIBE from it, which changes nothing. */
    private final String alive;

    private final List<String> patterns;

    private final Backoff backoff = new Backoff();
    private @Nullable RedisSession session;
    private @Nullable RedisConnection connection;
    private SentCommands sent = new SentCommands();
    private long connectTimer;
    private boolean signOfLife;

    /** Whether Redis has answered the first command on this connection. */
    private boolean greeted;

    /** Whether Redis has been asked for the patterns and has not answered. */
    private boolean askedForPatterns;

    /** How many connections in a row were lost before Redis had answered that. */
    private int lostOverPatterns;

    /** When the last of them was lost. */
    private long lostOverPatternsAt;

    private boolean paused;
    private boolean closed;

    private volatile boolean connected;
    private volatile boolean connectedBefore;
    private volatile long awaySince;

    /** @param clock nanoseconds, from any beginning */
    RedisLink(
            Vertx vertx,
            BroadcastLoop loop,
            RedisServers servers,
            Namespace namespace,
            Handler handler,
            LongSupplier clock) {
        this.vertx = vertx;
        this.loop = loop;
        this.servers = servers;
        this.alive = aliveChannel(namespace);
        this.patterns = SystemChannel.patterns(namespace);
        this.handler = handler;
        this.clock = clock;
        this.awaySince = clock.getAsLong();
    }

    /** The channel of the first command on a connection and of those that ask for a sign of life. */
    static String aliveChannel(Namespace namespace) {
        return namespace.with("trunkline:alive");
    }

    void start() {
        connect();
        vertx.setPeriodic(ALIVE_MILLIS, tick -> checkAlive());
    }

    void close() {
        closed = true;
        if (session != null) {
            session.close();
        }
    }

    boolean connected() {
        return connected;
    }

    boolean connectedBefore() {
        return connectedBefore;
    }

    Duration away() {
        return connected ? Duration.ZERO : Duration.ofNanos(clock.getAsLong() - awaySince);
    }

    void pause() {
        paused = true;
        if (connected && connection != null) {
            connection.pause();
        }
    }

    void resume() {
        paused = false;
        if (connection != null) {
            connection.resume();
        }
    }

    /** Sends SUBSCRIBE; the handler gets an answer for each of the channels or a refusal. */
    void subscribe(List<String> channels) {
        post("SUBSCRIBE", channels);
    }

    /** Sends UNSUBSCRIBE; the handler gets an answer for each of the channels or a refusal. */
    void unsubscribe(List<String> channels) {
        post("UNSUBSCRIBE", channels);
    }

    private void post(String command, List<String> channels) {
        if (connection != null) {
            sent.sent(channels);
            connection.post(RedisCommand.of(command, channels));
        }
    }

    /**
     * Sends commands that are no subscriptions.
     *
     * @param answered gets the failure, or null if all were carried out; not called when the connection is lost meanwhile
     */
    void send(List<RedisCommand> commands, Consumer<@Nullable Throwable> answered) {
        RedisSession mine = session;
        if (connected && mine != null) {
            mine.send(commands)
                    .onComplete(result -> loop.queue(() -> {
                        if (mine == session) {
                            answered.accept(result.cause());
                        }
                    }));
        }
    }

    /**
     * Sends a command that is no subscription.
     *
     * @param answered gets the answer or the failure, in any case
     */
    void ask(RedisCommand command, BiConsumer<@Nullable RedisReply, @Nullable Throwable> answered) {
        RedisSession mine = session;
        if (!connected || mine == null) {
            answered.accept(null, new BroadcasterUnavailable("Redis is away"));
            return;
        }
        mine.send(List.of(command))
                .onComplete(result -> loop.queue(() ->
                        answered.accept(result.succeeded() ? result.result().get(0) : null, result.cause())));
    }

    private void connect() {
        if (closed) {
            return;
        }
        RedisSession opening = new RedisSession(vertx, servers);
        session = opening;
        connectTimer = vertx.setTimer(CONNECT_MILLIS, late -> lost(opening, "no answer to the greeting"));
        opening.connect()
                .onComplete(result -> loop.queue(() -> {
                    // Otherwise this attempt was given up and closed.
                    if (opening == session) {
                        if (result.succeeded()) {
                            use(opening, result.result());
                        } else {
                            lost(opening, Reason.of(result.cause()));
                        }
                    }
                }));
    }

    private void use(RedisSession mine, RedisConnection opened) {
        connection = opened;
        sent = new SentCommands();
        opened.receive((channel, message) -> message(mine, channel, message), push -> received(mine, push));
        opened.whenClosed(reason -> lost(mine, reason));
        greeted = false;
        // Redis accepts a connection without a password even if it demands one, and then refuses the first command.
        unsubscribe(List.of(alive));
    }

    /** Redis has answered the first command. */
    private void greeted() {
        greeted = true;
        if (lostOverPatterns >= TRIES && clock.getAsLong() - lostOverPatternsAt < WITHOUT_PATTERNS_NANOS) {
            // A proxy may close the connection, or say nothing, where it does not know a command.
            ready("connections are lost over it");
        } else {
            askedForPatterns = true;
            post("PSUBSCRIBE", patterns);
        }
    }

    /** @param refusal why the connection is not subscribed to the patterns; null if it is */
    private void ready(@Nullable String refusal) {
        if (askedForPatterns) {
            askedForPatterns = false;
            lostOverPatterns = 0;
        }
        vertx.cancelTimer(connectTimer);
        if (paused && connection != null) {
            connection.pause();
        }
        backoff.reset();
        signOfLife = true;
        connected = true;
        handler.connected(connectedBefore, refusal);
        connectedBefore = true;
    }

    private void message(RedisSession from, String channel, byte[] message) {
        if (from == session) {
            answered();
            handler.message(channel, message);
        }
    }

    private void received(RedisSession from, RedisReply push) {
        if (from != session) {
            return;
        }
        if (push instanceof RedisReply.Refusal refusal) {
            refused(from, refusal);
            return;
        }
        List<RedisReply> parts = push.elements();
        String kind = parts.isEmpty() ? "" : parts.get(0).text().orElse("");
        if (KINDS.getOrDefault(kind, -1) != parts.size()) {
            lost(from, "it answers UNSUBSCRIBE in a way of its own");
            return;
        }
        answered();
        RedisReply last = parts.get(parts.size() - 1);
        String channel = parts.get(parts.size() - 2).text().orElse("");
        if (last instanceof RedisReply.Text message) {
            if (kind.equals("message")) {
                handler.message(channel, message.bytes());
            } else {
                handler.matched(channel, message.bytes());
            }
        } else if (last instanceof RedisReply.Whole subscribedChannels) {
            sent.answered();
            if (!kind.equals("psubscribe")) {
                handler.answered(channel, (int) subscribedChannels.number());
            } else if (askedForPatterns && channel.equals(patterns.get(patterns.size() - 1))) {
                ready(null);
            }
        }
    }

    private void refused(RedisSession from, RedisReply.Refusal refusal) {
        if (isAnswer(refusal)) {
            List<String> channels = sent.refused();
            answered();
            channels.forEach(channel -> handler.answered(channel, 0));
        } else if (askedForPatterns) {
            sent.refused();
            ready(refusal.words());
        } else if (connected) {
            handler.refused(sent.refused(), refusal.words());
        } else {
            lost(from, refusal.words());
        }
    }

    /**
     * Whether Redis has done what it was asked. Valkey 8.0 refuses an UNSUBSCRIBE where nothing is subscribed; all others answer
     * it.
     */
    static boolean isAnswer(RedisReply reply) {
        return !(reply instanceof RedisReply.Refusal refusal) || refusal.words().startsWith("NOSUB");
    }

    private void answered() {
        signOfLife = true;
        if (!greeted) {
            greeted();
        }
    }

    private void lost(RedisSession which, String reason) {
        if (which != session) {
            return;
        }
        vertx.cancelTimer(connectTimer);
        if (askedForPatterns) {
            askedForPatterns = false;
            lostOverPatterns++;
            lostOverPatternsAt = clock.getAsLong();
        }
        if (connected) {
            awaySince = clock.getAsLong();
        }
        connected = false;
        connection = null;
        session = null;
        which.close();
        handler.lost(reason);
        if (!closed) {
            vertx.setTimer(backoff.nextMillis(), again -> connect());
        }
    }

    private void checkAlive() {
        RedisSession mine = session;
        if (!connected || mine == null || paused) {
            return;
        }
        if (!signOfLife) {
            lost(mine, "no sign of life");
            return;
        }
        signOfLife = false;
        // Not PING, whose answer has another form before the first SUBSCRIBE than after it.
        unsubscribe(List.of(alive));
        mine.outdated()
                .onSuccess(outdated -> loop.queue(() -> {
                    if (outdated) {
                        lost(mine, "the Sentinels name another master");
                    }
                }))
                // The Sentinels may be away while the master is there.
                .onFailure(unknown -> LOG.debugf("The Sentinels do not tell the master: %s", Reason.of(unknown)));
    }
}
