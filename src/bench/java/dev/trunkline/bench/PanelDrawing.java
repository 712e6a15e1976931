package dev.trunkline.bench;

import java.util.List;
import java.util.Locale;

/** Panels of horizontal bars as an SVG image: the median as a bar, the least and the most as a line over it. */
final class PanelDrawing {
    private static final int WIDTH = 760;
    private static final int LEFT = 120;
    private static final int BARS = 480;
    private static final int TITLE = 34;
    private static final int ROW = 22;
    private static final int GAP = 18;

    private final StringBuilder svg = new StringBuilder();
    private int y = GAP;

    private PanelDrawing() {}

    static String of(List<Panel> panels) {
        PanelDrawing drawing = new PanelDrawing();
        panels.forEach(drawing::panel);
        return String.format(Locale.ROOT, """
                <svg xmlns="http://www.w3.org/2000/svg" width="%d" height="%d" font-family="sans-serif" font-size="13">
                <rect width="100%%" height="100%%" fill="#ffffff"/>
                """, WIDTH, drawing.y) + drawing.svg + "</svg>\n";
    }

    private void panel(Panel panel) {
        double most = panel.bars().stream().mapToDouble(Panel.Bar::most).max().orElse(1);
        add(
                "<text x=\"%d\" y=\"%d\" font-weight=\"bold\" fill=\"#1f2328\">%s</text>%n",
                GAP, y + 16, text(panel.measure() + " [" + panel.unit() + "] – " + panel.load()));
        y += TITLE;
        for (Panel.Bar bar : panel.bars()) {
            bar(bar, BARS / most);
            y += ROW;
        }
        y += GAP;
    }

    private void bar(Panel.Bar bar, double scale) {
        int middle = y + ROW / 2 - 4;
        add(
                "<text x=\"%d\" y=\"%d\" text-anchor=\"end\" fill=\"#1f2328\">%s</text>%n",
                LEFT - 8, middle + 4, text(bar.server()));
        add(
                "<rect x=\"%d\" y=\"%d\" width=\"%.1f\" height=\"14\" fill=\"%s\"/>%n",
                LEFT, middle - 7, Math.max(1, bar.median() * scale), colour(bar.server()));
        boolean range = bar.most() > bar.least();
        if (range) {
            add(
                    "<line x1=\"%.1f\" y1=\"%d\" x2=\"%.1f\" y2=\"%d\" stroke=\"#1f2328\" stroke-width=\"2\"/>%n",
                    LEFT + bar.least() * scale, middle, LEFT + bar.most() * scale, middle);
        }
        add(
                "<text x=\"%.1f\" y=\"%d\" fill=\"#1f2328\">%s</text>%n",
                LEFT + bar.most() * scale + 8, middle + 4, text(label(bar)));
    }

    /** The median; for several rounds the least and the most, too. */
    static String label(Panel.Bar bar) {
        return bar.most() > bar.least()
                ? number(bar.median()) + " (" + number(bar.least()) + "–" + number(bar.most()) + ")"
                : number(bar.median());
    }

    private static String number(double value) {
        return String.format(Locale.ROOT, value < 10 ? "%.2f" : value < 100 ? "%.1f" : "%.0f", value);
    }

    /** One for Trunkline, a lighter one for its earlier figures, one for the others. */
    private static String colour(String server) {
        if (server.startsWith("earlier ")) {
            return "#9ec5fe";
        }
        return server.startsWith("jvm") || server.startsWith("native") ? "#0d6efd" : "#adb5bd";
    }

    private static String text(String text) {
        return text.replace("&", "&amp;").replace("<", "&lt;");
    }

    private void add(String format, Object... values) {
        svg.append(String.format(Locale.ROOT, format, values));
    }
}
