package dev.trunkline.health;

import io.smallrye.common.annotation.NonBlocking;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.util.Optional;

/** The one path that Mastodon's deployments use for every kind of probe (protocol, section 8). */
@Path("/health")
public class HealthResource {

    private final Dependencies dependencies;

    HealthResource(Dependencies dependencies) {
        this.dependencies = dependencies;
    }

    @GET
    @NonBlocking
    public Response health() {
        Optional<String> unhealthy = dependencies.unhealthy();
        return Response.status(unhealthy.isEmpty() ? 200 : 503)
                .type(MediaType.TEXT_PLAIN)
                .header("Cache-Control", "private, no-store")
                .entity(unhealthy.orElse("OK"))
                .build();
    }
}
