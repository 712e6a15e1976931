package dev.trunkline.http;

import dev.trunkline.connection.Origin;
import io.vertx.core.http.HttpServerRequest;
import jakarta.enterprise.context.ApplicationScoped;

/** Where a request comes from, and the id that its answer carries. */
@ApplicationScoped
public class Origins {

    private final ClientAddress addresses;

    Origins(ClientAddress addresses) {
        this.addresses = addresses;
    }

    public Origin of(HttpServerRequest request) {
        return new Origin(addresses.of(request), CommonHeaders.requestId(request.response()));
    }
}
