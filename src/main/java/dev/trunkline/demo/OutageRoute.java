package dev.trunkline.demo;

import dev.trunkline.demo.Parameters.BadParameter;
import io.quarkus.arc.profile.IfBuildProfile;
import io.quarkus.runtime.ShutdownEvent;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import org.jboss.logging.Logger;

/**
 * Takes the embedded Redis or PostgreSQL away for some seconds: connections to it end, and new ones are refused, as when it is
 * restarted. An outage does not outlive the application, so that a live reload finds both servers.
 */
@IfBuildProfile(anyOf = {"dev", "test"})
@ApplicationScoped
class OutageRoute {

    private static final Logger LOG = Logger.getLogger(OutageRoute.class);
    private static final int MOST_SECONDS = 300;

    private final Vertx vertx;

    /** By the name that the route takes; empty where the servers are not the demo's. */
    private final Map<String, FoundServer> servers = new TreeMap<>();

    OutageRoute(Vertx vertx) {
        this.vertx = vertx;
        DemoEnvironment.directory().ifPresent(this::find);
    }

    private void find(Path directory) {
        servers.put("postgresql", FoundServer.postgres(directory));
        servers.put("redis", FoundServer.redis(directory));
    }

    void add(@Observes Router router) {
        Control.add(router, "/demo/outage", this::begin);
    }

    private void begin(RoutingContext context) {
        Parameters parameters = Parameters.of(context);
        String name = parameters.required("server");
        FoundServer server = servers.get(name);
        if (server == null) {
            throw new BadParameter("server is one of " + String.join(", ", servers.keySet()));
        }
        int seconds = parameters.number("seconds", 1, MOST_SECONDS);
        vertx.executeBlocking(server::stop)
                .onSuccess(stopped -> {
                    if (stopped) {
                        vertx.setTimer(TimeUnit.SECONDS.toMillis(seconds), ended -> end(name, server));
                        DemoAnswer.json(
                                context, new JsonObject().put("server", name).put("seconds", seconds));
                    } else {
                        DemoAnswer.error(context, 409, name + " is away already");
                    }
                })
                .onFailure(failure -> DemoAnswer.failed(context, failure));
    }

    private void end(String name, FoundServer server) {
        vertx.executeBlocking(() -> {
                    server.start();
                    return name;
                })
                .onFailure(failure -> LOG.errorf("The demo's %s is still away: %s", name, failure.getMessage()));
    }

    void endAll(@Observes ShutdownEvent event) throws IOException {
        for (FoundServer server : servers.values()) {
            server.leaveAlone();
        }
    }
}
