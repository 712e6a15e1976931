package dev.trunkline.internals;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelDuplexHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelPromise;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.channel.socket.ChannelOutputShutdownEvent;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class PostgresGuardTest {

    private static final String SSL_REQUEST = "0000000804d2162f";
    private static final String STARTUP = "0000000900030000" + "00";
    private static final String QUERY = "5100000005" + "00";
    private static final String NOTICE = "4e00000006" + "0000";
    private static final String READY = "5a0000000549";

    /** Like the driver's handler, does not close when it is asked to. */
    private static final class Waiting extends ChannelDuplexHandler {
        @Override
        public void close(ChannelHandlerContext context, ChannelPromise promise) {}
    }

    private final EmbeddedChannel channel = new EmbeddedChannel();

    @BeforeEach
    void guard() {
        channel.freezeTime();
        channel.pipeline().addLast(new PostgresGuard(Duration.ofSeconds(6), true), new Waiting());
    }

    @Test
    void closesASocketThatIsSilentInTheLogIn() {
        send(STARTUP);
        pass(5);
        assertTrue(channel.isOpen());
        pass(1);
        assertFalse(channel.isOpen());
    }

    /** The driver may close its socket when it is told that its output has ended: the guard has nothing left to close. */
    @Test
    void aSocketThatClosesMeanwhileIsNoFault() {
        EmbeddedChannel closing =
                new EmbeddedChannel(new PostgresGuard(Duration.ofSeconds(6), true), new ChannelInboundHandlerAdapter() {
                    @Override
                    public void userEventTriggered(ChannelHandlerContext context, Object event) {
                        context.pipeline().firstContext().close().syncUninterruptibly();
                    }
                });
        closing.pipeline().fireUserEventTriggered(ChannelOutputShutdownEvent.INSTANCE);
        assertFalse(closing.isOpen());
        closing.checkException();
    }

    @Test
    void closesASocketThatIsSilentInTheTlsHandshake() {
        send(SSL_REQUEST);
        receive("53");
        pass(6);
        assertFalse(channel.isOpen());
    }

    @Test
    void closesASocketThatStopsInTheMiddleOfAnAnswer() {
        logIn();
        send(QUERY);
        pass(4);
        receive("54000000");
        pass(2);
        assertFalse(channel.isOpen());
    }

    @Test
    void keepsAnIdleSocketOpen() {
        logIn();
        for (int i = 0; i < 3; i++) {
            send(QUERY);
            pass(5);
            receive("4300000005" + "00" + READY);
            pass(60);
        }
        assertTrue(channel.isOpen());
    }

    @Test
    void findsTheEndOfAnAnswerThatComesInPieces() {
        logIn();
        send(QUERY);
        receive("4300000005" + "00" + READY.substring(0, 4));
        receive(READY.substring(4, 10));
        receive(READY.substring(10));
        pass(60);
        assertTrue(channel.isOpen());
    }

    @Test
    void findsTheEndOfAnAnswerWithANoticeBehindIt() {
        logIn();
        send(QUERY);
        receive("4300000005" + "00" + READY + NOTICE);
        pass(60);
        assertTrue(channel.isOpen());
        send(QUERY);
        receive(NOTICE + NOTICE.substring(0, 4));
        pass(6);
        assertFalse(channel.isOpen());
    }

    @Test
    void findsTheEndOfTheLogInAfterTheTlsHandshake() {
        send(SSL_REQUEST);
        receive("53");
        logIn();
        pass(60);
        assertTrue(channel.isOpen());
    }

    /** A row's values are no messages. */
    @Test
    void doesNotTakeDataForTheEndOfAnAnswer() {
        logIn();
        send(QUERY);
        receive("440000000a" + READY);
        pass(6);
        assertFalse(channel.isOpen());
    }

    /** Clear text, MD5 and SASL; the last one in pieces. The driver would answer each with a password of its own. */
    @Test
    void letsNoPasswordBeSentWithoutAPassword() {
        for (List<String> demand : List.of(
                List.of("5200000008" + "00000003"),
                List.of("520000000c" + "00000005" + "01020304"),
                List.of("5200", "0000170000", "000a534352", "414d2d5348412d323536", "0000"))) {
            EmbeddedChannel without = new EmbeddedChannel(new PostgresGuard(Duration.ofSeconds(6), false));
            without.writeOutbound(bytes(STARTUP));
            assertThrows(
                    PasswordMissingException.class,
                    () -> demand.forEach(piece -> without.writeInbound(bytes(piece))),
                    demand.toString());
            assertFalse(without.isOpen(), demand.toString());
            without.releaseInbound();
            without.releaseOutbound();
        }
    }

    @Test
    void withoutAPasswordAServerThatWantsNoneIsLoggedInto() {
        EmbeddedChannel without = new EmbeddedChannel(new PostgresGuard(Duration.ofSeconds(6), false));
        without.writeOutbound(bytes(STARTUP));
        without.writeInbound(bytes("520000000800000000" + READY));
        without.writeOutbound(bytes(QUERY));
        // A row with a value that looks like a demand.
        without.writeInbound(bytes("440000000d" + "520000000800000003" + READY));
        without.checkException();
        assertTrue(without.isOpen());
        without.releaseInbound();
        without.releaseOutbound();
    }

    @Test
    void stopsItsClockWhenItIsRemoved() {
        send(STARTUP);
        channel.pipeline().remove(PostgresGuard.class);
        pass(60);
        assertTrue(channel.isOpen());
    }

    @Test
    void closesASocketWhoseOutputTheDriverHasEnded() {
        logIn();
        channel.pipeline().fireUserEventTriggered(ChannelOutputShutdownEvent.INSTANCE);
        assertFalse(channel.isOpen());
    }

    @Test
    void leavesOtherSocketsAlone() {
        channel.writeOutbound(Unpooled.copiedBuffer("*1\r\n$4\r\nPING\r\n", StandardCharsets.US_ASCII));
        assertNotNull(channel.readOutbound());
        assertNull(channel.pipeline().get(PostgresGuard.class));
        pass(60);
        assertTrue(channel.isOpen());
    }

    private void logIn() {
        send(STARTUP);
        receive("520000000800000000" + READY);
    }

    private void send(String hex) {
        channel.writeOutbound(bytes(hex));
        assertNotNull(channel.readOutbound());
    }

    private void receive(String hex) {
        channel.writeInbound(bytes(hex));
    }

    private static ByteBuf bytes(String hex) {
        return Unpooled.wrappedBuffer(HexFormat.of().parseHex(hex));
    }

    private void pass(int seconds) {
        channel.advanceTimeBy(seconds, TimeUnit.SECONDS);
        channel.runScheduledPendingTasks();
    }
}
