package dev.trunkline.bench;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ConnectOptionsTest {

    private static List<String> names(String... arguments) {
        return ConnectOptions.parse(arguments).servers().stream()
                .map(ConnectServer::name)
                .toList();
    }

    @Test
    void measuresTheBuiltJarUnlessTold() {
        ConnectOptions options = ConnectOptions.parse();
        assertEquals(
                List.of(new ConnectServer("jvm", ConnectServer.Kind.PATH, "target/quarkus-app/quarkus-run.jar")),
                options.servers());
        assertEquals(List.of(10_000), options.connections());
        assertEquals(10_000, options.tokensNeeded());
    }

    @Test
    void namesServers() {
        assertEquals(
                List.of("jvm", "jvm-2", "native", "ours", "node", "10.0.0.1:4000"),
                names(
                        "--server",
                        "a.jar",
                        "--server",
                        "b.jar",
                        "--server",
                        "target/x-runner",
                        "--server",
                        "ours=c.jar",
                        "--command",
                        "/usr/bin/node /srv/index.js",
                        "--base-url",
                        "http://10.0.0.1:4000/",
                        "--tokens",
                        "file"));
    }

    @Test
    void aCommandMayContainAnEqualsSign() {
        ConnectServer server = ConnectOptions.parse("--command", "env A=b node index.js")
                .servers()
                .get(0);
        assertEquals("env", server.name());
        assertEquals("env A=b node index.js", server.value());
    }

    @ParameterizedTest
    @CsvSource({
        "user, false, /api/v1/streaming/user",
        "public:local, false, /api/v1/streaming/public/local",
        "public:local, true, /api/v1/streaming?stream=public:local"
    })
    void makesTheRequestsPath(String stream, boolean webSocket, String path) {
        assertEquals(path, ConnectOptions.parse("--stream", stream).path(webSocket));
    }

    @Test
    void takesLists() {
        ConnectOptions options = ConnectOptions.parse(
                "--transport", "sse,websocket", "--connections", "10,200", "--rate", "0,50", "--warm", "7");
        assertEquals(List.of(false, true), options.webSockets());
        assertEquals(List.of(0, 50), options.rates());
        assertEquals(207, options.tokensNeeded());
        assertEquals("websocket 200 50/s", new OpeningLoad(true, 200, 50, 1).name());
    }

    @Test
    void takesARunningServer() {
        ConnectOptions options =
                ConnectOptions.parse("--base-url", "http://127.0.0.1:4000", "--tokens", "file", "--pid", "17");
        assertEquals(4000, options.servers().get(0).port());
        assertEquals("127.0.0.1", options.servers().get(0).host());
        assertEquals(OptionalLong.of(17), options.pid());
        assertTrue(options.redisPid().isEmpty());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "--connections 0",
                "--connections 60001",
                "--rate -1",
                "--transport tcp",
                "--stream hashtag",
                "--pid 17",
                "--tokens file",
                "--base-url http://127.0.0.1:4000",
                "--base-url https://127.0.0.1:4000 --tokens file",
                "--base-url http://a:1 --base-url http://b:1 --tokens file",
                "--warm",
                "--sever a.jar"
            })
    void refusesWhatMakesNoSense(String line) {
        assertThrows(IllegalArgumentException.class, () -> ConnectOptions.parse(line.split(" ", -1)));
    }
}
