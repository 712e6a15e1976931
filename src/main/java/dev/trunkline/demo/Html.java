package dev.trunkline.demo;

import dev.trunkline.stream.Hashtag;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.regex.Matcher;

/** The HTML of a status's content, with Mastodon's microformats. */
final class Html {

    private Html() {}

    static String content(DemoAccount author, List<DemoAccount> mentioned, List<String> sentences, List<String> tags) {
        StringBuilder html = new StringBuilder("<p>");
        for (DemoAccount account : mentioned) {
            html.append("<span class=\"h-card\" translate=\"no\"><a href=\"")
                    .append(profile(account))
                    .append("\" class=\"u-url mention\">@<span>")
                    .append(account.username())
                    .append("</span></a></span> ");
        }
        for (int i = 0; i < sentences.size(); i++) {
            // Two sentences to a paragraph, some with a line break.
            html.append(i == 0 ? "" : i % 2 == 0 ? "</p><p>" : i % 3 == 0 ? "<br />" : " ")
                    .append(escape(sentences.get(i)));
        }
        html.append("</p>");
        if (!tags.isEmpty()) {
            html.append("<p>");
            for (String tag : tags) {
                html.append(tagLink(author, tag)).append(' ');
            }
            html.setLength(html.length() - 1);
            html.append("</p>");
        }
        return html.toString();
    }

    /** What somebody has written, whose hashtags become links. */
    static String content(DemoAccount author, String text) {
        StringBuilder html = new StringBuilder("<p>");
        int end = 0;
        for (Matcher tag = Hashtags.in(text); tag.find(); end = tag.end()) {
            html.append(escape(text.substring(end, tag.start()))).append(tagLink(author, tag.group(1)));
        }
        return html.append(escape(text.substring(end))).append("</p>").toString();
    }

    private static String tagLink(DemoAccount author, String tag) {
        return "<a href=\"" + tagUrl(author, tag) + "\" class=\"mention hashtag\" rel=\"tag\">#<span>" + tag
                + "</span></a>";
    }

    static String profile(DemoAccount account) {
        return "https://" + account.host() + "/@" + account.username();
    }

    static String tagUrl(DemoAccount author, String tag) {
        return "https://" + author.host() + "/tags/"
                + URLEncoder.encode(Hashtag.normalise(tag), StandardCharsets.UTF_8);
    }

    static String escape(String text) {
        return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;");
    }
}
