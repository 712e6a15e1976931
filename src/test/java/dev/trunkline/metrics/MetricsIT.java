package dev.trunkline.metrics;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.trunkline.harness.EventStream;
import dev.trunkline.harness.HttpAnswer;
import dev.trunkline.harness.Mastodon;
import dev.trunkline.harness.Metrics;
import dev.trunkline.harness.Request;
import dev.trunkline.harness.Token;
import dev.trunkline.harness.Trunkline;
import dev.trunkline.harness.WireTest;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The figures of a process that serves this test only (protocol, section 8). */
@WireTest(ownServers = true)
class MetricsIT {

    private static final List<String> STREAMS = List.of(
            "user",
            "user:notification",
            "public",
            "public:media",
            "public:local",
            "public:local:media",
            "public:remote",
            "public:remote:media",
            "hashtag",
            "hashtag:local",
            "list",
            "direct",
            "system");

    private final Trunkline trunkline;
    private final Mastodon mastodon;

    MetricsIT(Trunkline trunkline, Mastodon mastodon) {
        this.trunkline = trunkline;
        this.mastodon = mastodon;
    }

    @Test
    void everyFigureExistsFromTheStart() {
        Metrics metrics;
        try (Trunkline fresh = Trunkline.start(mastodon, List.of())) {
            metrics = fresh.metrics();
        }
        List<String> names = new ArrayList<>();
        for (String type : new String[] {"eventsource", "websocket"}) {
            names.add("connected_clients{type=\"" + type + "\"}");
            names.add("messages_sent_total{type=\"" + type + "\"}");
            STREAMS.forEach(
                    stream -> names.add("connected_channels{channel=\"" + stream + "\",type=\"" + type + "\"}"));
        }
        names.add("redis_subscriptions");
        names.add("redis_messages_received_total");
        names.add("pg_pool_waiting_queries");
        names.add("redis_reconnects_total");
        names.add("audience_backlog_bytes");
        names.add("lanes_queue_bytes");
        names.add("outboxes_bytes");
        names.add("filters_cache_bytes");
        names.add("log_lines_dropped_total");
        names.add("compression_input_bytes_total");
        names.add("compression_output_bytes_total");
        names.add("history_bytes");
        names.add("history_messages");
        names.add("history_channels");
        names.add("history_questions_total");
        names.add("history_questions_unanswered_total");
        names.add("history_answers_total");
        names.add("history_events_replayed_total");
        for (String outcome : List.of("whole", "unknown_id", "expired", "too_many", "outage")) {
            names.add("replays_total{outcome=\"" + outcome + "\"}");
        }
        for (String reason : List.of("not_json", "no_name", "no_payload")) {
            names.add("redis_messages_dropped_total{reason=\"" + reason + "\"}");
        }
        for (String reason : List.of("misfit", "database", "timeout", "overload", "too_costly", "fault")) {
            names.add("events_withheld_total{reason=\"" + reason + "\"}");
        }
        for (String reason : List.of("missing_token", "unavailable", "process_full", "too_many_connections")) {
            names.add("connections_refused_total{reason=\"" + reason + "\"}");
        }
        for (String reason : List.of("client_left", "killed", "shutdown", "maximum_age", "outage", "slow_reader")) {
            for (String type : List.of("eventsource", "websocket")) {
                names.add("connections_ended_total{reason=\"" + reason + "\",type=\"" + type + "\"}");
            }
        }
        for (String bound : List.of("2.5E-4", "0.001", "0.1", "10.0", "+Inf")) {
            names.add("events_lag_seconds_bucket{le=\"" + bound + "\"}");
        }
        names.add("events_lag_seconds_count");
        names.add("events_lag_seconds_sum");
        for (String name : names) {
            assertTrue(metrics.has(name), () -> name + " is missing in " + metrics);
            assertEquals(0, metrics.get(name), name);
        }
        assertTrue(metrics.has("pg_pool_total_connections"));
        assertTrue(metrics.has("pg_pool_idle_connections"));
        assertTrue(metrics.get("outboxes_limit_bytes") > 0);
        assertTrue(metrics.has("trunkline_build_info", ""));
        long age = Instant.now().getEpochSecond() - metrics.get("process_start_time_seconds");
        assertTrue(age >= 0 && age < 600, () -> "started " + age + " s ago");
        assertTrue(metrics.isPositive("process_cpu_seconds_total"));
        assertTrue(
                metrics.get("process_resident_memory_bytes") > metrics.get("jvm_memory_used_bytes{area=\"heap\"}") / 2);
        assertTrue(metrics.get("jvm_memory_used_bytes{area=\"heap\"}")
                < metrics.get("jvm_memory_max_bytes{area=\"heap\"}"));
        assertTrue(metrics.has("jvm_gc_collections_total", "") && metrics.has("jvm_gc_collection_seconds_total", ""));
    }

    @Test
    void figuresAreExact() {
        Token token = mastodon.reader();
        Token other = mastodon.reader();
        long list = mastodon.list(other.account());
        String channel = "timeline:" + token.account().id();
        Metrics before = trunkline.metrics();
        try (EventStream first = trunkline.stream("/user", token);
                EventStream second = trunkline.stream("/user", token);
                EventStream third = trunkline.stream("/list?list=" + list, other)) {
            Metrics open = trunkline.metrics();
            assertEquals(3, open.get("connected_clients{type=\"eventsource\"}"));
            assertEquals(2, open.get("connected_channels{channel=\"user\",type=\"eventsource\"}"));
            assertEquals(1, open.get("connected_channels{channel=\"list\",type=\"eventsource\"}"));
            assertEquals(6, open.get("connected_channels{channel=\"system\",type=\"eventsource\"}"));
            assertEquals(9, open.sum("connected_channels"));
            // Two channels of the first account, one list, and two system channels for each token.
            assertEquals(7, open.get("redis_subscriptions"));
            assertTrue(open.get("pg_pool_total_connections") >= 1);
            assertTrue(open.get("pg_pool_idle_connections") >= 1);

            mastodon.publish(channel, "update", "{}");
            mastodon.publish(channel, "no json");
            mastodon.publish("timeline:nobody", "update", "{}");
            String marker = mastodon.publishMarker(channel);
            for (EventStream reader : List.of(first, second)) {
                assertEquals("{}", reader.nextData());
                assertEquals(marker, reader.nextData());
            }
            // The server counts right after it has written, and each lane by itself, so the test may be earlier.
            String lag = "events_lag_seconds_count";
            await().until(() -> {
                Metrics now = trunkline.metrics();
                return now.get(lag) - before.get(lag) >= 2 && now.get("lanes_queue_bytes") == 0;
            });
            Metrics after = trunkline.metrics();
            assertEquals(3, after.get("redis_messages_received_total") - before.get("redis_messages_received_total"));
            // Once for each event and lane with subscriptions; the streams may be in one lane or in two.
            long written = after.get(lag) - before.get(lag);
            assertTrue(written >= 2 && written <= 4, () -> "written: " + written);
            assertEquals(after.get(lag), after.get("events_lag_seconds_bucket{le=\"+Inf\"}"));
            assertTrue(after.get("events_lag_seconds_bucket{le=\"5.0\"}") >= written, after::toString);
            assertEquals(0, after.get("lanes_queue_bytes"));
            String dropped = "redis_messages_dropped_total{reason=\"not_json\"}";
            assertEquals(1, after.get(dropped) - before.get(dropped));
            String sent = "messages_sent_total{type=\"eventsource\"}";
            assertEquals(4, after.get(sent) - before.get(sent));
            assertEquals(mastodon.publishMarker("timeline:list:" + list), third.nextData());
        }
        await().untilAsserted(() -> {
            Metrics closed = trunkline.metrics();
            assertEquals(0, closed.sum("connected_clients"));
            assertEquals(0, closed.sum("connected_channels"));
            assertEquals(0, closed.sum("redis_subscriptions"));
            String left = "connections_ended_total{reason=\"client_left\",type=\"eventsource\"}";
            assertEquals(3, closed.get(left) - before.get(left));
        });
    }

    @Test
    void refusedRequestsAreCountedAsRefused() {
        Metrics before = trunkline.metrics();
        trunkline.get("/api/v1/streaming/user").answer();
        trunkline.get("/api/v1/streaming/hashtag").bearer(mastodon.reader()).answer();
        trunkline.handshake("").refusal();
        trunkline.get("/api/v1/streaming/nowhere").answer();
        trunkline.get("/api/v1/streaming/..").answer();
        Metrics metrics = trunkline.metrics();
        Map<String, Long> expected =
                Map.of("missing_token", 2L, "missing_tag", 1L, "unknown_channel", 1L, "malformed_target", 1L);
        expected.forEach((reason, number) -> {
            String name = "connections_refused_total{reason=\"" + reason + "\"}";
            assertEquals(number, metrics.get(name) - before.get(name), name);
        });
        assertEquals(0, metrics.sum("connected_clients"));
        assertEquals(0, metrics.sum("connected_channels"));
        String notOpened = "connections_ended_total{reason=\"not_opened\",type=\"eventsource\"}";
        assertEquals(before.get(notOpened), metrics.get(notOpened));
    }

    @ParameterizedTest
    @ValueSource(strings = {"/metrics", "/metrics/", "/Metrics"})
    void theFormatIsPrometheusText(String path) {
        HttpAnswer answer = trunkline.get(path).answer();
        assertEquals(200, answer.status());
        assertTrue(answer.header("Content-Type").startsWith("text/plain"), answer.header("Content-Type"));
        assertTrue(answer.body().contains("# TYPE messages_sent_total counter\n"));
        assertTrue(answer.body().contains("# TYPE connected_clients gauge\n"));
    }

    /** As Prometheus asks, and as a proxy that joins or splits fields passes it on. */
    @ParameterizedTest
    @CsvSource(nullValues = "-", textBlock = """
            -,                            -,                            text/plain
            */*,                          text/html,                    text/plain
            application/openmetrics-text, -,                            application/openmetrics-text
            text/plain,                   application/openmetrics-text, application/openmetrics-text
            """)
    void headHasTheTypeThatGetHas(String first, String second, String type) {
        HttpAnswer get = asked("GET", first, second);
        assertEquals(200, get.status());
        assertEquals(type, get.mediaType());
        HttpAnswer head = asked("HEAD", first, second);
        assertEquals(200, head.status());
        assertEquals(get.header("Content-Type"), head.header("Content-Type"));
    }

    private HttpAnswer asked(String method, String... accepted) {
        Request request = trunkline.request(method, "/metrics");
        Stream.of(accepted).filter(Objects::nonNull).forEach(one -> request.header("Accept", one));
        return request.answer();
    }
}
