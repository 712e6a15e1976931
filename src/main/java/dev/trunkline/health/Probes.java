package dev.trunkline.health;

import dev.trunkline.broadcast.Broadcaster;
import dev.trunkline.connection.Connections;
import dev.trunkline.database.Database;
import io.smallrye.health.api.AsyncHealthCheck;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Produces;
import java.time.Duration;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Liveness;
import org.eclipse.microprofile.health.Readiness;
import org.eclipse.microprofile.health.Startup;

/** SmallRye's probes: readiness fails as soon as Redis or PostgreSQL is away, liveness does not (protocol, section 8). */
class Probes {

    /** Below the time limit of Kubernetes, which is a second. */
    private static final Duration LIMIT = Duration.ofMillis(900);

    @Produces
    @Liveness
    @ApplicationScoped
    HealthCheck live() {
        return () -> HealthCheckResponse.up("Trunkline");
    }

    @Produces
    @Startup
    @ApplicationScoped
    HealthCheck started(Dependencies dependencies) {
        return () -> HealthCheckResponse.named("Redis and PostgreSQL have answered")
                .status(dependencies.started())
                .build();
    }

    @Produces
    @Readiness
    @ApplicationScoped
    HealthCheck redis(Broadcaster broadcaster) {
        return () -> HealthCheckResponse.named("Redis")
                .status(broadcaster.connected())
                .build();
    }

    @Produces
    @Readiness
    @ApplicationScoped
    HealthCheck staying(Connections connections) {
        return () -> HealthCheckResponse.named("Not shutting down")
                .status(!connections.draining())
                .build();
    }

    @Produces
    @Readiness
    @ApplicationScoped
    AsyncHealthCheck postgres(Database database) {
        return () -> database.ping()
                .ifNoItem()
                .after(LIMIT)
                .fail()
                .replaceWith(() -> HealthCheckResponse.up("PostgreSQL"))
                .onFailure()
                .recoverWithItem(() -> HealthCheckResponse.down("PostgreSQL"));
    }
}
