package dev.trunkline.connection;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.trunkline.metrics.FakeMeters;
import dev.trunkline.metrics.Transport;
import dev.trunkline.viewer.Scopes;
import dev.trunkline.viewer.Viewer;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.DefaultEventLoopGroup;
import io.netty.channel.EventLoop;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Totals and order of the connections of several event loops. */
class ConnectionListTest {

    private final DefaultEventLoopGroup loops = new DefaultEventLoopGroup(2);
    private final List<Connection> all = new ArrayList<>();

    @AfterEach
    void stop() {
        loops.shutdownGracefully(0, 0, TimeUnit.SECONDS).syncUninterruptibly();
    }

    /** @param account 0 for an anonymous viewer */
    private Connection add(long account, int events) throws Exception {
        EventLoop loop = loops.next();
        Viewer viewer = account == 0 ? Viewer.ANONYMOUS : new Viewer(account, account, new Scopes(Set.of()), null, 0);
        Connection connection = ConnectionFixture.of(viewer, loop, new FakeMeters(), new FakeWire(), 1_000_000);
        loop.submit(() -> {
                    connection.open();
                    for (int i = 0; i < events; i++) {
                        ByteBuf frame = Unpooled.copiedBuffer(new byte[10]);
                        connection.deliver(frame);
                        frame.release();
                    }
                })
                .get();
        all.add(connection);
        return connection;
    }

    private ConnectionList list(ListedConnection.Order order, int limit) {
        return ConnectionList.of(all, order, limit).toCompletableFuture().join();
    }

    @Test
    void totalsAreThoseOfAllAndTheListIsBounded() throws Exception {
        for (int account = 1; account <= 600; account++) {
            add(account, 0);
        }
        add(600, 2);
        add(0, 1);
        Collections.shuffle(all, new Random(1));
        ConnectionList list = list(ListedConnection.Order.EVENTS, 3);
        assertEquals(602, list.count(Transport.SSE));
        assertEquals(0, list.count(Transport.WEBSOCKET));
        assertEquals(600, list.accounts());
        assertEquals(1, list.anonymous());
        assertEquals(3, list.events());
        assertEquals(
                List.of(2L, 1L, 0L),
                list.first().stream().map(ListedConnection::events).toList());
        assertEquals(
                List.of(0L, 1L, 2L),
                list(ListedConnection.Order.ACCOUNT, 3).first().stream()
                        .map(ListedConnection::account)
                        .toList());
        assertEquals(List.of(), list(ListedConnection.Order.AGE, 0).first());
    }

    @Test
    void whatHasEndedIsNotListed() throws Exception {
        Connection ended = add(1, 0);
        ended.loop().submit(() -> ended.end(Ending.KILLED)).get();
        assertEquals(0, list(ListedConnection.Order.AGE, 10).count(Transport.SSE));
    }

    @Test
    void whereNobodyIsConnectedItIsEmpty() {
        assertEquals(List.of(), list(ListedConnection.Order.WAITING, 10).first());
    }
}
