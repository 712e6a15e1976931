package dev.trunkline.ws;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Offers of {@code permessage-deflate} and their answers (RFC 7692, section 7.1). */
class DeflateOfferTest {

    private static final Optional<String> ANSWER =
            Optional.of("permessage-deflate; server_no_context_takeover; client_no_context_takeover");
    private static final Optional<String> WITH_WINDOW = ANSWER.map(answer -> answer + "; server_max_window_bits=15");

    @ParameterizedTest
    @ValueSource(
            strings = {
                "permessage-deflate",
                " \tpermessage-deflate\t ",
                ",, permessage-deflate ,,",
                "permessage-deflate; client_max_window_bits",
                "permessage-deflate;client_max_window_bits=8",
                "permessage-deflate ; client_max_window_bits = 15",
                "permessage-deflate; client_max_window_bits=\"10\"",
                "permessage-deflate; client_max_window_bits=\"\\1\\0\"",
                "permessage-deflate; server_no_context_takeover; client_no_context_takeover",
                "permessage-deflate; client_no_context_takeover",
                "permessage-deflate; server_max_window_bits=10, permessage-deflate",
                "x-webkit-deflate-frame, permessage-deflate",
                "foo; bar=\"baz\"; bar, permessage-deflate; client_max_window_bits",
                "permessage-deflate, foo; bar",
            })
    void accepted(String offered) {
        assertEquals(ANSWER, DeflateOffer.answer(offered));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "permessage-deflate; server_max_window_bits=15",
                "permessage-deflate; server_max_window_bits=\"15\"",
                "permessage-deflate; client_max_window_bits; server_max_window_bits=15; server_no_context_takeover",
                "permessage-deflate; server_max_window_bits=15, permessage-deflate",
                "permessage-deflate; server_max_window_bits=9, permessage-deflate; server_max_window_bits=15",
            })
    void acceptedWithTheWholeWindow(String offered) {
        assertEquals(WITH_WINDOW, DeflateOffer.answer(offered));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "permessage-deflate; server_max_window_bits=14",
                "permessage-deflate; server_max_window_bits",
                "permessage-deflate; server_max_window_bits=015",
                "permessage-deflate; server_max_window_bits=16",
                "permessage-deflate; client_max_window_bits=7",
                "permessage-deflate; client_max_window_bits=16",
                "permessage-deflate; client_max_window_bits=08",
                "permessage-deflate; client_max_window_bits=150",
                "permessage-deflate; client_max_window_bits=x",
                "permessage-deflate; client_max_window_bits; client_max_window_bits",
                "permessage-deflate; server_max_window_bits=15; server_max_window_bits=15",
                "permessage-deflate; server_no_context_takeover=1",
                "permessage-deflate; client_no_context_takeover=true",
                "permessage-deflate; client_no_context_takeover; client_no_context_takeover",
                "permessage-deflate; level=9",
                "permessage-deflate; Server_no_context_takeover",
                "permessage-bzip2",
                "x-webkit-deflate-frame",
                "deflate-frame",
            })
    void declined(String offered) {
        assertEquals(Optional.empty(), DeflateOffer.answer(offered));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                ",",
                ";",
                "permessage-deflate;",
                "permessage-deflate; ;client_max_window_bits",
                "permessage-deflate; client_max_window_bits=",
                "permessage-deflate; client_max_window_bits=\"\"",
                "permessage-deflate; client_max_window_bits=\"10",
                "permessage-deflate; client_max_window_bits=\"10\\",
                "permessage-deflate; client_max_window_bits=\"1,0\"",
                "permessage-deflate; client_max_window_bits=\"10\"5",
                "permessage-deflate; =10",
                "permessage-deflate client_max_window_bits",
                "permessage-deflate, foo bar",
                "permessage-deflate, foo; a=\"",
                "permessage-deflate, \u00e9",
                "permessage-deflate/1",
            })
    void malformed(String offered) {
        assertEquals(Optional.empty(), DeflateOffer.answer(offered));
    }

    @Test
    void nothingOffered() {
        assertEquals(Optional.empty(), DeflateOffer.answer(null));
    }

    /** An offer, and the answer to it. */
    private record Offer(String text, Optional<String> answer) {}

    @Provide
    Arbitrary<List<Offer>> offers() {
        Arbitrary<String> separator = Arbitraries.of(";", " ;", "; ", " ;\t");
        Arbitrary<Integer> bits = Arbitraries.integers().between(6, 17);
        Arbitrary<Offer> offer = Combinators.combine(
                        separator,
                        Arbitraries.of("", "server_no_context_takeover", "server_no_context_takeover=x"),
                        Arbitraries.of("", "client_no_context_takeover"),
                        bits.optional(),
                        bits.optional(),
                        Arbitraries.of(true, false))
                .as(DeflateOfferTest::offer);
        return offer.list().ofMaxSize(4);
    }

    private static Offer offer(
            String separator,
            String server,
            String client,
            Optional<Integer> serverBits,
            Optional<Integer> clientBits,
            boolean quoted) {
        String quote = quoted ? "\"" : "";
        List<String> parts = new ArrayList<>(List.of("permessage-deflate", server, client));
        serverBits.ifPresent(bits -> parts.add("server_max_window_bits=" + quote + bits + quote));
        clientBits.ifPresent(bits -> parts.add("client_max_window_bits=" + quote + bits + quote));
        parts.removeIf(String::isEmpty);
        boolean good = !server.endsWith("=x")
                && serverBits.orElse(15) == 15
                && clientBits.orElse(15) >= 8
                && clientBits.orElse(15) <= 15;
        return new Offer(
                String.join(separator, parts), good ? serverBits.isPresent() ? WITH_WINDOW : ANSWER : Optional.empty());
    }

    @Property(tries = 500)
    void theFirstGoodOfferIsAnswered(@ForAll("offers") List<Offer> offers) {
        Optional<String> expected =
                offers.stream().flatMap(offer -> offer.answer().stream()).findFirst();
        String field = String.join(", ", offers.stream().map(Offer::text).toList());
        assertEquals(expected, DeflateOffer.answer(field));
    }

    @Provide
    Arbitrary<String> fields() {
        return Arbitraries.of(
                        "permessage-deflate",
                        "client_max_window_bits",
                        ";",
                        ",",
                        "=",
                        "\"",
                        "\\",
                        " ",
                        "15",
                        "\u0000",
                        "a")
                .list()
                .ofMaxSize(12)
                .map(parts -> String.join("", parts));
    }

    @Property(tries = 1000)
    void anyFieldHasAnAnswerOrNone(@ForAll("fields") String field) {
        DeflateOffer.answer(field).ifPresent(answer -> assertEquals(ANSWER.orElseThrow(), answer));
    }
}
