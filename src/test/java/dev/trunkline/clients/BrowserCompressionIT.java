package dev.trunkline.clients;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.trunkline.harness.Chromium;
import dev.trunkline.harness.Mastodon;
import dev.trunkline.harness.NeedsChromium;
import dev.trunkline.harness.PublishedStatus;
import dev.trunkline.harness.Token;
import dev.trunkline.harness.Trunkline;
import dev.trunkline.harness.WireTest;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** A browser asks for compression by itself, over all three ways to a stream, and shows each event at once. */
@WireTest(settings = "trunkline.history.time=1s")
@ExtendWith(NeedsChromium.class)
class BrowserCompressionIT {

    private static final int STATUSES = 4;

    /** What each of the clients has got is in {@code seen}, its end in {@code ended}. */
    private static final String SCRIPT = """
            var url = location.origin + '/api/v1/streaming';
            var opened = {}, ended = {};
            var seen = {source: [], fetch: [], socket: []};

            var source = new EventSource(`${url}/user?access_token=<token>&client=source`);
            source.onopen = () => { opened.source = true; };
            source.addEventListener('update', (event) => seen.source.push(event.data));
            source.onerror = () => { source.close(); ended.source = true; };

            (async () => {
              const response = await fetch(`${url}/user?client=fetch`,
                {headers: {Authorization: 'Bearer <token>', Accept: 'text/event-stream'}});
              opened.fetch = true;
              let text = '';
              for await (const piece of response.body.pipeThrough(new TextDecoderStream())) {
                text += piece;
                seen.fetch = [...text.matchAll(/^data: (.*)\\n\\n/gm)].map((match) => match[1]);
              }
              ended.fetch = true;
            })();

            var socket = new WebSocket(`${url.replace('http', 'ws')}?client=socket`, '<token>');
            socket.onopen = () => {
              socket.send(JSON.stringify({type: 'subscribe', stream: 'user'}));
              socket.send(JSON.stringify({type: 'unsubscribe', stream: 'nowhere'}));
            };
            socket.onmessage = ({data}) => {
              const message = JSON.parse(data);
              if (message.error) {
                opened.socket = true;
              } else {
                seen.socket.push(message.payload);
              }
            };
            socket.onclose = ({code}) => { ended.socket = code; };
            """;

    private final Trunkline trunkline;
    private final Mastodon mastodon;

    BrowserCompressionIT(Trunkline trunkline, Mastodon mastodon) {
        this.trunkline = trunkline;
        this.mastodon = mastodon;
    }

    @Test
    void fewerBytesComeThanThePageReads() throws Exception {
        Token token = mastodon.reader();
        Chromium chromium = Chromium.start(Chromium.find().orElseThrow());
        try {
            chromium.open("http://127.0.0.1:" + trunkline.port() + "/api/v1/streaming/health", 1280, false);
            chromium.until("document.body?.textContent === 'OK'");
            chromium.evaluate(SCRIPT.replace("<token>", token.text()));
            chromium.until("opened.source && opened.fetch && opened.socket");
            int published = 0;
            for (int i = 0; i < STATUSES; i++) {
                PublishedStatus status = LongStatus.in(mastodon);
                published += status.json().getBytes(UTF_8).length;
                mastodon.publish("timeline:" + token.account().id(), status);
                for (String client : List.of("source", "fetch", "socket")) {
                    chromium.until("seen." + client + ".length === " + (i + 1));
                    assertEquals(status.json(), chromium.evaluate("seen." + client + "[" + i + "]"), client);
                }
            }
            assertEquals(
                    "permessage-deflate; server_no_context_takeover; client_no_context_takeover",
                    chromium.evaluate("socket.extensions"));
            mastodon.kill(token);
            chromium.until("ended.source && ended.fetch && ended.socket === 1000");
            for (String client : List.of("source", "fetch")) {
                long plain = published;
                await().untilAsserted(() -> {
                    Chromium.Body body = chromium.body("client=" + client);
                    assertTrue(body.read() > plain, body::toString);
                    assertTrue(body.transferred() > 0 && body.transferred() < plain / 2, body::toString);
                });
            }
        } finally {
            chromium.stop();
        }
    }
}
