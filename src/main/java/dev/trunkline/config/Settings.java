package dev.trunkline.config;

import io.quarkus.runtime.configuration.MemorySize;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithConverter;
import io.smallrye.config.WithDefault;
import java.time.Duration;
import java.util.Optional;

/** The settings of our own; those that Mastodon's administrators know are translated by the package {@code mastodon}. */
@ConfigMapping(prefix = "trunkline")
public interface Settings {

    /**
     * Whether the {@code public*} and {@code hashtag*} streams may be read without a token, as Mastodon allowed before
     * 4.2 (protocol, section 3).
     */
    @WithDefault("false")
    boolean anonymousStreams();

    /** Prefix of every channel and key, without the colon, for Mastodon before 4.4 (protocol, section 7). */
    Optional<String> redisNamespace();

    /** How long Redis may take to confirm a subscription before the client gets 503. */
    @WithDefault("5s")
    @WithConverter(PositiveDuration.class)
    Duration subscribeTimeLimit();

    /** How long a query may take, waiting for a pooled connection included, before its asker gets 503. */
    @WithDefault("5s")
    @WithConverter(PositiveDuration.class)
    Duration queryTimeLimit();

    /** Queries that may wait for a pooled connection; the askers of further ones get 503 at once. */
    @WithDefault("10000")
    int maxWaitingQueries();

    /**
     * How long the checks of one status may take before it is withheld from those for whom they are made (protocol,
     * section 6).
     */
    @WithDefault("4s")
    @WithConverter(PositiveDuration.class)
    Duration checkTimeLimit();

    /**
     * Bytes of events that may wait for their checks in the whole process; past that the oldest statuses are withheld, so
     * that what waits behind them goes on.
     */
    @WithDefault("16M")
    MemorySize backlogLimit();

    /** How long Redis may be away before the health path answers 503 (protocol, section 8). */
    @WithDefault("5m")
    @WithConverter(PositiveDuration.class)
    Duration redisAwayLimit();

    /**
     * Whose {@code X-Forwarded-For} is believed: addresses and ranges, separated by commas or spaces (protocol, section 9:
     * {@code TRUSTED_PROXY_IP}).
     */
    @WithDefault("127.0.0.0/8,::1,10.0.0.0/8,172.16.0.0/12,192.168.0.0/16,fc00::/7")
    @WithConverter(AddressRanges.Reader.class)
    AddressRanges trustedProxies();

    /** What is written while no event comes (protocol, section 4). */
    Heartbeat heartbeat();

    /** What may wait for a reader. */
    Outbox outbox();

    /**
     * Whether answers, streams too, are compressed for clients that ask for it. Each such stream costs some 300 KB, and its
     * events are written the slower way: a proxy in front does it better.
     */
    @WithDefault("false")
    boolean compression();

    /**
     * How long a stream may live, at most, before it is ended for the client to open it again; absent: for ever. Each stream's
     * own age is between nine tenths of it and the whole, so that those that began together do not come back together.
     */
    @WithConverter(PositiveDuration.class)
    Optional<Duration> maxStreamAge();

    /**
     * The longest of the random pauses that a client is asked to make before it reconnects ({@code retry:}). Where the process
     * ends, {@link #shutdownSpread()} comes before it, but no more than as much again.
     */
    @WithDefault("5s")
    @WithConverter(PositiveDuration.class)
    Duration reconnectSpread();

    /**
     * Over how much time the open streams are ended when the process is asked to end (SIGTERM), so that their clients do not
     * all go to another process at once; 0 for at once.
     */
    @WithDefault("5s")
    Duration shutdownSpread();

    /** Whether the log is JSON, one object a line; else it is text. */
    @WithDefault("true")
    boolean logJson();

    /** How many may come, and how long they may take to say what they want. */
    Limits limits();

    /** What a WebSocket client may do. */
    WebSocket websocket();

    /** The keyword filters (protocol, section 6). */
    Filters filters();

    /** The Sentinels of Redis, where {@code quarkus.redis.client-type} is {@code sentinel}. */
    Sentinel sentinel();

    /**
     * A PEM file of authorities that are believed, beside the JDK's own, when Redis or PostgreSQL is connected to over TLS.
     */
    Optional<String> extraCaCerts();

    interface Sentinel {
        /** The Sentinels' own user, with their own password; without one that of {@code quarkus.redis.hosts}. */
        Optional<String> username();

        /** The Sentinels' own password; absent: they take the user and password of {@code quarkus.redis.hosts}. */
        Optional<String> password();
    }

    interface Filters {
        /**
         * Accounts whose filters are held, those without any included; the ones that nothing was asked for the longest go
         * first. With fewer than listen at a time, filters are loaded again and again.
         */
        @WithDefault("50000")
        int maxAccounts();
    }

    interface Limits {
        /** Streams and sockets that may be open in this process; further ones get 503. Absent: no limit. */
        @WithConverter(PositiveNumber.class)
        Optional<Integer> connections();

        /**
         * The same for one client address ({@link #trustedProxies}), in IPv6 for the 64 bits in front; further ones get 429.
         * Absent: no limit.
         */
        @WithConverter(PositiveNumber.class)
        Optional<Integer> connectionsPerAddress();

        /** The same for one account, whatever its tokens; further ones get 429. Absent: no limit. */
        @WithConverter(PositiveNumber.class)
        Optional<Integer> connectionsPerAccount();

        /** How long a client may take from connecting, or from a request's first byte, to the end of the request's head. */
        @WithDefault("30s")
        @WithConverter(PositiveDuration.class)
        Duration requestTime();

        /**
         * How long a connection may lie idle between two requests; longer than the 60 s after which nginx gives up those that
         * it keeps.
         */
        @WithDefault("75s")
        @WithConverter(PositiveDuration.class)
        Duration idleTime();
    }

    interface WebSocket {
        /**
         * Streams that one socket may subscribe to in a minute; who wants more is read more slowly. Each makes a key in Redis
         * that stays for 18 minutes (protocol, section 7).
         */
        @WithDefault("600")
        @WithConverter(PositiveNumber.class)
        int subscriptionsPerMinute();

        /** Streams that one socket may be subscribed to (protocol, section 10). */
        @WithDefault("100")
        int maxSubscriptions();

        /** Bytes of one text message, all its fragments together. */
        @WithDefault("65536")
        int maxMessageSize();

        /** The pause between two pings; a socket that has not answered one by the next is dropped. */
        @WithDefault("30s")
        @WithConverter(PositiveDuration.class)
        Duration pingInterval();
    }

    interface Heartbeat {
        /** The pause between two heartbeats of an event stream. */
        @WithDefault("15s")
        @WithConverter(PositiveDuration.class)
        Duration interval();

        /** Whether a blank line follows the comment line, as Mastodon 4.6 writes it. */
        @WithDefault("false")
        boolean blankLine();
    }

    interface Outbox {
        /** Bytes that may wait for one connection; a reader that lets more gather is ended as {@code slow_reader}. */
        @WithDefault("1M")
        MemorySize limit();
    }
}
