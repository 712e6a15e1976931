package dev.trunkline.internals;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.netty.bootstrap.ChannelInitializerExtension;
import org.junit.jupiter.api.Test;

class ChannelExtensionsTest {

    private static final String PROPERTY = ChannelInitializerExtension.EXTENSIONS_SYSTEM_PROPERTY;

    @Test
    void aPropertyThatIsSetStays() {
        String before = System.setProperty(PROPERTY, "off");
        try {
            ChannelExtensions.enable();
            assertEquals("off", System.getProperty(PROPERTY));
        } finally {
            if (before == null) {
                System.clearProperty(PROPERTY);
            } else {
                System.setProperty(PROPERTY, before);
            }
        }
    }
}
