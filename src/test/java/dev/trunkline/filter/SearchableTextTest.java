package dev.trunkline.filter;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The expected texts are those of jsdom's {@code JSDOM.fragment(…).textContent}. */
class SearchableTextTest {

    @ParameterizedTest
    @MethodSource("texts")
    void readsLikeADom(String html, String text) {
        assertEquals(text, new SearchableText(List.of(html)).text());
    }

    static Stream<Arguments> texts() {
        return Stream.of(
                arguments("plain words", "plain words"),
                arguments("<p>one</p><p>two</p>", "one\n\ntwo"),
                arguments("<p>one</p> <p>two</p>", "one two"),
                arguments("a<br>b<br/>c<br />d<br \n />e", "a\nb\nc\nd\ne"),
                arguments("a<br class=\"x\">b<BR>c</br>d", "abcd"),
                arguments("a<br/ >b", "ab"),
                arguments("<p>#<span>tag</span>s</p>", "#tags"),
                arguments("fish &amp; chips &lt;3", "fish & chips <3"),
                arguments("&amp;lt;", "&lt;"),
                arguments("a&ampb &copy 2 &notit; &bogus; & &#x1F600;&#65", "a&b © 2 ¬it; &bogus; & 😀A"),
                arguments("&nbsp;x&#0;&#128;", "\u00a0x\ufffd€"),
                arguments("a<!-- no -->b<!no>c<?no?>d", "abcd"),
                arguments("a<![CDATA[ b > c ]]>d", "a c ]]>d"),
                arguments("<svg><![CDATA[ b > c ]]></svg>", " b > c "),
                arguments("a<template>b<p>c</p><template>d</template>e</template>f", "af"),
                arguments("<svg><template>shape</template></svg>", "shape"),
                arguments("<script>let a = '<p>';</script>", "let a = '<p>';"),
                arguments("<style>p > a {}</style><title>a &amp; b</title>", "p > a {}a & b"),
                arguments("<td>cell</td><tr><td>row", "cellrow"),
                arguments("<table>out<tr><td>in", "outin"),
                arguments("<p>never closed <b>bold <i>both", "never closed bold both"),
                arguments("a < b and c > d", "a < b and c > d"),
                arguments("<a href='x>y'>link</a>", "link"),
                arguments("<img alt='words'>a<input value='words'>", "a"),
                arguments("<pre>\nfirst</pre>", "first"));
    }

    @Test
    void joinsPartsByBlankLinesBeforeParsing() {
        assertEquals("\n\n<b>\n\n", new SearchableText(List.of("", "&lt;b>", "")).text());
        assertEquals(
                "warning\n\ncontent\n\nyes\n\nno",
                new SearchableText(List.of("warning", "<p>content</p>", "yes", "no")).text());
        assertEquals("a\n\nb", new SearchableText(List.of("<i>a", "b</i>")).text());
    }

    @Test
    void normalisesLineEndsLikeAParser() {
        assertEquals("a\nb\nc", new SearchableText(List.of("a\r\nb\rc")).text());
        assertEquals("a\nb", new SearchableText(List.of("<p>a\r\nb</p>")).text());
        assertEquals("a\rb", new SearchableText(List.of("a&#13;b")).text());
    }

    @Test
    void dropsNul() {
        assertEquals("ab", new SearchableText(List.of("a\0b")).text());
        assertEquals("ab", new SearchableText(List.of("<p>a\0b</p>")).text());
    }

    @Test
    void extractsOnce() {
        SearchableText text = new SearchableText(List.of("<p>a</p>"));
        assertSame(text.text(), text.text());
    }

    @Test
    void doesNotParseMoreThanTheLimit() {
        int most = 128 * 1024;
        assertEquals("a".repeat(most - 3), new SearchableText(List.of("<p>" + "a".repeat(most - 3))).text());
        for (String markup : List.of("<p>", "a&b")) {
            SearchableText over = new SearchableText(List.of("a".repeat(most - 4), markup));
            assertThrows(TextTooCostly.class, over::text);
            assertThrows(TextTooCostly.class, over::text);
        }
    }

    @Test
    void aMegabyteOfPlainWordsNeedsNoParser() {
        String words = "words\n".repeat(200_000);
        assertEquals(words, new SearchableText(List.of(words)).text());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "<b>",
                "<div>",
                "<template>",
                "<table>",
                "<a href=x>",
                "<svg>",
                "<p><b>",
                "<li>",
                "<select>",
                "&amp",
                "<br",
                "<!--"
            })
    void parsesRepeatedMarkupInTime(String piece) {
        String html = piece.repeat(128 * 1024 / piece.length());
        assertTimeoutPreemptively(Duration.ofSeconds(5), () -> new SearchableText(List.of(html)).text());
    }
}
