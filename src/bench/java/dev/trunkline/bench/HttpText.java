package dev.trunkline.bench;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.net.HttpURLConnection;
import java.net.URI;
import java.util.Optional;

/** The text behind a path, such as the health path or the metrics. */
final class HttpText {
    private static final int PATIENCE_MS = 5000;

    private HttpText() {}

    /** Fails if the answer is not 200 or takes longer than five seconds. */
    static String get(String host, int port, String path) throws IOException {
        HttpURLConnection http = ask(host, port, path);
        try {
            return new String(http.getInputStream().readAllBytes(), UTF_8);
        } finally {
            http.disconnect();
        }
    }

    /** The same for a path that may not exist: empty if the answer is not 200. */
    static Optional<String> find(String host, int port, String path) throws IOException {
        HttpURLConnection http = ask(host, port, path);
        try {
            return http.getResponseCode() == HttpURLConnection.HTTP_OK
                    ? Optional.of(new String(http.getInputStream().readAllBytes(), UTF_8))
                    : Optional.empty();
        } finally {
            http.disconnect();
        }
    }

    private static HttpURLConnection ask(String host, int port, String path) throws IOException {
        HttpURLConnection http = (HttpURLConnection)
                URI.create("http://" + host + ":" + port + path).toURL().openConnection();
        http.setConnectTimeout(PATIENCE_MS);
        http.setReadTimeout(PATIENCE_MS);
        return http;
    }
}
