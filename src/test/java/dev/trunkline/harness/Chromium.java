package dev.trunkline.harness;

import static org.awaitility.Awaitility.await;

import io.vertx.core.json.JsonObject;
import java.io.File;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** A headless Chromium with one tab, controlled over its DevTools protocol. */
public final class Chromium {

    private static final List<String> NAMES =
            List.of("chromium", "chromium-browser", "google-chrome", "google-chrome-stable");
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final Process process;
    private final Path profile;
    private final DevTools tools;

    private Chromium(Process process, Path profile, String tab) {
        this.process = process;
        this.profile = profile;
        this.tools = new DevTools(tab);
        List.of("Page", "Runtime", "Log", "Network")
                .forEach(domain -> tools.send(domain + ".enable", new JsonObject()));
    }

    /** The installed browser, if there is one. */
    public static Optional<Path> find() {
        return Stream.of(System.getenv().getOrDefault("PATH", "").split(File.pathSeparator))
                .flatMap(directory -> NAMES.stream().map(name -> Path.of(directory, name)))
                .filter(Files::isExecutable)
                .findFirst();
    }

    public static Chromium start(Path executable) throws IOException, InterruptedException {
        Path profile = Files.createTempDirectory("chromium-");
        Process process = new ProcessBuilder(
                        executable.toString(),
                        "--headless",
                        "--no-sandbox",
                        "--disable-gpu",
                        "--disable-quic",
                        "--disable-dev-shm-usage",
                        "--no-first-run",
                        "--disable-background-networking",
                        "--disable-component-update",
                        "--disable-sync",
                        "--remote-debugging-port=0",
                        "--user-data-dir=" + profile,
                        "about:blank")
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        Path portFile = profile.resolve("DevToolsActivePort");
        await().atMost(PATIENCE)
                .until(() ->
                        Files.exists(portFile) && Files.readAllLines(portFile).size() >= 2);
        String port = Files.readAllLines(portFile).get(0);
        HttpResponse<String> tab = HttpClient.newHttpClient()
                .send(
                        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/json/new?about:blank"))
                                .PUT(HttpRequest.BodyPublishers.noBody())
                                .build(),
                        HttpResponse.BodyHandlers.ofString());
        return new Chromium(process, profile, new JsonObject(tab.body()).getString("webSocketDebuggerUrl"));
    }

    public void open(String address, int width, boolean dark) {
        tools.send(
                "Emulation.setDeviceMetricsOverride",
                new JsonObject()
                        .put("width", width)
                        .put("height", 800)
                        .put("deviceScaleFactor", 1)
                        .put("mobile", false));
        tools.send(
                "Emulation.setEmulatedMedia",
                new JsonObject("{\"features\":[{\"name\":\"prefers-color-scheme\",\"value\":\""
                        + (dark ? "dark" : "light") + "\"}]}"));
        // A change of the fragment alone would not load the page again.
        tools.send("Page.navigate", new JsonObject().put("url", "about:blank"));
        tools.forgetEvents();
        tools.send("Page.navigate", new JsonObject().put("url", address));
    }

    /** The value of a JavaScript expression, null for undefined. */
    public Object evaluate(String expression) {
        JsonObject answer = tools.send(
                "Runtime.evaluate",
                new JsonObject()
                        .put("expression", expression)
                        .put("returnByValue", true)
                        .put("awaitPromise", true));
        if (answer.containsKey("exceptionDetails")) {
            throw new AssertionError(expression + ": " + answer.getJsonObject("exceptionDetails"));
        }
        return answer.getJsonObject("result").getValue("value");
    }

    public void until(String condition) {
        await(condition).atMost(PATIENCE).until(() -> Boolean.TRUE.equals(evaluate("Boolean(" + condition + ")")));
    }

    public void press(String key, int code) {
        for (String type : List.of("rawKeyDown", "char", "keyUp")) {
            JsonObject event =
                    new JsonObject().put("type", type).put("key", key).put("windowsVirtualKeyCode", code);
            if (key.equals("Enter") && type.equals("char")) {
                event.put("text", "\r");
            }
            if (!type.equals("char") || key.equals("Enter")) {
                tools.send("Input.dispatchKeyEvent", event);
            }
        }
    }

    /** The URLs that the page has requested since it was opened. */
    public List<String> requests() {
        return params("Network.requestWillBeSent")
                .map(params -> params.getJsonObject("request").getString("url"))
                .toList();
    }

    /**
     * The sizes that DevTools shows of a response's body, in bytes.
     *
     * @param transferred what has come over the network
     * @param read what the page has got of it
     */
    public record Body(long transferred, long read) {}

    /** The sizes so far of the bodies of all responses to requests whose URL has that part. */
    public Body body(String part) {
        Set<String> requests = params("Network.requestWillBeSent")
                .filter(params ->
                        params.getJsonObject("request").getString("url").contains(part))
                .map(params -> params.getString("requestId"))
                .collect(Collectors.toSet());
        List<JsonObject> pieces = params("Network.dataReceived")
                .filter(params -> requests.contains(params.getString("requestId")))
                .toList();
        return new Body(
                pieces.stream()
                        .mapToLong(piece -> piece.getLong("encodedDataLength"))
                        .sum(),
                pieces.stream().mapToLong(piece -> piece.getLong("dataLength")).sum());
    }

    private Stream<JsonObject> params(String method) {
        return tools.events().stream()
                .filter(message -> message.getString("method").equals(method))
                .map(message -> message.getJsonObject("params"));
    }

    /** How many DevTools events of that name have been reported since the page was opened. */
    public long happened(String method) {
        return params(method).count();
    }

    /** The errors that the page or the browser has reported since the page was opened. */
    public List<String> errors() {
        List<String> errors = new ArrayList<>();
        for (JsonObject message : tools.events()) {
            JsonObject params = message.getJsonObject("params");
            switch (message.getString("method")) {
                case "Runtime.exceptionThrown" -> errors.add(params.encode());
                case "Log.entryAdded" -> {
                    if (params.getJsonObject("entry").getString("level").equals("error")) {
                        errors.add(params.encode());
                    }
                }
                default -> {
                    // Not an error.
                }
            }
        }
        return errors;
    }

    public void stop() throws IOException, InterruptedException {
        tools.close();
        List<ProcessHandle> children = process.descendants().toList();
        process.destroy();
        if (!process.waitFor(10, TimeUnit.SECONDS)) {
            process.destroyForcibly();
        }
        children.forEach(ProcessHandle::destroyForcibly);
        await().atMost(PATIENCE).ignoreExceptions().until(() -> {
            try (Stream<Path> files = Files.walk(profile)) {
                for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                    Files.deleteIfExists(file);
                }
            }
            return true;
        });
    }
}
