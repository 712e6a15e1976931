package dev.trunkline.audience;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.trunkline.harness.Account;
import dev.trunkline.harness.ClientTransport;
import dev.trunkline.harness.Mastodon;
import dev.trunkline.harness.OpenStream;
import dev.trunkline.harness.PublishedStatus;
import dev.trunkline.harness.Token;
import dev.trunkline.harness.Trunkline;
import dev.trunkline.harness.WireTest;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A viewer with chosen languages gets statuses in these languages only (protocol, section 6, check 2). */
@WireTest
class LanguagesIT {

    private final Trunkline trunkline;
    private final Mastodon mastodon;
    private final String tag = Mastodon.unique("tag");
    private final String channel = "timeline:hashtag:" + tag;
    private final PublishedStatus german;
    private final PublishedStatus french;
    private final PublishedStatus none;
    private final PublishedStatus missing;

    LanguagesIT(Trunkline trunkline, Mastodon mastodon) {
        this.trunkline = trunkline;
        this.mastodon = mastodon;
        PublishedStatus status = PublishedStatus.by(mastodon.author());
        this.german = status.with("language", "de");
        this.french = status.with("language", "fr");
        this.none = status.with("language", null);
        this.missing = status.without("language");
    }

    @ParameterizedTest
    @EnumSource(ClientTransport.class)
    void otherLanguagesAreDropped(ClientTransport transport) {
        try (OpenStream chosen = open(transport, "{pt-BR,de}");
                OpenStream all = open(transport, null);
                OpenStream empty = open(transport, "{}")) {
            for (PublishedStatus status : List.of(german, french, none, missing)) {
                mastodon.publish(channel, status);
            }
            String marker = mastodon.publishMarker(channel);
            assertEquals(List.of(german.seen()), chosen.until(marker));
            List<String> everything = List.of(german.seen(), french.seen(), none.seen(), missing.seen());
            assertEquals(everything, all.until(marker));
            assertEquals(everything, empty.until(marker));
        }
    }

    @ParameterizedTest
    @EnumSource(ClientTransport.class)
    void aVariantIsALanguageOfItsOwn(ClientTransport transport) {
        PublishedStatus brazilian = german.with("language", "pt-BR");
        PublishedStatus portuguese = german.with("language", "pt");
        try (OpenStream variant = open(transport, "{pt-BR}");
                OpenStream plain = open(transport, "{pt}")) {
            mastodon.publish(channel, brazilian);
            mastodon.publish(channel, portuguese);
            String marker = mastodon.publishMarker(channel);
            assertEquals(List.of(brazilian.seen()), variant.until(marker));
            assertEquals(List.of(portuguese.seen()), plain.until(marker));
        }
    }

    @ParameterizedTest
    @EnumSource(ClientTransport.class)
    void changedStatusesAreCheckedAndOtherEventsAreNot(ClientTransport transport) {
        try (OpenStream chosen = open(transport, "{de}")) {
            mastodon.publish(channel, "status.update", french.json());
            mastodon.publish(channel, "status.update", none.json());
            mastodon.publish(channel, "status.update", german.json());
            mastodon.publish(channel, "delete", "\"1\"");
            mastodon.publish(channel, "announcement", "{\"language\":\"fr\"}");
            mastodon.publish(channel, "updated", french.json());
            assertEquals(
                    List.of(german.seen(), "1", "{\"language\":\"fr\"}", french.json()),
                    chosen.until(mastodon.publishMarker(channel)));
        }
    }

    @ParameterizedTest
    @EnumSource(ClientTransport.class)
    void unfilteredStreamsAreNotChecked(ClientTransport transport) {
        Token token = reader("{de}");
        String user = "timeline:" + token.account().id();
        try (OpenStream stream = transport.open(trunkline, token, "user")) {
            mastodon.publish(user, french);
            assertEquals(List.of(french.json()), stream.until(mastodon.publishMarker(user)));
        }
    }

    private OpenStream open(ClientTransport transport, @Nullable String languages) {
        return transport.open(trunkline, reader(languages), "hashtag " + tag);
    }

    private Token reader(@Nullable String languages) {
        Account account = mastodon.account();
        mastodon.chooseLanguages(account, languages);
        return mastodon.token(account, "read");
    }
}
