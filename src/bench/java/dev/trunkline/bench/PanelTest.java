package dev.trunkline.bench;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayInputStream;
import java.util.List;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.w3c.dom.Document;

class PanelTest {
    private static final List<String> LINES = List.of(
            "sse 10,open,ms,jvm,1,3.0",
            "sse 10,close,ms,jvm,1,9",
            "sse 10,open,ms,jvm,2,1.0",
            "sse 10,open,ms,a & b <c>,1,4",
            "sse 10,open,ms,jvm,3,2.0");

    @Test
    void putsRoundsAndServersTogether() {
        List<Panel> panels = Panel.of(LINES);
        assertEquals(
                List.of("open", "close"), panels.stream().map(Panel::measure).toList());
        assertEquals(
                List.of(new Panel.Bar("jvm", 1, 2, 3), new Panel.Bar("a & b <c>", 4, 4, 4)),
                panels.get(0).bars());
        assertEquals(2.5, Panel.Bar.of("even", List.of(4.0, 1.0, 2.0, 3.0)).median());
        assertThrows(IllegalArgumentException.class, () -> Panel.of(List.of("sse, 10,open,ms,jvm,1,3.0")));
    }

    @Test
    void drawsWellFormedXml() throws Exception {
        String svg = PanelDrawing.of(Panel.of(LINES));
        Document image = DocumentBuilderFactory.newInstance()
                .newDocumentBuilder()
                .parse(new ByteArrayInputStream(svg.getBytes(UTF_8)));
        // The background and three bars; a line for the one with several rounds.
        assertEquals(4, image.getElementsByTagName("rect").getLength());
        assertEquals(1, image.getElementsByTagName("line").getLength());
        assertTrue(image.getDocumentElement().getTextContent().contains("2.00 (1.00–3.00)"), svg);
        assertTrue(image.getDocumentElement().getTextContent().contains("a & b <c>"), svg);
    }
}
