package dev.trunkline.sse;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.trunkline.harness.DependsOnJdk;
import dev.trunkline.harness.EventStream;
import dev.trunkline.harness.HttpAnswer;
import dev.trunkline.harness.Mastodon;
import dev.trunkline.harness.Trunkline;
import dev.trunkline.harness.WireTest;
import java.net.URLEncoder;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A tag is normalised before it names a channel (protocol, section 2). */
@DependsOnJdk
@WireTest
class HashtagIT {

    private final Trunkline trunkline;
    private final Mastodon mastodon;

    HashtagIT(Trunkline trunkline, Mastodon mastodon) {
        this.trunkline = trunkline;
        this.mastodon = mastodon;
    }

    @ParameterizedTest
    @CsvSource(quoteCharacter = '"', textBlock = """
            Caturday, caturday
            "#caturday", caturday
            "##Cat-ur day!", caturday
            cat_2024, cat_2024
            Café, cafe
            ÇÀÉÎÕÜ, caeiou
            Straße, straße
            Ærø, æro
            Łódź, lodz
            Việt, việt
            ΣΊΣΥΦΟΣ, σίσυφοσ
            ｆｕｌｌ, full
            ﬁn, fin
            हिन्दी, हिनदी
            ไทยก่อน, ไทยก่อน
            東京・大阪, 東京・大阪
            col·lecció, col·leccio
            ٢٠٢٤, ٢٠٢٤
            😀cat, cat
            """)
    void aTagNamesThePublishersChannel(String tag, String normalised) {
        String suffix = Mastodon.unique("x");
        String target = "/hashtag?tag=" + URLEncoder.encode(tag + suffix, UTF_8);
        try (EventStream stream = trunkline.stream(target, mastodon.reader());
                EventStream local = trunkline.stream(target.replace("/hashtag", "/hashtag/local"), mastodon.reader())) {
            String channel = "timeline:hashtag:" + normalised + suffix;
            assertEquals(mastodon.publishMarker(channel), stream.nextData());
            assertEquals(mastodon.publishMarker(channel + ":local"), local.nextData());
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"#", "!", "😀", " ", "%23%20-"})
    void anEmptyNormalisedTagIsMissing(String tag) {
        String encoded = tag.startsWith("%") ? tag : URLEncoder.encode(tag, UTF_8);
        HttpAnswer answer = trunkline
                .get("/api/v1/streaming/hashtag?tag=" + encoded)
                .bearer(mastodon.reader())
                .answer();
        assertEquals(400, answer.status());
        assertEquals("{\"error\":\"Missing tag name parameter\"}", answer.body());
    }
}
