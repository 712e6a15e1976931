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
 * What a status says in words, for keyword filters to search (protocol, section 6, check 4). Extracted from its HTML when
 * first asked for, and then once; any thread may ask.
 */
public final class SearchableText {

    /** A line break of HTML, with what is white space to the reference's expression. */
    private static final Pattern LINE_BREAK = Pattern.compile(
            "<br[\\t-\\r \\u00a0\\u1680\\u2000-\\u200a\\u2028\\u2029\\u202f\\u205f\\u3000\\ufeff]*+/?>");

    /**
     * The most HTML that is parsed, in characters: some tags take a parser so long that a megabyte of them would hold up
     * all other statuses for a second. Far more than Mastodon's own statuses have; what needs no parser may be longer.
     */
    private static final int MOST_HTML = 128 * 1024;

    private final List<String> parts;
    private volatile @Nullable String text;

    /**
     * @param parts spoiler text, content, each poll option's title, each attachment's description, in this order; what is
     *     absent as an empty string
     */
    public SearchableText(List<String> parts) {
        this.parts = List.copyOf(parts);
    }

    /**
     * The text as the DOM's {@code textContent} of the parsed parts has it.
     *
     * @throws TextTooCostly when there is too much to parse
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

    /** Whether anybody has had the text yet. */
    boolean isExtracted() {
        return text != null;
    }

    private static String extract(String joined) {
        if (joined.length() > MOST_HTML && !isPlain(joined)) {
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

    /** Whether there is nothing for a parser to do. */
    private static boolean isPlain(String html) {
        return html.indexOf('<') < 0 && html.indexOf('&') < 0 && html.indexOf('\0') < 0;
    }

    private static String textContent(String html) {
        StringBuilder content = new StringBuilder(html.length());
        // As the reference does: the context is a template, in which a table's parts may stand alone.
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

    /** An HTML template, whose content is no child of it; SVG's element of this name has children as any. */
    private static boolean isTemplate(Element element) {
        return element.normalName().equals("template")
                && element.tag().namespace().equals(Parser.NamespaceHtml);
    }
}
