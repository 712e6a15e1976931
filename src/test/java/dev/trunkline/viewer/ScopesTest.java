package dev.trunkline.viewer;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ScopesTest {

    @ParameterizedTest
    @CsvSource(nullValues = "-", textBlock = """
            -, false, false
            '', false, false
            ' ', false, false
            read, true, true
            read write, true, true
            '  write   read ', true, true
            read:statuses, true, false
            read:notifications, false, true
            read:statuses read:notifications, true, true
            write, false, false
            Read, false, false
            read:accounts, false, false
            admin:read, false, false
            """)
    void allow(String scopes, boolean statuses, boolean notifications) {
        Scopes parsed = Scopes.parse(scopes);
        assertEquals(statuses, parsed.allow("read:statuses"));
        assertEquals(notifications, parsed.allow("read:notifications"));
        assertEquals(notifications, parsed.allowNotifications());
    }
}
