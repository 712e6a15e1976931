package dev.trunkline.http;

import dev.trunkline.config.Settings;
import io.quarkus.vertx.http.HttpServerOptionsCustomizer;
import io.vertx.core.http.HttpServerOptions;
import jakarta.enterprise.context.ApplicationScoped;

/**
 * Lets the server compress for who asks, if the setting allows it. Quarkus's own setting is fixed when the server is built
 * and leaves streams out.
 */
@ApplicationScoped
class Compression implements HttpServerOptionsCustomizer {

    private final boolean allowed;

    Compression(Settings settings) {
        this.allowed = settings.compression();
    }

    @Override
    public void customizeHttpServer(HttpServerOptions options) {
        options.setCompressionSupported(allowed);
    }
}
