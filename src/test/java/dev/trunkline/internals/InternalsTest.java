package dev.trunkline.internals;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.trunkline.harness.HttpAnswer;
import dev.trunkline.harness.HttpSocket;
import dev.trunkline.harness.Request;
import dev.trunkline.harness.WebSocketClient;
import io.netty.bootstrap.ChannelInitializerExtension;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelOutboundBuffer;
import io.netty.channel.ChannelOutboundHandlerAdapter;
import io.netty.channel.ChannelPipeline;
import io.netty.channel.ChannelPromise;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.handler.codec.http.websocketx.WebSocketFrameEncoder;
import io.netty.handler.timeout.IdleStateHandler;
import io.netty.util.internal.PlatformDependent;
import io.quarkus.dev.console.DevConsoleManager;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.quarkus.vertx.http.runtime.VertxHttpRecorder;
import io.vertx.core.Vertx;
import io.vertx.core.http.impl.Http1xServerRequest;
import io.vertx.core.http.impl.HttpServerConnection;
import io.vertx.core.impl.VertxInternal;
import io.vertx.core.net.impl.ConnectionBase;
import io.vertx.core.net.impl.VertxHandler;
import io.vertx.core.spi.transport.Transport;
import io.vertx.pgclient.PgConnectOptions;
import io.vertx.pgclient.impl.codec.PgCodec;
import io.vertx.sqlclient.impl.SocketConnectionBase;
import io.vertx.sqlclient.impl.pool.SqlConnectionPool;
import jakarta.inject.Inject;
import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.net.URI;
import java.util.Arrays;
import java.util.List;
import java.util.ServiceLoader;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * What package {@code internals} expects of Quarkus, Vert.x and Netty, by name and type. After an upgrade, a failure's message
 * says what has moved, which source of theirs shows where to, and which class of ours has to follow.
 */
@QuarkusTest
@TestProfile(TracedApplication.class)
@SuppressWarnings("NullAway.Init")
class InternalsTest {

    private static final String SERVER_PIPELINE =
            "io.vertx.core.http.impl.HttpServerWorker, methods configureHttp1Pipeline and configureHttp1Handler";

    @TestHTTPResource("/")
    URI server;

    @Inject
    ChannelProbe probe;

    @Inject
    Vertx vertx;

    /** Notes what is written at a handler behind it. */
    private static final class PassedFrames extends ChannelOutboundHandlerAdapter {

        private final List<String> types = new CopyOnWriteArrayList<>();

        @Override
        @SuppressWarnings("FutureReturnValueIgnored") // the promise is the caller's
        public void write(ChannelHandlerContext context, Object message, ChannelPromise promise) {
            types.add(message.getClass().getSimpleName());
            context.write(message, promise);
        }
    }

    @BeforeEach
    void forgetEarlierRequests() {
        probe.clear();
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource({
        "httpDecoder, io.vertx.core.http.impl.VertxHttpRequestDecoder, ServerChannel.DECODER and PausableRequestDecoder",
        "httpEncoder, io.vertx.core.http.impl.VertxHttpResponseEncoder, ServerChannel.ENCODER",
        "idle, io.netty.handler.timeout.IdleStateHandler, ServerChannel.IDLE",
        "webSocketExtensionHandler, io.netty.handler.codec.http.websocketx.extensions.WebSocketServerExtensionHandler, 'ServerChannel.WEBSOCKET_EXTENSIONS; io.vertx.core.http.impl.HttpServerConnectionHandler adds it'",
        "handler, io.vertx.core.net.impl.VertxHandler, ServerChannel.CONNECTION",
    })
    void theServersPipelineHasTheHandler(String name, String type, String ours) throws InterruptedException {
        ChannelProbe.Snapshot snapshot = probed();
        ChannelHandler handler = snapshot.handlers().get(name);
        expect(
                handler != null && handler.getClass().getName().equals(type),
                "the HTTP server's pipeline has a handler \"" + name + "\" of type " + type,
                snapshot.handlers(),
                SERVER_PIPELINE,
                ours);
    }

    /** Frames that are written at a context pass the handlers in front of it only. */
    @Test
    void theServersHandlersHaveTheirOrder() throws InterruptedException {
        ChannelProbe.Snapshot snapshot = probed();
        String order = String.join(" ", snapshot.handlers().keySet());
        expect(
                order.matches("(.* )?httpDecoder (.* )?httpEncoder (.* )?idle (.* )?handler"),
                "the handlers are in the order httpDecoder, httpEncoder, idle, handler, the last at the end",
                order,
                SERVER_PIPELINE,
                "ServerChannel; and whether a frame written at its contexts is still encoded once only");
    }

    @Test
    void theConnectionOfARequestIsVertxs() throws InterruptedException {
        ChannelProbe.Snapshot snapshot = probed();
        expect(
                snapshot.connection() instanceof ConnectionBase
                        && snapshot.connection() instanceof HttpServerConnection,
                "HttpServerRequest.connection() is a ConnectionBase and an HttpServerConnection",
                snapshot.connection().getClass(),
                "io.vertx.core.http.impl.Http1xServerConnection",
                "ServerChannel.of, ServerChannel.connectionContext and RequestHook");
        expect(
                snapshot.handlers().get(snapshot.connectionContext()) instanceof VertxHandler,
                "ConnectionBase.channelHandlerContext() is the context of the VertxHandler",
                snapshot.connectionContext(),
                "io.vertx.core.net.impl.ConnectionBase",
                "ServerChannel.connectionContext");
        expect(
                snapshot.handlers().get(ServerChannel.IDLE) instanceof IdleStateHandler,
                "an idle time is watched by Netty's IdleStateHandler",
                snapshot.handlers(),
                SERVER_PIPELINE,
                "ServerChannel.removeIdleHandler");
    }

    @Test
    void anOpenChannelHasAnOutboundQueue() throws InterruptedException {
        expect(
                probed().hasOutboundQueue(),
                "channel.unsafe().outboundBuffer() is the queue of an open channel",
                "null",
                "io.netty.channel.AbstractChannel.AbstractUnsafe",
                "OutboundQueue");
    }

    @Test
    void anOutboundQueuesSizeIsReadFromAnyThread() throws ReflectiveOperationException {
        Class<?> unsafe = Class.forName("io.netty.channel.AbstractChannel$AbstractUnsafe");
        List<Field> read = List.of(
                unsafe.getDeclaredField("outboundBuffer"),
                ChannelOutboundBuffer.class.getDeclaredField("totalPendingSize"));
        expect(
                read.stream().allMatch(field -> Modifier.isVolatile(field.getModifiers())),
                "what channel.unsafe().outboundBuffer().totalPendingWriteBytes() reads is volatile",
                read,
                "io.netty.channel.AbstractChannel.AbstractUnsafe and ChannelOutboundBuffer",
                "OutboundQueue.pendingBytes");
    }

    @Test
    void nettyKnowsTheMemoryOutsideTheHeap() {
        long most = PlatformDependent.maxDirectMemory();
        expect(
                most >= Runtime.getRuntime().maxMemory() / 2,
                "PlatformDependent.maxDirectMemory() is about the heap's maximum where no option says otherwise",
                most,
                "io.netty.util.internal.PlatformDependent",
                "DirectMemory");
    }

    @Test
    void quarkusHasARootHandler() {
        expect(
                VertxHttpRecorder.getRootHandler() != null,
                "VertxHttpRecorder.getRootHandler() handles every request of the application",
                "null",
                "io.quarkus.vertx.http.runtime.VertxHttpRecorder",
                "RequestHook.route");
    }

    @Test
    void theHookIsVertxsTracer() {
        Object tracer = ((VertxInternal) vertx).tracer();
        expect(
                tracer instanceof RequestHook.HookedTracer,
                "the tracer of Vert.x is the one that RequestHook.install puts into VertxOptions, and wraps OpenTelemetry's",
                tracer,
                "io.quarkus.vertx.core.runtime.VertxCoreRecorder, method initialize",
                "RequestHook.install; is it still called after all extensions have set their options?");
    }

    @Test
    void theHookSeesEveryRequest() {
        HttpAnswer decoded = answer("GET " + ChannelProbe.PATH + " HTTP/1.1\r\nHost: localhost\r\n\r\n");
        expect(
                decoded.header("X-Request-Id") != null,
                "a tracer's receiveRequest is called before the connection's handler is looked up",
                decoded,
                "io.vertx.core.http.impl.Http1xServerRequest, method handleBegin, and its callers",
                "RequestHook");
        HttpAnswer undecoded = answer("hello\r\n\r\n");
        expect(
                undecoded.header("X-Request-Id") != null,
                "what cannot be decoded goes to the connection's invalidRequestHandler",
                undecoded,
                "io.vertx.core.http.impl.Http1xServerConnection, method handleMessage",
                "RequestHook");
    }

    @Test
    void aRequestKeepsItsTargetInItsFields() {
        Set<String> fields = Arrays.stream(Http1xServerRequest.class.getDeclaredFields())
                .filter(field -> !field.getType().isPrimitive())
                .map(Field::getName)
                .collect(Collectors.toSet());
        expect(
                fields.contains(RequestTarget.TARGET) && fields.containsAll(RequestTarget.DERIVED),
                "a request keeps its target, and what it derives from it, in fields that are null until they are asked for",
                fields,
                "io.vertx.core.http.impl.Http1xServerRequest",
                "RequestTarget and its entry for the native executable");
        HttpAnswer answer = answer("GET " + ChannelProbe.PATH + "?a=|%#b HTTP/1.1\r\nHost: localhost\r\n\r\n");
        expect(
                answer.status() == 200,
                "every reader of a request sees the target that has been put into its place",
                answer,
                "io.vertx.core.http.impl.Http1xServerRequest, methods uri, path, query and absoluteURI",
                "RequestTarget.replace");
    }

    @Test
    void theDecoderCanBeReplacedAndPaused() throws InterruptedException {
        try (HttpSocket socket = new Request(server.getPort(), "GET", "/").connect()) {
            // The first path pauses the decoder, and its answer resumes it.
            socket.write("GET /api/v1/streaming/health HTTP/1.1\r\nHost: localhost\r\n\r\n" + "GET " + ChannelProbe.PATH
                    + " HTTP/1.1\r\nHost: localhost\r\n\r\n");
            socket.answer(false);
            socket.answer(false);
            ChannelProbe.Snapshot snapshot = probe.next();
            expect(
                    snapshot.handlers().get(ServerChannel.DECODER) instanceof PausableRequestDecoder,
                    "a decoder of our own can take the place of Vert.x's while a request is handled",
                    snapshot.handlers(),
                    "io.vertx.core.http.impl.VertxHttpRequestDecoder",
                    "PausableRequestDecoder.pause");
        }
    }

    @Test
    void aChannelCanBeTakenOutOfTheServer() {
        HttpAnswer answer = answer("GET " + ChannelProbe.TAKEN_OVER + " HTTP/1.1\r\nHost: localhost\r\n\r\n");
        expect(
                answer.body().equals("1[stream] [response, connection] traced"),
                "without its handlers, a channel carries what is written to it, VertxHandler.channelInactive tells the"
                        + " response and the connection of their end, and the context of a connection has the tracer",
                answer.body(),
                "io.vertx.core.net.impl.VertxHandler and io.vertx.core.http.impl.Http1xServerConnection, method handleClosed",
                "StreamTakeover and RequestHook.isTraced");
    }

    @Test
    void aSocketsFramesAreWrittenAtTheFrameEncoder() throws InterruptedException {
        try (WebSocketClient socket = new Request(server.getPort(), "GET", "/api/v1/streaming")
                .header(ChannelProbe.FOLLOWED, "yes")
                .upgrade()
                .webSocket()) {
            ChannelPipeline pipeline = probe.nextFollowed().pipeline();
            // It is answered behind the handshake.
            socket.settle();
            List<String> names = List.copyOf(pipeline.toMap().keySet());
            ChannelHandlerContext encoder = pipeline.context(WebSocketFrameEncoder.class);
            expect(
                    encoder != null
                            && names.indexOf(encoder.name()) == 1
                            && names.get(0).equals("wsdecoder"),
                    "a socket's pipeline has Netty's WebSocketFrameEncoder, and only the decoder in front of it",
                    names,
                    "io.netty.handler.codec.http.websocketx.WebSocketServerHandshaker, method handshake",
                    "SocketPipeline.encoder");
            PassedFrames passed = new PassedFrames();
            pipeline.addAfter(names.get(1), "passed", passed);
            socket.settle();
            socket.send(WebSocketClient.frame(WebSocketClient.PING, new byte[0]));
            socket.frame(WebSocketClient.PONG);
            expect(
                    passed.types.equals(List.of("PongWebSocketFrame")),
                    "a text that the server sends is written at the encoder, past the handlers behind it; a pong is not",
                    passed.types,
                    "no source of theirs",
                    "SocketUpgrade, which calls NettyWire.shorten");
        }
    }

    @Test
    void theServerNegotiatesNoExtensionOfItsOwn() {
        try (WebSocketClient socket = new Request(server.getPort(), "GET", "/api/v1/streaming")
                .header("Sec-WebSocket-Extensions", "deflate-frame, permessage-deflate")
                .upgrade()
                .webSocket()) {
            expect(
                    "permessage-deflate; server_no_context_takeover; client_no_context_takeover"
                            .equals(socket.head().header("Sec-WebSocket-Extensions")),
                    "without its handler, the server answers a handshake with the extension that the check has put into the"
                            + " headers, and no other",
                    socket.head(),
                    "io.vertx.core.http.impl.HttpServerConnectionHandler, method initializeWebSocketExtensions",
                    "ServerChannel.removeWebSocketExtensions");
            byte[] message = {0};
            socket.send(WebSocketClient.frame(0xC1, 0x80, message, message.length))
                    .settle();
            socket.send(WebSocketClient.frame(0xA1, 0x80, message, message.length));
            int code = socket.closed().code();
            expect(
                    code == 1002,
                    "the server's decoder passes frames with reserved bits to the handlers behind it if its options allow"
                            + " an extension",
                    code,
                    "io.vertx.core.http.impl.Http1xServerConnection, method createHandshaker",
                    "SocketExtensions");
        }
    }

    @Test
    void theEpollTransportIsAService() {
        String type = "io.vertx.core.impl.transports.EpollTransport";
        boolean found = ServiceLoader.load(Transport.class).stream()
                .anyMatch(service -> service.type().getName().equals(type));
        expect(
                found,
                type + " is an io.vertx.core.spi.transport.Transport, and the native executable finds it as a service",
                ServiceLoader.load(Transport.class).stream().toList(),
                "io.vertx.core.impl.VertxBuilder, method findTransport",
                "NativeTransport and META-INF/services/io.vertx.core.spi.transport.Transport");
    }

    @Test
    void theParserOfDatabaseUrlsIsRecognised() {
        RuntimeException failure =
                assertThrows(RuntimeException.class, () -> PgConnectOptions.fromUri("postgresql://host:port/database"));
        expect(
                DatabaseUrlParser.hasThrown(failure),
                "the failure of an unreadable PostgreSQL URL has its parser in the stack",
                Arrays.asList(failure.getStackTrace()),
                "io.vertx.pgclient.impl.PgConnectionUriParser",
                "DatabaseUrlParser");
    }

    @Test
    void theGuardOfPostgresSocketsIsAService() {
        boolean found = ServiceLoader.load(ChannelInitializerExtension.class).stream()
                .anyMatch(service -> service.type().equals(PostgresSockets.class));
        expect(
                found,
                "Netty's ChannelInitializerExtension is a service, and ours for sockets to PostgreSQL is found",
                ServiceLoader.load(ChannelInitializerExtension.class).stream()
                        .map(ServiceLoader.Provider::type)
                        .toList(),
                "io.netty.bootstrap.ChannelInitializerExtensions",
                "PostgresSockets and META-INF/services/io.netty.bootstrap.ChannelInitializerExtension");
    }

    @Test
    @SuppressWarnings("FutureReturnValueIgnored") // It never completes, which is what is tested.
    void theDriverDoesNotCloseItsSockets() {
        EmbeddedChannel channel = new EmbeddedChannel(new PgCodec(true));
        ChannelFuture unused = channel.close();
        expect(
                channel.isOpen(),
                "the PostgreSQL driver's codec answers a close by ending the output, and waits for the server to close",
                "a closed channel",
                "io.vertx.pgclient.impl.codec.PgEncoder, method close",
                "PostgresGuard, which may not be needed any more: docs/decisions/0014-postgresql-sockets.md");
    }

    @Test
    void aPooledConnectionHasTheSocketsInside() throws ReflectiveOperationException {
        Class<?> pooled = SqlConnectionPool.PooledConnection.class;
        expect(
                pooled.getMethod("unwrap").getDeclaringClass().equals(pooled)
                        && SocketConnectionBase.class.isAssignableFrom(
                                Class.forName("io.vertx.pgclient.impl.PgSocketConnection")),
                "what the pool hands out wraps a PgSocketConnection, which is a SocketConnectionBase and has a context",
                List.of(pooled.getMethods()),
                "io.vertx.sqlclient.impl.pool.SqlConnectionPool, class PooledConnection",
                "PostgresConnections: docs/decisions/0014-postgresql-sockets.md");
    }

    @Test
    void quarkusSaysThatItReloads() {
        DevConsoleManager.setDoingHttpInitiatedReload(true);
        boolean told = DevConsoleManager.isDoingHttpInitiatedReload();
        DevConsoleManager.setDoingHttpInitiatedReload(false);
        expect(
                told && !DevConsoleManager.isDoingHttpInitiatedReload(),
                "DevConsoleManager.isDoingHttpInitiatedReload() is true while a request makes dev mode reload",
                told,
                "io.quarkus.vertx.http.runtime.devmode.VertxHttpHotReplacementSetup, method handleHotReplacementRequest",
                "LiveReload");
    }

    @Test
    void whatComesDuringAReloadWaits() throws InterruptedException {
        AtomicBoolean reloading = new AtomicBoolean(true);
        CountDownLatch passed = new CountDownLatch(1);
        CountDownLatch asked = new CountDownLatch(3);
        vertx.runOnContext(any -> LiveReload.whenOver(
                () -> {
                    asked.countDown();
                    return reloading.get();
                },
                passed::countDown));
        assertTrue(asked.await(10, TimeUnit.SECONDS));
        assertEquals(1, passed.getCount());
        reloading.set(false);
        assertTrue(passed.await(10, TimeUnit.SECONDS));
    }

    @Test
    void theJdkHasSignals() throws ReflectiveOperationException {
        Class<?> signal = Class.forName("sun.misc.Signal");
        Class<?> handler = Class.forName("sun.misc.SignalHandler");
        expect(
                handler.isInterface() && signal.getMethod("handle", signal, handler) != null,
                "sun.misc.Signal.handle(Signal, SignalHandler) sets what a signal does",
                signal,
                "the JDK's module jdk.unsupported",
                "Signals and META-INF/native-image");
    }

    private ChannelProbe.Snapshot probed() throws InterruptedException {
        answer("GET " + ChannelProbe.PATH + " HTTP/1.1\r\nHost: localhost\r\n\r\n");
        return probe.next();
    }

    private HttpAnswer answer(String request) {
        try (HttpSocket socket = new Request(server.getPort(), "GET", "/").connect()) {
            socket.write(request);
            return socket.answer(false);
        }
    }

    private static void expect(boolean holds, String expectation, Object found, String theirs, String ours) {
        assertTrue(holds, () -> message(expectation, found, theirs, ours));
    }

    private static String message(String expectation, Object found, String theirs, String ours) {
        return "\n  Expected: " + expectation
                + ".\n  Found: " + found
                + ".\n  What has moved is in " + theirs
                + ".\n  What has to follow: " + ours + ".\n";
    }
}
