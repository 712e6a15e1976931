package dev.trunkline.http;

import dev.trunkline.connection.Origin;
import io.vertx.core.http.HttpServerRequest;
import jakarta.enterprise.context.ApplicationScoped;

/** Where a request comes from, and under which id its answer goes out. */
@ApplicationScoped
public class Origins {

    private final ClientAddress addresses;

    Origins(ClientAddress addresses) {
        this.addresses = addresses;
    }

    public Origin of(HttpServerRequest request) {
        return new Origin(
                addresses.of(request),
                String.valueOf(request.response().headers().get(Entrance.REQUEST_ID)));
    }
}
