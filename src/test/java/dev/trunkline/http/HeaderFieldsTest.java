package dev.trunkline.http;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.vertx.core.MultiMap;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class HeaderFieldsTest {

    @Test
    void severalFieldsBecomeOneInTheirOrder() {
        MultiMap headers = MultiMap.caseInsensitiveMultiMap()
                .add("X-Forwarded-For", "192.0.2.1, 192.0.2.2")
                .add("Authorization", "a")
                .add("x-forwarded-for", "192.0.2.3")
                .add("authorization", "b");
        HeaderFields.join(headers);
        assertEquals(List.of("192.0.2.1, 192.0.2.2, 192.0.2.3"), headers.getAll("X-Forwarded-For"));
        assertEquals(List.of("a", "b"), headers.getAll("Authorization"));
    }

    @Test
    void emptyElementsDoNotCount() {
        MultiMap headers = MultiMap.caseInsensitiveMultiMap()
                .add("Sec-WebSocket-Protocol", "")
                .add("Sec-WebSocket-Protocol", " , a,,b");
        assertEquals(List.of("a", "b"), HeaderFields.elements(headers, "Sec-WebSocket-Protocol"));
        assertEquals(List.of(), HeaderFields.elements(headers, "Upgrade"));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', nullValues = "-", textBlock = """
            Upgrade              | -                 | true
            keep-alive, UPGRADE  | -                 | true
            keep-alive           | upgrade           | true
            ,\tupgrade ,         | -                 | true
            keep-alive           | -                 | false
            no-upgrade           | upgrades          | false
            up                   | grade             | false
            """)
    void anElementIsFoundInEachField(String first, String second, boolean found) {
        MultiMap headers = MultiMap.caseInsensitiveMultiMap().add("Connection", first);
        if (second != null) {
            headers.add("connection", second);
        }
        assertEquals(found, HeaderFields.contain(headers, "Connection", "upgrade"));
    }
}
