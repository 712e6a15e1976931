package dev.trunkline.ws;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.trunkline.stream.Need;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Reading a client's message (protocol, section 5). */
class ClientMessageTest {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "x",
                "null",
                "7",
                "[]",
                "{}",
                "{'type':7}",
                "{'type':'SUBSCRIBE'}",
                "{'type':'subscribe'",
                "{'type':'subscribe'}}",
                "{type:'subscribe'}"
            })
    void otherTextIsIgnored(String text) {
        assertTrue(ClientMessage.parse(json(text)).isEmpty());
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            'user'             | user
            ['user','public']  | user
            ['user:x']         | user:x
            []                 | ``
            [[]]               | ``
            7                  | ``
            null               | ``
            {}                 | ``
            """)
    void theStream(String stream, String expected) {
        assertEquals(expected, message("'stream':" + stream).stream());
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', nullValues = "none", textBlock = """
            '12'      | 12    | ["list","12"]
            '012'     | 012   | ["list","012"]
            12        | 12    | ["list",12]
            12.0      | 12    | ["list",12]
            1.2e1     | 12    | ["list",12]
            12.50     | 12.5  | ["list",12.5]
            1e20      | 100000000000000000000 | ["list",100000000000000000000]
            9223372036854775807 | 9223372036854775807 | ["list",9223372036854775807]
            9223372036854775808 | 9223372036854775808 | ["list",9223372036854775808]
            -7        | -7    | ["list",-7]
            ''        | ``    | ["list",""]
            true      | none  | ["list",null]
            null      | none  | ["list",null]
            ['12']    | none  | ["list",null]
            """)
    void theList(String list, String text, String label) {
        ClientMessage message = message("'stream':'list','list':" + list);
        assertEquals(text, message.listText());
        assertEquals(label, message.label(Need.LIST));
    }

    @ParameterizedTest
    @ValueSource(strings = {"1e999", "-1e999"})
    void aListBeyondAllNumbersHasNoOwner(String list) {
        assertTrue(String.valueOf(message("'stream':'list','list':" + list).listText())
                .endsWith("Infinity"));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            true | true
            'true' | true
            '1' | true
            'no' | true
            'false' | false
            'off' | false
            '' | false
            false | false
            null | false
            1 | false
            """)
    void allowLocalOnly(String value, boolean expected) {
        assertEquals(
                expected,
                message("'stream':'public','allow_local_only':" + value).allowLocalOnly());
    }

    @Test
    void theTagStaysAsItIsSpelled() {
        assertEquals(
                "[\"hashtag\",\"#É \\\"x\\\" 💩\"]",
                message("'stream':'hashtag','tag':'#É \\'x\\' 💩'").label(Need.TAG));
        assertNull(message("'stream':'hashtag','tag':7").tag());
    }

    private static ClientMessage message(String members) {
        return ClientMessage.parse(json("{'type':'subscribe'," + members + "}")).orElseThrow();
    }

    private static String json(String text) {
        return text.replace('\'', '"');
    }
}
