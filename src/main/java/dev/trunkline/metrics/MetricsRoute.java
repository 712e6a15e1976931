package dev.trunkline.metrics;

import io.micrometer.prometheus.PrometheusMeterRegistry;
import io.prometheus.client.exporter.common.TextFormat;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.util.concurrent.Executors;
import org.jspecify.annotations.Nullable;

/**
 * Serves {@code /metrics} in the Prometheus text format, as Mastodon's server does, or in that of OpenMetrics for those who ask
 * for it. Quarkus's own handler answers others in OpenMetrics too, and {@code HEAD} not at all.
 */
// Quarkus's registry still has the class that Micrometer has deprecated.
@SuppressWarnings("deprecation")
@ApplicationScoped
class MetricsRoute {

    private static final String PATH = "/metrics";
    private static final String OPENMETRICS = "application/openmetrics-text";

    private final PrometheusMeterRegistry registry;
    private final LateRegistry meters;

    MetricsRoute(PrometheusMeterRegistry registry, LateRegistry meters) {
        this.registry = registry;
        this.meters = meters;
    }

    void route(@Observes Router router) {
        router.route(PATH)
                .method(HttpMethod.GET)
                .method(HttpMethod.HEAD)
                .order(-1)
                .handler(this::answer);
    }

    private void answer(RoutingContext context) {
        if (meters.isOpen()) {
            scrape(context);
        } else {
            // Not on the event loop, which has streams to serve.
            context.vertx()
                    .executeBlocking(Executors.callable(meters::open))
                    .onSuccess(opened -> scrape(context))
                    .onFailure(context::fail);
        }
    }

    private void scrape(RoutingContext context) {
        String type = contentType(context.request().getHeader(HttpHeaders.ACCEPT));
        context.response()
                .putHeader(HttpHeaders.CONTENT_TYPE, type)
                // The library ends label lists with a comma: allowed, but a search for the usual form does not find it.
                .end(registry.scrape(type).replace("\",}", "\"}"));
    }

    private static String contentType(@Nullable String accepted) {
        return accepted != null && accepted.contains(OPENMETRICS)
                ? TextFormat.CONTENT_TYPE_OPENMETRICS_100
                : TextFormat.CONTENT_TYPE_004;
    }
}
