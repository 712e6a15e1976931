package dev.trunkline.filter;

import java.util.List;
import java.util.regex.Pattern;
import org.jsoup.nodes.DataNode;
import org.jsoup.nodes.Element;
import org.jsoup.nodes.Node;
import org.jsoup.nodes.TextNode;
import org.jsoup.parser.Parser;
import org.jsoup.select.NodeFilter;
import org.jsoup.select.NodeTraversor;
import org.jspecify.annotations.Nullable;

/**
 * The text of a status that keyword filters search (protocol, section 6, check 4). It is extracted from the HTML once, when
 * it is first requested. For any thread.
 */
public final class SearchableText {

    /** A line break in HTML, with the characters that are white space in the reference's regular expression. */
    private static final Pattern LINE_BREAK = Pattern.compile(
            "<br[\\t-\\r \\u00a0\\u1680\\u2000-\\u200a\\u2028\\u2029\\u202f\\u205f\\u3000\\ufeff]*+/?>");

    /**
     * The longest HTML that is parsed, in characters: a megabyte of certain tags takes a parser so long that all other
     * statuses would wait for a second. Mastodon's own statuses are far shorter; a text without markup may be longer.
     */
    private static final int MAX_HTML = 128 * 1024;

    private final List<String> parts;
    private volatile @Nullable String text;

    /**
     * @param parts spoiler text, content, each poll option's title, each attachment's description, in this order; an empty
     *     string for an absent one
     */
    public SearchableText(List<String> parts) {
        this.parts = List.copyOf(parts);
    }

    /**
     * The parts as the DOM's {@code textContent} has them.
     *
     * @throws TextTooCostly if the HTML is too long to be parsed
     */
    public String text() {
        String known = text;
        if (known == null) {
            synchronized (this) {
                known = text;
                if (known == null) {
                    known = extract(String.join("\n\n", parts));
                    text = known;
                }
            }
        }
        return known;
    }

    /** Whether the text has been requested yet. */
    boolean isExtracted() {
        return text != null;
    }

    private static String extract(String joined) {
        if (joined.length() > MAX_HTML && !isPlain(joined)) {
            throw new TextTooCostly();
        }
        String html = LINE_BREAK
                .matcher(joined)
                .replaceAll("\n")
                .replace("</p><p>", "\n\n")
                .replace("\r\n", "\n")
                .replace('\r', '\n');
        return isPlain(html) ? html : textContent(html);
    }

    /** Whether the text needs no parser. */
    private static boolean isPlain(String html) {
        return html.indexOf('<') < 0 && html.indexOf('&') < 0 && html.indexOf('\0') < 0;
    }

    private static String textContent(String html) {
        StringBuilder content = new StringBuilder(html.length());
        // The context is a template, as in the reference: a table's parts may stand alone in it.
        for (Node node : Parser.parseFragment(html, new Element("template"), "")) {
            NodeTraversor.filter(
                    (child, depth) -> {
                        if (child instanceof TextNode words) {
                            content.append(words.getWholeText());
                        } else if (child instanceof DataNode code) {
                            content.append(code.getWholeData());
                        } else if (child instanceof Element element && isTemplate(element)) {
                            return NodeFilter.FilterResult.SKIP_ENTIRELY;
                        }
                        return NodeFilter.FilterResult.CONTINUE;
                    },
                    node);
        }
        return content.toString();
    }

    /** Whether it is an HTML template, whose content is not among its children; SVG's element of that name is different. */
    private static boolean isTemplate(Element element) {
        return element.normalName().equals("template")
                && element.tag().namespace().equals(Parser.NamespaceHtml);
    }
}
