package dev.trunkline.broadcast;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The names of system channels, and the patterns that match them. */
class SystemChannelTest {

    @ParameterizedTest
    @EnumSource(SystemChannel.Kind.class)
    void itsNameNamesIt(SystemChannel.Kind kind) {
        SystemChannel channel = new SystemChannel(kind, 109_876_543_210L);
        assertEquals(Optional.of(channel), SystemChannel.named(channel.name()));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "timeline:1",
                "timeline:system:",
                "timeline:system:1:2",
                "timeline:system:99999999999999999999",
                "mstdn:timeline:system:1",
                "timeline:access_token:x"
            })
    void otherNamesAreNone(String name) {
        assertEquals(Optional.empty(), SystemChannel.named(name));
    }

    @Test
    void theNamespaceIsPartOfThePatternsAsItIs() {
        assertEquals(
                List.of("timeline:access_token:*", "timeline:system:*"), SystemChannel.patterns(new Namespace("")));
        assertEquals(
                List.of(
                        "a\\*b\\?c\\[d\\]e\\\\f^g-h:timeline:access_token:*",
                        "a\\*b\\?c\\[d\\]e\\\\f^g-h:timeline:system:*"),
                SystemChannel.patterns(new Namespace("a*b?c[d]e\\f^g-h:")));
    }
}
