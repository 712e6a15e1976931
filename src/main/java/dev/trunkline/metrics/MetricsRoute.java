package dev.trunkline.metrics;

import io.micrometer.prometheus.PrometheusMeterRegistry;
import io.prometheus.client.exporter.common.TextFormat;
import io.vertx.core.http.HttpHeaders;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;

/**
 * Serves {@code /metrics} in the Prometheus text format, as Mastodon's server does. Requests for OpenMetrics go on to Quarkus's
 * own handler, whose default is that format.
 */
// Quarkus's registry still has the class that Micrometer has deprecated.
@SuppressWarnings("deprecation")
@ApplicationScoped
class MetricsRoute {

    private static final String PATH = "/metrics";

    private final PrometheusMeterRegistry registry;

    MetricsRoute(PrometheusMeterRegistry registry) {
        this.registry = registry;
    }

    void route(@Observes Router router) {
        router.get(PATH).order(-1).handler(this::answer);
    }

    private void answer(RoutingContext context) {
        String accepted = context.request().getHeader(HttpHeaders.ACCEPT);
        if (accepted != null && accepted.contains("openmetrics")) {
            context.next();
            return;
        }
        context.response()
                .putHeader(HttpHeaders.CONTENT_TYPE, TextFormat.CONTENT_TYPE_004)
                // The library ends label lists with a comma: allowed, but a search for the usual form does not find it.
                .end(registry.scrape(TextFormat.CONTENT_TYPE_004).replace("\",}", "\"}"));
    }
}
