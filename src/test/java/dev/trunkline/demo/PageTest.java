package dev.trunkline.demo;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.trunkline.harness.Chromium;
import dev.trunkline.harness.NeedsChromium;
import dev.trunkline.harness.SameOnEveryJdk;
import io.quarkus.redis.datasource.RedisDataSource;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.RestAssured;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import jakarta.inject.Inject;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtendWith;

/** The page in a real browser, with events published by the tests. */
@ExtendWith(NeedsChromium.class)
@SameOnEveryJdk
@QuarkusTest
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@WithTestResource(DemoServersResource.class)
class PageTest {

    private static final int WIDE = 1400;
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final String HOME = "timeline:" + Cast.ALICE.id();
    private static final String SIDE_BY_SIDE = "stream=public&viewer=demo-alice-read&beside=demo-bob-read";
    private static final String OVERFLOW =
            "document.documentElement.scrollWidth - document.documentElement.clientWidth";

    @TestHTTPResource("/")
    @SuppressWarnings("NullAway.Init")
    String page;

    @Inject
    @SuppressWarnings("NullAway.Init")
    RedisDataSource redis;

    @SuppressWarnings("NullAway.Init")
    private Chromium chromium;

    @BeforeAll
    void startChromium() throws IOException, InterruptedException {
        chromium = Chromium.start(Chromium.find().orElseThrow());
    }

    @AfterAll
    void stopChromium() throws IOException, InterruptedException {
        if (chromium != null) {
            chromium.stop();
        }
    }

    @AfterEach
    void noErrorsAndNoRequestsToOtherOrigins() {
        assertEquals(List.of(), chromium.errors());
        assertEquals(
                List.of(),
                chromium.requests().stream()
                        .filter(url -> !url.startsWith(page))
                        .toList());
    }

    @Test
    void editsAndDeletionsChangeTheCardOfAStatus() {
        watch("stream=public&viewer=demo-alice-read");
        publish("timeline:public", "update", status("101", "<p>Good <em>morning</em></p>"));
        chromium.until("card('status-101')?.textContent.includes('Good morning')");
        assertEquals("Faye", text("card('status-101').querySelector('.name')"));

        publish("timeline:public", "status.update", status("101", "<p>Good evening</p>"));
        chromium.until("card('status-101').textContent.includes('Good evening')");
        assertEquals(true, chromium.evaluate("'edited' in card('status-101').dataset"));

        publish("timeline:public", "delete", "101");
        chromium.until("'deleted' in card('status-101').dataset");

        chromium.until("count('update') === '1' && count('status.update') === '1' && count('delete') === '1'");
    }

    @Test
    void allPartsOfAStatusAreShown() {
        watch("stream=public&viewer=demo-alice-read");
        JsonObject status = status("102", "<p>Look</p>")
                .put("spoiler_text", "Careful")
                .put(
                        "media_attachments",
                        new JsonArray("[{\"type\":\"image\",\"description\":\"A grey cat\","
                                + "\"blurhash\":\"LEHV6nWB2yk8pyo0adR*.7kCMdnj\"}]"))
                .put(
                        "poll",
                        new JsonObject("{\"options\":[{\"title\":\"Tea\",\"votes_count\":3},"
                                + "{\"title\":\"Coffee\",\"votes_count\":1}]}"))
                .put("tags", new JsonArray("[{\"name\":\"astronomy\"}]"));
        publish("timeline:public", "update", status);
        chromium.until("card('status-102')");
        String text = text("card('status-102')");
        for (String part : List.of("Careful", "A grey cat", "Tea", "75 %", "Coffee", "25 %", "#astronomy")) {
            assertTrue(text.contains(part), part + " in " + text);
        }

        chromium.evaluate("card('status-102').querySelector('.tags button').click()");
        chromium.until("at('state').dataset.state === 'open' && at('state-text').textContent.includes('#astronomy')");
        publish("timeline:hashtag:astronomy", "update", status("103", "<p>Tagged</p>"));
        chromium.until("card('status-103')");
    }

    @Test
    void hostileContentIsHarmless() {
        // The checks of public streams drop what is no status.
        watch("stream=user&viewer=demo-alice-read");
        String evil = "<p>Hello<img src=x onerror=\"window.harmed=1\"><script>window.harmed=1</script>"
                + "<svg onload=\"window.harmed=1\"></svg><a href=\"javascript:window.harmed=1\">click</a>"
                + "<iframe src=\"https://elsewhere.example/\"></iframe>"
                + "<b style=\"position:fixed\" onclick=\"window.harmed=1\">bold</b></p>";
        JsonObject status = status("104", evil).put("spoiler_text", "");
        status.getJsonObject("account").put("display_name", "<img src=x onerror=\"window.harmed=1\">");
        publish(HOME, "update", status);
        publish(HOME, "update", "no status at all");
        publish(HOME, "update", new JsonObject().put("id", "105").put("mentions", 7));
        publish(HOME, "<b>odd</b>", "\"><script>window.harmed=1</script>");
        chromium.until("count('<b>odd</b>') === '1'");
        assertTrue(text("card('status-104')").contains("Hello"));
        assertEquals(
                0,
                chromium.evaluate("at('cards').querySelectorAll("
                        + "'img, script, svg, iframe, [style], [onclick], [onerror], a[href^=javascript]').length"));
        assertEquals(true, chromium.evaluate("window.harmed === undefined"));
        // The Content Security Policy reports what sanitising has already made harmless.
        assertTrue(chromium.errors().stream().allMatch(error -> error.contains("Content Security Policy")));
        chromium.open("about:blank", WIDE, false);
    }

    @Test
    void everyByteIsShownHeartbeatsIncluded() {
        watch("stream=public&viewer=nobody");
        chromium.until("records().some((record) => record.endsWith(':)\\\\n\\n'))");
        chromium.until("records().some((record) => record.startsWith('heartbeat') && record.includes(':thump\\\\n'))");
        publish("timeline:public", "delete", "1");
        chromium.until("records().some((record) => record.includes('event: delete\\\\n\\ndata: 1\\\\n\\n\\\\n'))");
        chromium.until("at('figure-heartbeat').textContent.endsWith('ago')");
        chromium.until("at('figure-bytes').textContent !== '0 B'");
        chromium.until("/^[0-9]+ s$/.test(at('figure-uptime').textContent)");
        chromium.until(
                "document.querySelector('.plot').getAttribute('aria-label').includes('at most 1 in one second')");
    }

    @Test
    void theBytesBeforeAndAfterCompressionAreShown() {
        String shrunk = "/ have shrunk from [1-9][0-9.]* k?B to [1-9][0-9.]* k?B/.test(at('compression').textContent)"
                + " && /^to [1-9][0-9] %$/.test(at('figure-compression').textContent)";
        watch("stream=public&viewer=demo-alice-read");
        publish("timeline:public", "update", status("141", "<p>" + "To be compressed. ".repeat(50) + "</p>"));
        chromium.until("at('compression').textContent.startsWith('Compressed on the way (gzip)') && " + shrunk);
        overWebSocket();
        chromium.until(
                "at('compression').textContent.startsWith('Compressed on the way (permessage-deflate)') && " + shrunk);
        chromium.evaluate("at('disconnect').click()");
        chromium.until("at('compression').textContent === '' && at('figure-compression').textContent === '–'");
    }

    @Test
    void aRefusalIsShownWithItsText() {
        chromium.open(page + "#stream=public&viewer=demo-alice-revoked", WIDE, false);
        chromium.until("document.querySelector('#state')?.dataset.state === 'refused'");
        assertTrue(text("document.querySelector('#error')").contains("401: Invalid access token"));
        // The browser reports the 401 as an error.
        assertEquals(1, chromium.errors().size());
        chromium.open("about:blank", WIDE, false);
    }

    @Test
    void severalStreamsShareASocket() {
        watch("stream=public&viewer=demo-alice-read");
        overWebSocket();
        chromium.until("sent('{\"type\":\"subscribe\",\"stream\":\"public\",\"last_event_id\":\"\"}')");
        add("hashtag", "tag", "Astronomy");
        chromium.until(
                "sent('{\"type\":\"subscribe\",\"stream\":\"hashtag\",\"tag\":\"Astronomy\",\"last_event_id\":\"\"}')");
        assertEquals(List.of("public", "hashtag #Astronomy"), list("chips()"));
        allIsSubscribed();

        publish("timeline:public", "update", status("301", "<p>To all</p>"));
        publish("timeline:hashtag:astronomy", "update", status("302", "<p>To some</p>"));
        chromium.until("card('status-301') && card('status-302')");
        assertEquals(List.of("public"), list("streams('status-301')"));
        assertEquals(List.of("hashtag #Astronomy"), list("streams('status-302')"));
        chromium.until("records().some((record) => record.startsWith('←')"
                + " && record.includes('{\"stream\":[\"hashtag\",\"Astronomy\"],\"event\":\"update\",'))");
        chromium.until("count('update') === '2'");

        // An event of both streams is one card.
        publish("timeline:public", "update", status("303", "<p>To both</p>"));
        publish("timeline:hashtag:astronomy", "update", status("303", "<p>To both</p>"));
        chromium.until("count('update') === '4'");
        assertEquals(List.of("public", "hashtag #Astronomy"), list("streams('status-303')"));
        assertEquals(1, chromium.evaluate("document.querySelectorAll('[data-id=\"status-303\"]').length"));

        chromium.evaluate("at('chips').querySelector('[aria-label=\"Remove public\"]').click()");
        chromium.until("sent('{\"type\":\"unsubscribe\",\"stream\":\"public\"}')");
        assertEquals("Remove hashtag #Astronomy", chromium.evaluate("document.activeElement.ariaLabel"));
        allIsSubscribed();
        publish("timeline:public", "update", status("304", "<p>To nobody</p>"));
        publish("timeline:hashtag:astronomy", "update", status("305", "<p>To some</p>"));
        chromium.until("card('status-305')");
        assertEquals(true, chromium.evaluate("card('status-304') === null"));
        assertEquals(1, sockets());
    }

    @Test
    void aFailedSubscriptionIsShownAndTheSocketStaysOpen() {
        watch("stream=public&viewer=demo-alice-read&transport=websocket&on=public");
        add("list", "list", "999");
        chromium.until("at('error').textContent.includes('401: Not authorized to stream this list')");
        assertEquals("alert", chromium.evaluate("at('error').getAttribute('role')"));
        chromium.until("records().some((record) => record.startsWith('←')"
                + " && record.includes('{\"error\":\"Not authorized to stream this list\",\"status\":401}'))");
        assertEquals("open", chromium.evaluate("at('state').dataset.state"));
        assertEquals("Open, but not all of: public, list 999", text("at('state-text')"));
        add("public:local", "", "");
        assertEquals(true, chromium.evaluate("at('error').hidden"));
        assertEquals(1, sockets());
    }

    @Test
    void anotherStreamBeginsAnewAndTheRateIsThatOfTheTimeSince() {
        watch("stream=public&viewer=demo-alice-read");
        for (int i = 0; i < 30; i++) {
            publish("timeline:public", "delete", "900" + i);
        }
        chromium.until("count('delete') === '30'");
        // Over a whole minute it would be 0.5.
        chromium.until("parseFloat(at('figure-rate').textContent) > 0.6");
        chromium.evaluate(
                "at('stream').value = 'public:local'; at('stream').dispatchEvent(new Event('input', {bubbles: true}));"
                        + " at('connect').click()");
        chromium.until("at('counts').childElementCount === 0 && at('cards').childElementCount === 0");
        chromium.until("at('state-text').textContent === 'Open: public:local'");
        chromium.until("at('figure-rate').textContent === '0.0/s'");
    }

    @Test
    void aClosedSocketReconnectsWithItsStreams() {
        watch("stream=public&viewer=demo-alice-read&transport=websocket&on=public&on=direct");
        allIsSubscribed();
        publish("timeline:access_token:1", "kill", "");
        chromium.until("records().some((record) => record.startsWith('←') && record.includes('close'))");
        chromium.until("sent('{\"type\":\"subscribe\",\"stream\":\"direct\",\"last_event_id\":\"\"}')");
        allIsSubscribed();
        publish("timeline:public", "update", status("306", "<p>Back again</p>"));
        chromium.until("card('status-306')");
        assertEquals(2, sockets());
    }

    @Test
    void whatIsPublishedDuringACutComesAfterIt() {
        watch("stream=public&viewer=demo-alice-read");
        publish("timeline:public", "update", status("501", "<p>Before</p>"));
        chromium.until("card('status-501')");
        cutOff();
        publish("timeline:public", "update", status("502", "<p>First</p>"));
        publish("timeline:public", "update", status("503", "<p>Second</p>"));
        publish("timeline:public", "delete", "502");
        comeBack();
        chromium.until("at('notice').textContent === 'Back. 3 events published meanwhile came now; they are marked.'");
        publish("timeline:public", "update", status("504", "<p>After</p>"));
        chromium.until("card('status-504')");
        assertEquals(
                List.of(
                        "update: After",
                        "delete, missed",
                        "update, missed: Second",
                        "update, missed: First",
                        "update: Before"),
                list("[...at('cards').querySelectorAll('.card')].map((card) => card.dataset.event"
                        + " + (card.querySelector('.missed') ? ', missed' : '')"
                        + " + (card.querySelector('.body') ? ': ' + card.querySelector('.body').textContent : ''))"));
        assertEquals(true, chromium.evaluate("'deleted' in card('status-502').dataset"));
        assertEquals("status", chromium.evaluate("at('notice').getAttribute('role')"));
        chromium.until("records().some((record) => record.startsWith('→') && /Last-Event-ID: [\\w-]+$/.test(record))");
        chromium.until("records().some((record) => /id: [\\w-]+\\\\n\\nevent: update/.test(record))");
    }

    @Test
    void aStreamWithoutAnyEventComesBackWithTheIdOfTheMoment() {
        watch("stream=direct&viewer=demo-alice-read");
        chromium.until("records().some((record) => /^id\\b[^]*id: [\\w-]+\\\\n\\n\\\\n$/.test(record.trimEnd()))");
        cutOff();
        chromium.until("at('notice').textContent.startsWith('Cut off. What is published now comes when')");
        publish("timeline:direct:" + Cast.ALICE.id(), "delete", "551");
        comeBack();
        chromium.until("at('notice').textContent.startsWith('Back. 1 event published meanwhile came now')");
        chromium.until("records().some((record) => record.startsWith('→') && /Last-Event-ID: [\\w-]+$/.test(record))");
    }

    @Test
    void aSocketIsCutOffAndComesBackWithTheKeyboard() {
        watch("stream=public&viewer=demo-alice-read&transport=websocket&on=public&on=hashtag+Astronomy&on=direct");
        allIsSubscribed();
        publish("timeline:public", "update", status("511", "<p>Before</p>"));
        publish("timeline:hashtag:astronomy", "update", status("512", "<p>Before, tagged</p>"));
        chromium.until("card('status-511') && card('status-512')");
        chromium.evaluate("at('cut').dataset.seconds = 600; at('cut').focus()");
        chromium.press("Enter", 13);
        chromium.until("at('state').dataset.state === 'cut'");
        publish("timeline:hashtag:astronomy", "update", status("513", "<p>Missed, tagged</p>"));
        publish("timeline:public", "update", status("514", "<p>Missed</p>"));
        chromium.press("Enter", 13);
        chromium.until("card('status-513') && card('status-514')");
        assertEquals("cut", chromium.evaluate("document.activeElement.id"));
        assertEquals(List.of(1, 1), List.of(rowsOf("status-513"), rowsOf("status-514")));
        assertEquals(
                true, chromium.evaluate("['513', '514'].every((id) => card(`status-${id}`).querySelector('.missed'))"));
        chromium.until(
                "records().some((record) => /\"stream\":\"public\",\"last_event_id\":\"[\\w-]+\"/.test(record))");
        chromium.until(
                "records().some((record) => /\"tag\":\"Astronomy\",\"last_event_id\":\"[\\w-]+\"/.test(record))");
        chromium.until("count('update') === '4'");
        assertEquals(2, sockets());
    }

    @Test
    void aGapIsShownInWords() {
        watch("stream=public&viewer=demo-alice-read");
        publish("timeline:public", "update", status("521", "<p>Before</p>"));
        chromium.until("card('status-521')");
        cutOff();
        for (int i = 0; i < 30; i++) {
            publish("timeline:public", "update", status("53" + i, "<p>" + "Too long. ".repeat(1000) + "</p>"));
        }
        comeBack();
        chromium.until(
                "document.querySelector('#cards .gap')?.textContent.includes('more came meanwhile than the server keeps')");
        chromium.until("at('notice').textContent.startsWith('Events are missing here')");
        publish("timeline:public", "update", status("522", "<p>After</p>"));
        chromium.until("card('status-522')");
        assertEquals("2", evaluated("count('update')"));
        assertEquals(0, chromium.evaluate("document.querySelectorAll('#cards .missed').length"), "it was not missed");
    }

    @Test
    void aCutEndsByItself() {
        watch("stream=public&viewer=demo-alice-read&transport=websocket&on=public");
        chromium.evaluate("at('cut').dataset.seconds = 0.2");
        assertEquals("cut", chromium.evaluate("at('cut').click(); at('state').dataset.state"));
        chromium.until("at('state').dataset.state === 'open'");
        chromium.until("at('notice').textContent.includes('is lost: the server had given no id')");
        publish("timeline:public", "update", status("541", "<p>After</p>"));
        chromium.until("card('status-541')");
        assertEquals(true, chromium.evaluate("card('status-541').querySelector('.missed') === null"));
    }

    @Test
    void theStreamsOfASocketSurviveAReload() {
        watch("stream=public&viewer=nobody");
        overWebSocket();
        add("hashtag", "tag", "two words");
        String address = String.valueOf(chromium.evaluate("location.href"));
        chromium.open(address, WIDE, false);
        prepare();
        assertEquals(List.of("public", "hashtag #two words"), list("chips()"));
        assertEquals(true, chromium.evaluate("at('transport-websocket').checked"));
        assertEquals(true, chromium.evaluate("at('copy').hidden"));

        chromium.evaluate("at('transport-sse').click()");
        chromium.until("records().some((record) => record.includes(':)'))");
        assertEquals(false, chromium.evaluate("at('copy').hidden"));
        assertEquals(true, chromium.evaluate("at('socket-fields').hidden"));
    }

    @Test
    void aRefusedHandshakeIsShownWithItsText() {
        chromium.open(page + "#stream=public&viewer=demo-alice-revoked&transport=websocket&on=public", WIDE, false);
        chromium.until("document.querySelector('#state')?.dataset.state === 'refused'");
        assertTrue(text("document.querySelector('#error')").contains("401: Invalid access token"));
        // The browser reports the handshake and the request for its reason as errors.
        assertEquals(2, chromium.errors().size());
        chromium.open("about:blank", WIDE, false);
    }

    @Test
    void aListIsFoundByItsOwner() {
        watch("stream=list&viewer=demo-alice-read");
        publish("timeline:list:301", "update", status("106", "<p>Listed</p>"));
        chromium.until("card('status-106')");
    }

    @Test
    void thePageIsBounded() {
        watch("stream=public&viewer=demo-alice-read");
        for (int i = 0; i < 230; i++) {
            publish("timeline:public", "update", status("2" + (1000 + i), "<p>One of many</p>"));
        }
        chromium.until("count('update') === '230'");
        assertEquals(100, chromium.evaluate("at('cards').childElementCount"));
        assertTrue((int) chromium.evaluate("at('records').childElementCount") <= 200);
        assertEquals("status-21229", chromium.evaluate("document.querySelector('#cards .card').dataset.id"));
    }

    @Test
    void itWorksWithTheKeyboard() {
        watch("stream=public&viewer=demo-alice-read");
        chromium.evaluate("at('disconnect').focus()");
        chromium.press("Enter", 13);
        chromium.until("at('state').dataset.state === 'closed'");
        assertEquals("connect", chromium.evaluate("document.activeElement.id"));
        chromium.press("Enter", 13);
        chromium.until("at('state').dataset.state === 'open'");
        chromium.press("Tab", 9);
        assertFalse("connect".equals(chromium.evaluate("document.activeElement.id")), "the focus moves on");
        assertEquals(
                List.of(),
                ((JsonArray) chromium.evaluate("[...document.querySelectorAll('input, select')]"
                                + ".filter((field) => field.labels.length === 0).map((field) => field.id)"))
                        .getList());
        assertEquals("status", chromium.evaluate("at('state').getAttribute('role')"));
        assertEquals("polite", chromium.evaluate("at('announcer').getAttribute('aria-live')"));
    }

    @Test
    void itFitsAPhone() {
        chromium.open(page + "#stream=public&viewer=demo-alice-read", 360, true);
        prepare();
        publish(
                "timeline:public",
                "update",
                status("107", "<p>" + "Donaudampfschifffahrtsgesellschaft".repeat(5) + "</p>"));
        chromium.until("card('status-107')");
        assertEquals(0, chromium.evaluate(OVERFLOW));
        assertEquals(false, chromium.evaluate("at('connect-panel').open"));
        assertEquals(
                "rgb(18, 23, 26)",
                chromium.evaluate("getComputedStyle(document.body).backgroundColor"),
                "dark where the system is");
        chromium.evaluate("at('show-wire').click()");
        assertEquals("block", chromium.evaluate("getComputedStyle(at('wire')).display"));
        assertEquals(0, chromium.evaluate(OVERFLOW));

        chromium.evaluate("at('connect-panel').open = true; at('transport-websocket').click()");
        add("hashtag", "tag", "Donaudampfschifffahrtsgesellschaft".repeat(5));
        assertEquals(2, chromium.evaluate("at('chips').childElementCount"));
        assertEquals(0, chromium.evaluate(OVERFLOW));
    }

    @Test
    void anEventThatOneViewerDoesNotGetIsMarkedInItsPlace() {
        watchSideBySide(SIDE_BY_SIDE);
        publish("timeline:public", "update", status("401", Cast.TROLL, "<p>Everything was better</p>"));
        publish("timeline:public", "update", status("402", "<p>En français</p>").put("language", "fr"));
        publish("timeline:public", "update", status("403", "<p>For both</p>"));
        chromium.until("cell('status-401', 0)?.includes('Not shown to @alice')");
        assertTrue(evaluated("cell('status-401', 0)").contains("@" + Cast.TROLL.acct()));
        assertTrue(evaluated("cell('status-401', 1)").contains("Everything was better"));
        chromium.until("cell('status-402', 1)?.includes('Not shown to @bob')");
        assertTrue(evaluated("cell('status-402', 0)").contains("En français"));
        chromium.until("cell('status-403', 0)?.includes('For both') && cell('status-403', 1)?.includes('For both')");
        assertEquals(1, rowsOf("status-403"));
        assertEquals(List.of("@alice", "@bob"), list("texts(at('names'))"));
        assertTrue(text("at('wire-title')").contains("@alice"));
        assertEquals(0, chromium.evaluate(OVERFLOW));
    }

    @Test
    void aFilterMatchIsShownToTheFiltersOwner() {
        watchSideBySide(SIDE_BY_SIDE);
        publish("timeline:public", "update", status("404", "<p>The finale was filmed here</p>"));
        chromium.until("cell('status-404', 0)?.includes('filmed') && cell('status-404', 1)?.includes('filmed')");
        assertTrue(evaluated("cell('status-404', 0)").contains("Matches the filter Spoilers (warn): finale"));
        assertFalse(evaluated("cell('status-404', 1)").contains("Matches"));
    }

    @Test
    void aLateEventReplacesItsMark() {
        watchSideBySide(SIDE_BY_SIDE + "&transport=websocket&on=public&on=user");
        publish("timeline:public", "update", status("405", Cast.TROLL, "<p>Late</p>"));
        chromium.until("cell('status-405', 0)?.includes('Not shown to @alice')");
        // Home timelines are published for their owner, and not checked again.
        publish(HOME, "update", status("405", Cast.TROLL, "<p>Late</p>"));
        chromium.until("cell('status-405', 0).includes('Late')");
        assertFalse(evaluated("cell('status-405', 0)").contains("Not shown"));
        assertEquals(1, rowsOf("status-405"));
        assertEquals(2, sockets());
    }

    @Test
    void aPauseStopsBothViewers() {
        watchSideBySide(SIDE_BY_SIDE);
        chromium.evaluate("at('pause').click()");
        publish("timeline:public", "update", status("406", "<p>Held back</p>"));
        publish("timeline:public", "update", status("407", Cast.TROLL, "<p>Held back, too</p>"));
        chromium.until("at('pause').textContent.includes('(2 held back)')");
        chromium.evaluate("at('pause').click()");
        chromium.until("cell('status-407', 0)?.includes('Not shown to @alice')");
        assertTrue(evaluated("cell('status-406', 0)").contains("Held back"));
        assertTrue(evaluated("cell('status-406', 1)").contains("Held back"));
    }

    @Test
    void theSecondViewerIsChosenWithTheKeyboardAndSurvivesAReload() {
        watch("stream=public&viewer=demo-alice-read");
        assertEquals("none", chromium.evaluate("getComputedStyle(at('names')).display"));
        chromium.evaluate("at('beside').focus()");
        for (int i = 0; i < 20 && !"demo-bob-read".equals(chromium.evaluate("at('beside').value")); i++) {
            chromium.press("ArrowDown", 40);
        }
        assertTrue(text("at('beside-note')").contains("reads en, de"));
        for (int i = 0; i < 20 && !"connect".equals(chromium.evaluate("document.activeElement.id")); i++) {
            chromium.press("Tab", 9);
        }
        chromium.press("Enter", 13);
        chromium.until("getComputedStyle(at('names')).display === 'grid'");
        assertEquals(List.of("@alice", "@bob"), list("texts(at('names'))"));

        chromium.open(String.valueOf(chromium.evaluate("location.href")), WIDE, false);
        prepare();
        assertEquals("demo-bob-read", chromium.evaluate("at('beside').value"));
        assertEquals(List.of("@alice", "@bob"), list("texts(at('names'))"));
        bothAreSubscribed();
    }

    @Test
    void aRefusalOfTheSecondViewerIsShownUnderTheName() {
        chromium.open(page + "#stream=public&viewer=demo-alice-read&beside=demo-erin-read", WIDE, false);
        chromium.until("document.querySelector('#state')?.dataset.state === 'refused'");
        chromium.until("document.querySelectorAll('#records li').length > 0");
        assertTrue(text("document.querySelector('#error')").startsWith("@erin: The server refused with 401"));
        publish("timeline:public", "update", status("408", "<p>To the one alone</p>"));
        chromium.until("document.querySelector('#cards [data-id=status-408]')");
        // The browser reports the 401 as an error.
        assertEquals(1, chromium.errors().size());
        chromium.open("about:blank", WIDE, false);
    }

    @Test
    void aControlShowsItsLineOfCurlAndDoesTheSame() {
        watch("stream=public&viewer=demo-alice-read");
        open("publish");
        enter("publish-payload", "it's 7");
        assertEquals(
                "curl " + page + "demo/publish -H 'Content-Type: application/json'"
                        + " -d '{\"channel\":\"timeline:public\",\"event\":\"delete\",\"payload\":\"it'\\''s 7\"}'",
                text("at('control-publish').querySelector('code')"));
        press("publish");
        chromium.until("outcome('publish').startsWith('200 {') && count('delete') === '1'");

        open("drop");
        enter("drop-how", "reset");
        enter("drop-token", "demo-alice-read");
        assertEquals(
                "curl " + page + "demo/drop -d how=reset -d token=demo-alice-read",
                text("at('control-drop').querySelector('code')"));
        press("drop");
        chromium.until("outcome('drop') === '200 {\"how\":\"reset\",\"connections\":1}'");
        chromium.until("at('state-text').textContent.startsWith('The connection was lost')");
        chromium.until("at('state').dataset.state === 'open'");
        // The browser reports the reset as an error.
        assertEquals(1, chromium.errors().size());
        chromium.open("about:blank", WIDE, false);
    }

    @Test
    void aStatusIsPostedEditedAndDeletedFromThePage() {
        watch("stream=public&viewer=demo-alice-read");
        open("post");
        enter("post-status", "Fish & chips");
        String post = text("at('control-post').querySelector('code')");
        assertTrue(post.endsWith("--data-urlencode 'status=Fish & chips' -d visibility=public"), post);
        press("post");
        chromium.until("at('edit-id').value && at('edit-id').value === at('delete-id').value");
        chromium.until("posted()?.textContent.includes('Fish & chips')");
        press("edit");
        chromium.until("posted().textContent.includes('Hello again')");
        press("delete");
        chromium.until("'deleted' in posted().dataset");
        press("delete");
        chromium.until("outcome('delete').startsWith('422 ')");
        assertEquals(true, chromium.evaluate("at('control-delete').querySelector('.failed') !== null"));
        // The browser reports the 422 as an error.
        assertEquals(1, chromium.errors().size());
        chromium.open("about:blank", WIDE, false);
    }

    @Test
    void oneViewerStopsReadingAndTheOtherGoesOn() {
        watchSideBySide(SIDE_BY_SIDE);
        open("stop");
        press("stop");
        chromium.until("at('state-text').textContent.includes('Not reading: public')");
        publish("timeline:public", "update", status("410", "<p>Unread</p>"));
        chromium.until("cell('status-410', 1)?.includes('Unread')");
        assertFalse(evaluated("cell('status-410', 0)").contains("Unread"));
        chromium.until("at('control-stop').querySelector('button').textContent === 'Read on'");
        press("stop");
        chromium.until("cell('status-410', 0).includes('Unread')");
        overWebSocket();
        chromium.until("at('control-stop').querySelector('button').disabled");
    }

    /** Three pages with two streams each would use up a browser's connections to the server. */
    @Test
    void leavingThePageClosesItsConnections() {
        watchSideBySide(SIDE_BY_SIDE);
        chromium.open("about:blank", WIDE, false);
        await().atMost(Duration.ofSeconds(20)).until(() -> eventStreams() == 0);
    }

    @Test
    void twoViewersFitAPhoneOneAtATime() {
        chromium.open(page + "#" + SIDE_BY_SIDE, 360, true);
        prepare();
        bothAreSubscribed();
        String longWord = "<p>" + "Donaudampfschifffahrtsgesellschaft".repeat(5) + "</p>";
        publish("timeline:public", "update", status("409", Cast.TROLL, longWord));
        chromium.until("cell('status-409', 0)?.includes('Not shown to @alice')");
        assertEquals(List.of("@alice", "@bob"), list("texts(at('whose'))"));
        assertEquals(List.of("block", "none"), list("shown('status-409')"));
        assertEquals(0, chromium.evaluate(OVERFLOW));
        chromium.evaluate("at('whose').lastElementChild.click()");
        assertEquals(List.of("none", "block"), list("shown('status-409')"));
        assertEquals("true", chromium.evaluate("at('whose').lastElementChild.ariaPressed"));
        assertEquals(0, chromium.evaluate(OVERFLOW));
    }

    private void watchSideBySide(String choice) {
        watch(choice);
        bothAreSubscribed();
    }

    /** A page learns that the server has subscribed only from the events that it gets. */
    private void bothAreSubscribed() {
        await().atMost(PATIENCE).until(() -> {
            publish("timeline:public", "update", status("400", "<p>Hello</p>"));
            return Boolean.TRUE.equals(
                    chromium.evaluate("[0, 1].every((column) => cell('status-400', column)?.includes('Hello'))"));
        });
        publish("timeline:public", "update", status("399", "<p>Enough</p>"));
        chromium.until("[0, 1].every((column) => cell('status-399', column)?.includes('Enough'))");
    }

    private void open(String control) {
        chromium.evaluate("at('bench').open = true; at('control-" + control + "').open = true");
    }

    private void enter(String field, String value) {
        chromium.evaluate(
                "at('" + field + "').value = " + new JsonArray().add(value).encode() + "[0];" + "at('" + field
                        + "').dispatchEvent(new Event('input', {bubbles: true}))");
    }

    private void press(String control) {
        chromium.evaluate("at('control-" + control + "').querySelector('button').click()");
    }

    private double eventStreams() {
        String gauge = "connected_clients{type=\"eventsource\"} ";
        return RestAssured.get(page + "metrics")
                .asString()
                .lines()
                .filter(line -> line.startsWith(gauge))
                .mapToDouble(line -> Double.parseDouble(line.substring(gauge.length())))
                .sum();
    }

    /** For as long as the test likes. */
    private void cutOff() {
        chromium.evaluate("at('cut').dataset.seconds = 600; at('cut').click()");
        chromium.until("at('state').dataset.state === 'cut' && at('cut').textContent === 'Come back now'");
    }

    private void comeBack() {
        chromium.evaluate("at('cut').click()");
        chromium.until("at('state').dataset.state === 'open'");
    }

    private void overWebSocket() {
        chromium.evaluate("at('transport-websocket').click()");
        chromium.until("at('state').dataset.state === 'open' && at('wire-sse').hidden");
    }

    private void add(String stream, String field, String value) {
        chromium.evaluate("at('stream').value = '" + stream + "';"
                + "at('stream').dispatchEvent(new Event('input'));"
                + (field.isEmpty() ? "" : "at('" + field + "').value = '" + value + "';")
                + "at('add').click()");
    }

    /** Messages are processed in order, and only failures are answered: after that answer all earlier ones are done. */
    private void allIsSubscribed() {
        chromium.evaluate("at('clear').click()");
        add("list", "list", "999");
        chromium.until("at('error').textContent.includes('Not authorized')");
        chromium.evaluate("at('chips').querySelector('[aria-label=\"Remove list 999\"]').click()");
    }

    /** How many sockets the page has opened since it was loaded. */
    private long sockets() {
        return chromium.happened("Network.webSocketCreated");
    }

    private Object rowsOf(String id) {
        return chromium.evaluate("document.querySelectorAll('.row:has([data-id=\"" + id + "\"])').length");
    }

    private List<?> list(String expression) {
        return ((JsonArray) chromium.evaluate(expression)).getList();
    }

    private void watch(String choice) {
        chromium.open(page + "#" + choice, WIDE, false);
        prepare();
    }

    private void prepare() {
        chromium.until("document.querySelector('#state')?.dataset.state === 'open'");
        // Events are published after the prelude has been seen: the server has subscribed.
        chromium.until("document.querySelectorAll('#records li').length > 0");
        chromium.evaluate("at = (id) => document.getElementById(id);"
                + "card = (id) => document.querySelector(`#cards [data-id=\"${id}\"]`);"
                + "count = (event) => [...at('counts').children].find("
                + "(row) => row.querySelector('code').textContent === event)?.querySelector('.figure').textContent;"
                + "texts = (parent) => [...parent.children].map((child) => child.innerText.replace('×', '').trim());"
                + "cell = (id, column) => card(id)?.closest('.row').children[column]?.textContent;"
                + "shown = (id) => [...card(id).closest('.row').children]"
                + ".map((cell) => getComputedStyle(cell).display);"
                + "chips = () => texts(at('chips'));"
                + "streams = (id) => texts(card(id).querySelector('.streams'));"
                + "sent = (frame) => records().some((record) => record.startsWith('→') && record.includes(frame));"
                + "outcome = (control) => at(`control-${control}`).querySelector('.outcome').textContent;"
                + "posted = () => card(`status-${at('edit-id').value}`);"
                + "records = () => [...at('records').children].map((record) => record.innerText);"
                + "0");
    }

    private String text(String expression) {
        return evaluated("(" + expression + ").textContent");
    }

    private String evaluated(String expression) {
        return String.valueOf(chromium.evaluate(expression));
    }

    private void publish(String channel, String event, Object payload) {
        redis.execute(
                "PUBLISH",
                channel,
                new JsonObject().put("event", event).put("payload", payload).encode());
    }

    private static JsonObject status(String id, DemoAccount author, String content) {
        return status(id, content).put("account", AccountJson.of(author));
    }

    private static JsonObject status(String id, String content) {
        return new JsonObject()
                .put("id", id)
                .put("created_at", "2026-11-23T12:00:00.000Z")
                .put("visibility", "public")
                .put("language", "en")
                .put("content", content)
                .put("spoiler_text", "")
                .put(
                        "account",
                        new JsonObject()
                                .put("id", "1")
                                .put("username", "faye")
                                .put("acct", "faye@science.example")
                                .put("display_name", "Faye"))
                .put("media_attachments", new JsonArray())
                .put("mentions", new JsonArray())
                .put("tags", new JsonArray());
    }
}
