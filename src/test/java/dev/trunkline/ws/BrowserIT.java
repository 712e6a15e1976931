package dev.trunkline.ws;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;

import com.sun.net.httpserver.HttpServer;
import dev.trunkline.harness.Chromium;
import dev.trunkline.harness.Mastodon;
import dev.trunkline.harness.NeedsChromium;
import dev.trunkline.harness.Token;
import dev.trunkline.harness.Trunkline;
import dev.trunkline.harness.WireTest;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** A page of another origin opens a socket in a real browser, with the token as a subprotocol (protocol, section 3). */
@WireTest
@ExtendWith(NeedsChromium.class)
class BrowserIT {

    /** Reports each event by a request to the page's own server. */
    private static final String PAGE = """
            <!doctype html><script>
            let told = Promise.resolve(); // one behind the other: two requests may overtake each other
            const tell = (what) => { told = told.then(() => fetch('/told', {method: 'POST', body: JSON.stringify(what)})); };
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
    void aPageOfAnotherOriginOpensASocket() throws IOException, InterruptedException {
        Token token = mastodon.reader();
        BlockingQueue<JsonObject> told = new LinkedBlockingQueue<>();
        HttpServer pages = pages(
                PAGE.replace("<port>", Integer.toString(trunkline.port())).replace("<token>", token.text()), told);
        Chromium chromium = Chromium.start(Chromium.find().orElseThrow());
        try {
            chromium.open("http://127.0.0.1:" + pages.getAddress().getPort() + "/", 1280, false);
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
            chromium.stop();
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
}
