package dev.trunkline.database;

import dev.trunkline.metrics.Reason;
import io.netty.channel.ChannelPipeline;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.VertxException;
import io.vertx.core.impl.VertxInternal;
import io.vertx.core.net.NetClient;
import io.vertx.core.net.NetClientOptions;
import io.vertx.core.net.impl.NetClientImpl;
import io.vertx.pgclient.PgConnectOptions;
import io.vertx.pgclient.impl.PgConnectionFactory;
import io.vertx.sqlclient.SqlConnection;
import io.vertx.sqlclient.impl.SingletonSupplier;
import org.jspecify.annotations.Nullable;

/** The driver's connections, each with a {@link SocketGuard} from its first byte on. */
final class GuardedConnections extends PgConnectionFactory {

    /** What the driver says when TLS fails, whatever the reason. */
    private static final String TLS_FAILED = "SSL handshake failed";

    private final NetClient client;
    private volatile @Nullable Throwable lastRefusal;

    /** The time limit for the log-in is that of the options for connecting. */
    GuardedConnections(Vertx vertx, PgConnectOptions server) {
        super((VertxInternal) vertx, SingletonSupplier.wrap(server));
        NetClientOptions options = new NetClientOptions(server).setReconnectAttempts(0);
        if (options.getHostnameVerificationAlgorithm() == null) {
            options.setHostnameVerificationAlgorithm("");
        }
        NetClientImpl guarded = new NetClientImpl((VertxInternal) vertx, null, options, clientCloseFuture) {
            @Override
            protected void initChannel(ChannelPipeline pipeline) {
                super.initChannel(pipeline);
                pipeline.addFirst(new SocketGuard(server.getConnectTimeout(), refusal -> lastRefusal = refusal));
            }
        };
        clientCloseFuture.add(guarded);
        this.client = guarded;
    }

    @Override
    protected NetClient netClient(NetClientOptions options) {
        return client;
    }

    @Override
    public Future<SqlConnection> connect(Context context) {
        return super.connect(context)
                .map(connection -> {
                    SocketGuard.of(connection).loggedIn();
                    return connection;
                })
                .recover(failure -> Future.failedFuture(explained(failure)));
    }

    /** The same server refuses all for the same reason: it does not matter which of several attempts was the last to end. */
    private Throwable explained(Throwable failure) {
        Throwable refusal = lastRefusal;
        return refusal == null || !TLS_FAILED.equals(failure.getMessage())
                ? failure
                : new VertxException(TLS_FAILED + ": " + Reason.of(refusal), true);
    }
}
