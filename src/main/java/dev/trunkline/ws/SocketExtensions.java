package dev.trunkline.ws;

import dev.trunkline.config.Settings;
import io.quarkus.vertx.http.HttpServerOptionsCustomizer;
import io.vertx.core.http.HttpServerOptions;
import jakarta.enterprise.context.ApplicationScoped;

/**
 * Lets frames with the bit of a compressed message pass the server's decoder where sockets may be compressed. That is the server's
 * option for another extension, {@code deflate-frame}, which it would negotiate too and which nobody bounds: {@link SocketUpgrade}
 * takes it out of each handshake.
 */
@ApplicationScoped
class SocketExtensions implements HttpServerOptionsCustomizer {

    private final boolean compression;

    SocketExtensions(Settings settings) {
        this.compression = settings.compression();
    }

    @Override
    public void customizeHttpServer(HttpServerOptions options) {
        options.setPerFrameWebSocketCompressionSupported(compression);
    }

    @Override
    public void customizeHttpsServer(HttpServerOptions options) {
        customizeHttpServer(options);
    }

    @Override
    public void customizeDomainSocketServer(HttpServerOptions options) {
        customizeHttpServer(options);
    }
}
