package dev.trunkline.demo;

import dev.trunkline.demo.Parameters.BadParameter;
import io.quarkus.arc.profile.IfBuildProfile;
import io.quarkus.runtime.ShutdownEvent;
import io.vertx.core.Future;
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
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import org.jboss.logging.Logger;

/**
 * Takes the embedded Redis or PostgreSQL away for some seconds: connections to it end, and new ones are refused, as when it is
 * restarted. No seconds bring it back at once. An outage does not outlive the application, so that a live reload finds both servers.
 */
@IfBuildProfile(anyOf = {"dev", "test"})
@ApplicationScoped
class OutageRoute {

    private static final Logger LOG = Logger.getLogger(OutageRoute.class);
    private static final int MOST_SECONDS = 300;

    private final Vertx vertx;

    /** By the name that the route takes; empty where the servers are not the demo's. */
    private final Map<String, FoundServer> servers = new TreeMap<>();

    /** What ends the outages that there are, by the name of the server. */
    private final Map<String, Long> timers = new ConcurrentHashMap<>();

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
        int seconds = parameters.number("seconds", 0, MOST_SECONDS);
        JsonObject answer = new JsonObject().put("server", name).put("seconds", seconds);
        if (seconds == 0) {
            timers.remove(name);
            end(name, server)
                    .onSuccess(ended -> DemoAnswer.json(context, answer))
                    .onFailure(failure -> DemoAnswer.failed(context, failure));
            return;
        }
        vertx.executeBlocking(server::stop)
                .onSuccess(stopped -> {
                    if (stopped) {
                        endAfter(seconds, name, server);
                        DemoAnswer.json(context, answer);
                    } else {
                        DemoAnswer.error(context, 409, name + " is away already; seconds=0 brings it back");
                    }
                })
                .onFailure(failure -> DemoAnswer.failed(context, failure));
    }

    private void endAfter(int seconds, String name, FoundServer server) {
        long timer = vertx.setTimer(TimeUnit.SECONDS.toMillis(seconds), fired -> {
            // That of an outage which has ended early must not end the next.
            if (timers.remove(name, fired)) {
                end(name, server);
            }
        });
        timers.put(name, timer);
    }

    private Future<String> end(String name, FoundServer server) {
        return vertx.executeBlocking(() -> {
                    server.start();
                    return name;
                })
                .onFailure(failure -> LOG.errorf("The demo's %s is still away: %s", name, failure.getMessage()));
    }

    /** Each, even if another does not come back. */
    void endAll(@Observes ShutdownEvent event) throws IOException {
        IOException failed = null;
        for (FoundServer server : servers.values()) {
            try {
                server.leaveAlone();
            } catch (IOException e) {
                if (failed == null) {
                    failed = e;
                } else {
                    failed.addSuppressed(e);
                }
            }
        }
        if (failed != null) {
            throw failed;
        }
    }
}
