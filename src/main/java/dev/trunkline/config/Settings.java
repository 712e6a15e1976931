package dev.trunkline.config;

import io.quarkus.runtime.configuration.MemorySize;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithConverter;
import io.smallrye.config.WithDefault;
import java.time.Duration;
import java.util.Optional;

/**
 * The settings of our own; package {@code mastodon} translates those that Mastodon's administrators know. Durations are
 * written {@code 500ms}, {@code 5s}, {@code 2m} or {@code 1h}; sizes are bytes, or {@code 512K}, {@code 16M}. A setting
 * without a default is empty.
 */
@ConfigMapping(prefix = "trunkline")
public interface Settings {

    /**
     * Whether the {@code public*} and {@code hashtag*} streams may be opened without a token, as Mastodon allowed before 4.2
     * (protocol, section 3).
     */
    @WithDefault("false")
    boolean anonymousStreams();

    /** Prefix of every channel and key, without the colon, for Mastodon before 4.4 (protocol, section 7). */
    Optional<String> redisNamespace();

    /** Time that Redis may take to confirm a subscription; after it the client gets 503. */
    @WithDefault("5s")
    @WithConverter(PositiveDuration.class)
    Duration subscribeTimeLimit();

    /** Time that a query may take, waiting for a pooled connection included; after it the client gets 503. */
    @WithDefault("5s")
    @WithConverter(PositiveDuration.class)
    Duration queryTimeLimit();

    /** Count of queries of each priority that may wait for a pooled connection; further ones fail at once. */
    @WithDefault("10000")
    @WithConverter(PositiveNumber.class)
    int maxWaitingQueries();

    /**
     * Time for which events may be held back after an outage of Redis, until the token of their connection is found to be still
     * valid; after it the connection ends.
     */
    @WithDefault("30s")
    @WithConverter(PositiveDuration.class)
    Duration confirmationTimeLimit();

    /**
     * Time that the checks of one status may take; after it the status is withheld from the listeners that needed them
     * (protocol, section 6).
     */
    @WithDefault("4s")
    @WithConverter(PositiveDuration.class)
    Duration checkTimeLimit();

    /**
     * Size of the events that may wait for their checks in the whole process. Beyond it the oldest statuses are withheld, so
     * that the events behind them are delivered. Empty: a sixteenth of the heap, at least 16 MiB and at most 64 MiB.
     */
    Optional<MemorySize> backlogLimit();

    /** Time that Redis may be away before the health path answers 503 (protocol, section 8). */
    @WithDefault("5m")
    @WithConverter(PositiveDuration.class)
    Duration redisAwayLimit();

    /** The proxies whose {@code X-Forwarded-For} is believed (protocol, section 9: {@code TRUSTED_PROXY_IP}). */
    @WithDefault("127.0.0.0/8,::1,10.0.0.0/8,172.16.0.0/12,192.168.0.0/16,fc00::/7")
    @WithConverter(AddressRanges.Reader.class)
    AddressRanges trustedProxies();

    /** What is sent while no event comes (protocol, section 4). */
    Heartbeat heartbeat();

    /** What may wait in a connection. */
    Outbox outbox();

    /** What is kept for clients that come back (protocol, section 12). */
    History history();

    /** What an outage of Redis means for streams whose clients know no ids (protocol, section 12). */
    @WithDefault("keep")
    AfterOutage afterOutage();

    /** What requests from this machine have to bring to see in {@code /q/connections} who is connected; empty: nobody sees it. */
    Optional<String> connectionListToken();

    /** Whether events are compressed for clients that take it, each once for all of them (protocol, section 13). */
    @WithDefault("true")
    boolean compression();

    /**
     * Time after which a stream is ended, so that its client opens it again; empty: never. Each stream has a random limit
     * between nine tenths of it and the whole, so that streams which were opened together are not reopened together.
     */
    @WithConverter(PositiveDuration.class)
    Optional<Duration> maxStreamAge();

    /**
     * Longest of the random pauses that clients are asked to make before they reconnect ({@code retry:}). At a shutdown
     * the shorter one of this and {@link #shutdownSpread()} is added.
     */
    @WithDefault("5s")
    @WithConverter(PositiveDuration.class)
    Duration reconnectSpread();

    /**
     * Time over which the open streams are ended after a SIGTERM, so that their clients do not all reconnect elsewhere at
     * once; 0: at once.
     */
    @WithDefault("5s")
    @WithConverter(DurationOrNone.class)
    Duration shutdownSpread();

    /** Whether each line of the log is a JSON object; otherwise it is text. */
    @WithDefault("true")
    boolean logJson();

    /** Limits towards clients. */
    Limits limits();

    /** What a WebSocket client may do. */
    WebSocket websocket();

    /** The cache of keyword filters (protocol, section 6). */
    Filters filters();

    /** The account at the Sentinels of Redis; used if {@code quarkus.redis.client-type} is {@code sentinel}. */
    Sentinel sentinel();

    /** Path of a PEM file with certificate authorities that TLS to Redis and PostgreSQL trusts besides those of the JDK. */
    Optional<String> extraCaCerts();

    interface Sentinel {
        /** The Sentinels' own user; read only together with {@link #password()}. */
        Optional<String> username();

        /** The Sentinels' own password. Empty: the user and password of {@code quarkus.redis.hosts}. */
        Optional<String> password();
    }

    interface Filters {
        /**
         * Count of accounts whose filters are cached, accounts without filters included; the least recently used is dropped
         * first. If more accounts than this have open streams, filters are loaded again and again.
         */
        @WithDefault("50000")
        int maxAccounts();

        /**
         * Count of keywords, and of filters without any, that one account may have. Beyond it none of its filters is applied,
         * and statuses are withheld from it on the filtered streams.
         */
        @WithDefault("5000")
        @WithConverter(PositiveNumber.class)
        int maxKeywords();

        /** Size of the keywords, titles and contexts that one account may have; as {@link #maxKeywords()}. */
        @WithDefault("1M")
        MemorySize maxSize();

        /** Size of all cached filters together, with their index. Empty: an eighth of the heap. */
        Optional<MemorySize> cacheSize();
    }

    interface Limits {
        /** Count of streams and sockets that may be open in this process; further ones get 503. Empty: no limit. */
        @WithConverter(PositiveNumber.class)
        Optional<Integer> connections();

        /**
         * The same for one client address ({@link #trustedProxies}), for IPv6 one /64; further ones get 429. Empty: no limit.
         */
        @WithConverter(PositiveNumber.class)
        Optional<Integer> connectionsPerAddress();

        /** The same for one account, all its tokens together; further ones get 429. 0: no limit. */
        @WithDefault("100")
        @WithConverter(NumberOrNone.class)
        int connectionsPerAccount();

        /**
         * Count of streams that one account, or one address without an account, may subscribe to in a minute over all its
         * connections. A faster socket is read more slowly, further event streams get 429. Each stream makes a key in Redis that
         * stays for 18 minutes (protocol, section 7).
         */
        @WithDefault("600")
        @WithConverter(PositiveNumber.class)
        int subscriptionsPerMinute();

        /**
         * Count of invalid tokens that one client address may bring in a minute. Further tokens from there get 429 and are not
         * looked up, unless they have been valid lately.
         */
        @WithDefault("600")
        @WithConverter(PositiveNumber.class)
        int invalidTokensPerMinute();

        /** Time from connecting, or from a request's first byte, to the end of its head; a slower client is disconnected. */
        @WithDefault("30s")
        @WithConverter(PositiveDuration.class)
        Duration requestTime();

        /**
         * Time that a connection may be idle between two requests. The proxy in front has to close it first: nginx does after
         * 60 s.
         */
        @WithDefault("75s")
        @WithConverter(PositiveDuration.class)
        Duration idleTime();
    }

    interface WebSocket {
        /** Count of streams that one socket may be subscribed to at a time (protocol, section 10). */
        @WithDefault("100")
        int maxSubscriptions();

        /** Bytes of one text message, all its fragments together. */
        @WithDefault("65536")
        int maxMessageSize();

        /** Pause between two pings; a socket that has not answered one before the next is dropped. */
        @WithDefault("30s")
        @WithConverter(PositiveDuration.class)
        Duration pingInterval();
    }

    interface History {
        /** Size of the events that are kept, of all channels together; the oldest go first. 0: no event has an id. */
        @WithDefault("32M")
        MemorySize limit();

        /**
         * Time for which an event is kept, and for which its channel is still subscribed to when the last client with ids has left;
         * 0: no event has an id.
         */
        @WithDefault("2m")
        @WithConverter(DurationOrNone.class)
        Duration time();
    }

    /** What an outage of Redis means for an open stream without ids. */
    enum AfterOutage {
        /** It goes on, and lacks what was published meanwhile. */
        KEEP,

        /** It ends, so that its client fetches what it has missed and comes back. */
        RECONNECT
    }

    interface Heartbeat {
        /** Pause between two heartbeats of an event stream. */
        @WithDefault("15s")
        @WithConverter(PositiveDuration.class)
        Duration interval();

        /** Whether a blank line follows the comment line, as in Mastodon 4.6. */
        @WithDefault("false")
        boolean blankLine();
    }

    interface Outbox {
        /** Size of the frames that may wait for one connection; beyond it the connection ends as {@code slow_reader}. */
        @WithDefault("1M")
        MemorySize limit();

        /**
         * Size of what may wait for all connections together, a frame that many wait with counted once; beyond it the fullest
         * connections end as {@code slow_reader}. Empty: a quarter of the heap's maximum, or of that of the memory outside the
         * heap if it is smaller.
         */
        Optional<MemorySize> totalLimit();
    }
}
