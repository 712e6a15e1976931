package dev.trunkline.http;

import dev.trunkline.config.Settings;
import io.quarkus.vertx.http.HttpServerOptionsCustomizer;
import io.vertx.core.http.HttpServerOptions;
import jakarta.enterprise.context.ApplicationScoped;

/**
 * Lets the server compress responses for clients that ask for it, if the setting allows it. Quarkus's own setting is fixed at
 * build time and leaves streams out.
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
