package dev.trunkline.ws;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.sun.net.httpserver.HttpServer;
import dev.trunkline.harness.Mastodon;
import dev.trunkline.harness.Token;
import dev.trunkline.harness.Trunkline;
import dev.trunkline.harness.WireTest;
import io.vertx.core.json.JsonObject;
import java.io.File;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A page of another origin opens a socket in a real browser, with the token as a subprotocol (protocol, section 3). */
@WireTest
class BrowserIT {

    private static final List<String> NAMES =
            List.of("chromium", "chromium-browser", "google-chrome", "google-chrome-stable");

    /** Reports each thing that happens by a request to where the page came from. */
    private static final String PAGE = """
            <!doctype html><script>
            const tell = (what) => fetch('/told', {method: 'POST', body: JSON.stringify(what)});
            const ws = new WebSocket('ws://127.0.0.1:<port>/api/v1/streaming', '<token>');
            ws.onopen = () => {
              tell({kind: 'open', protocol: ws.protocol});
              ws.send(JSON.stringify({type: 'subscribe', stream: 'user'}));
              ws.send(JSON.stringify({type: 'subscribe', stream: 'nowhere'}));
            };
            ws.onmessage = (message) => tell({kind: 'message', data: message.data});
            ws.onclose = (close) => tell({kind: 'close', code: close.code, clean: close.wasClean});
            </script>
            """;

    private final Trunkline trunkline;
    private final Mastodon mastodon;

    BrowserIT(Trunkline trunkline, Mastodon mastodon) {
        this.trunkline = trunkline;
        this.mastodon = mastodon;
    }

    @Test
    void aPageOfAnotherOriginOpensASocket(@TempDir Path directory) throws IOException, InterruptedException {
        Optional<Path> chromium = chromium();
        if ("true".equals(System.getenv("TRUNKLINE_REQUIRE_CHROMIUM"))) {
            assertTrue(chromium.isPresent(), "There is no Chromium on the PATH, and there has to be");
        }
        assumeTrue(chromium.isPresent(), "Not tested: a browser's WebSocket. There is no Chromium on the PATH");
        Token token = mastodon.reader();
        BlockingQueue<JsonObject> told = new LinkedBlockingQueue<>();
        HttpServer pages = pages(
                PAGE.replace("<port>", Integer.toString(trunkline.port())).replace("<token>", token.text()), told);
        Process browser = start(
                chromium.get(),
                directory,
                "http://127.0.0.1:" + pages.getAddress().getPort() + "/");
        try {
            assertEquals(new JsonObject().put("kind", "open").put("protocol", token.text()), next(told));
            assertEquals(
                    "{\"error\":\"Unknown stream type\",\"status\":400}",
                    next(told).getString("data"));
            String marker = mastodon.publishMarker("timeline:" + token.account().id());
            assertEquals(
                    "{\"stream\":[\"user\"],\"event\":\"delete\",\"payload\":\"" + marker + "\"}",
                    next(told).getString("data"));
            mastodon.kill(token);
            assertEquals(new JsonObject().put("kind", "close").put("code", 1000).put("clean", true), next(told));
        } finally {
            stop(browser);
            pages.stop(0);
        }
    }

    private static JsonObject next(BlockingQueue<JsonObject> told) throws InterruptedException {
        JsonObject next = told.poll(60, TimeUnit.SECONDS);
        return next == null ? new JsonObject().put("kind", "nothing") : next;
    }

    private static HttpServer pages(String page, BlockingQueue<JsonObject> told) throws IOException {
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", exchange -> {
            byte[] body = page.getBytes(UTF_8);
            exchange.getResponseHeaders().set("Content-Type", "text/html; charset=utf-8");
            exchange.sendResponseHeaders(200, body.length);
            exchange.getResponseBody().write(body);
            exchange.close();
        });
        server.createContext("/told", exchange -> {
            told.add(new JsonObject(new String(exchange.getRequestBody().readAllBytes(), UTF_8)));
            exchange.sendResponseHeaders(204, -1);
            exchange.close();
        });
        server.start();
        return server;
    }

    private static Optional<Path> chromium() {
        return Stream.of(System.getenv().getOrDefault("PATH", "").split(File.pathSeparator))
                .flatMap(directory -> NAMES.stream().map(name -> Path.of(directory, name)))
                .filter(Files::isExecutable)
                .findFirst();
    }

    private static Process start(Path chromium, Path directory, String address) throws IOException {
        return new ProcessBuilder(
                        chromium.toString(),
                        "--headless",
                        "--no-sandbox",
                        "--disable-gpu",
                        "--disable-dev-shm-usage",
                        "--no-first-run",
                        "--disable-background-networking",
                        "--disable-component-update",
                        "--disable-sync",
                        // Keeps it running after the page has loaded.
                        "--remote-debugging-port=0",
                        "--user-data-dir=" + directory,
                        address)
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start();
    }

    private static void stop(Process browser) {
        List<ProcessHandle> all = Stream.concat(Stream.of(browser.toHandle()), browser.descendants())
                .toList();
        browser.destroy();
        await().atMost(Duration.ofSeconds(10)).until(() -> !browser.isAlive());
        all.forEach(ProcessHandle::destroyForcibly);
        // The folder can be deleted only when nobody writes to it any more.
        await().atMost(Duration.ofSeconds(10)).until(() -> all.stream().noneMatch(ProcessHandle::isAlive));
    }
}
