package dev.trunkline.broadcast;

import io.smallrye.mutiny.Uni;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import io.vertx.core.impl.VertxInternal;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Request;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;

/** Asks Redis, or its Sentinels and the master that they name, for a sign of life, and closes the connection again. */
@ApplicationScoped
public class RedisProbe {

    private final Vertx vertx;
    private final RedisServers servers;

    RedisProbe(Vertx vertx, RedisServers servers) {
        this.vertx = vertx;
        this.servers = servers;
    }

    /** Fails with what was in the way, at the limit at the latest. */
    public Uni<Void> ping(Duration limit) {
        Context loop = ((VertxInternal) vertx).createEventLoopContext();
        return Uni.createFrom()
                .<Void>emitter(emitter -> loop.runOnContext(go -> {
                    RedisSession session = new RedisSession(vertx, servers.apart());
                    session.connect()
                            .compose(connection -> connection.send(Request.cmd(Command.PING)))
                            .onComplete(answer -> emitter.complete(null), emitter::fail);
                    emitter.onTermination(() -> loop.runOnContext(end -> session.close()));
                }))
                .ifNoItem()
                .after(limit)
                .fail();
    }
}
