package dev.trunkline.demo;

import java.util.Map;

/** The page that asks which of the demo's people a client shall act for, in a password's place. */
final class LoginPage {

    private static final String STYLE = """
            <style>body{font:1rem/1.5 system-ui,sans-serif;max-width:34rem;margin:3rem auto;padding:0 1rem}
            button{display:block;width:100%;margin:.5rem 0;padding:.6rem 1rem;font:inherit;text-align:start}
            small{color:#666}code{word-break:break-all}</style>""";

    private LoginPage() {}

    /** @param parameters of the request, which come back with the choice */
    static String choice(String application, String scopes, Map<String, String> parameters) {
        StringBuilder html = begin("Log in to Trunkline's demo");
        html.append("<p><b>")
                .append(escape(application))
                .append("</b> asks for <code>")
                .append(escape(scopes))
                .append("</code>. As whom?</p><form method=post action=/oauth/authorize>");
        parameters.forEach((name, value) -> html.append("<input type=hidden name=\"")
                .append(escape(name))
                .append("\" value=\"")
                .append(escape(value))
                .append("\">"));
        Cast.USERS.stream().filter(user -> !user.disabled()).forEach(user -> html.append("<button name=user value=")
                .append(user.account().username())
                .append(">")
                .append(escape(user.account().displayName()))
                .append(" <small>")
                .append(escape(About.text(user)))
                .append("</small></button>"));
        return html.append("</form>").toString();
    }

    /** The code, for a client that no address leads back to. */
    static String code(String code) {
        return begin("Your code")
                .append("<p><code>")
                .append(code)
                .append("</code></p>")
                .toString();
    }

    private static StringBuilder begin(String title) {
        return new StringBuilder("<!doctype html><html lang=en><meta charset=utf-8>")
                .append("<meta name=viewport content=\"width=device-width\"><title>")
                .append(title)
                .append("</title>")
                .append(STYLE)
                .append("<h1>")
                .append(title)
                .append("</h1>");
    }

    private static String escape(String text) {
        return Html.escape(text).replace("\"", "&quot;");
    }
}
