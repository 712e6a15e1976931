package dev.trunkline.history;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.trunkline.event.Event;
import dev.trunkline.event.Message;
import dev.trunkline.event.PayloadKind;
import dev.trunkline.event.RecentMessages;
import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.Size;
import net.jqwik.api.constraints.StringLength;
import org.junit.jupiter.api.Test;

/** What processes and clients send each other is read as it was written, and nonsense is refused. */
class CodecsTest {

    private static final long MOST_48 = (1L << 48) - 1;

    private static final long NOW = TimeUnit.HOURS.toNanos(1);

    @Provide
    Arbitrary<EventId> ids() {
        Arbitrary<Long> of48Bits = Arbitraries.longs().between(0, MOST_48);
        return Combinators.combine(
                        Arbitraries.longs(), Arbitraries.integers(), Arbitraries.integers(), of48Bits, of48Bits)
                .as(EventId::new);
    }

    @Provide
    Arbitrary<Event> events() {
        return Combinators.combine(
                        Arbitraries.strings().ofMinLength(1).ofMaxLength(12),
                        Arbitraries.of(PayloadKind.class),
                        Arbitraries.bytes().array(byte[].class).ofMaxSize(40))
                .as((name, kind, payload) -> switch (kind) {
                    case JSON -> Event.json(name, payload);
                    case TEXT -> Event.text(name, payload);
                    case NONE -> Event.bare(name);
                });
    }

    @Provide
    Arbitrary<Question.Batch> batches() {
        Arbitrary<Question> questions = Combinators.combine(
                        Arbitraries.longs(),
                        Arbitraries.strings().ofMaxLength(10).list().ofMaxSize(8),
                        ids())
                .as(Question::new);
        return Combinators.combine(Arbitraries.integers(), questions.list().ofMaxSize(4), Arbitraries.longs())
                .as(Question.Batch::new);
    }

    @Provide
    Arbitrary<List<Answer>> answers() {
        Arbitrary<Kept> kept = Combinators.combine(
                        ids(), events(), Arbitraries.longs().between(0, 120_000))
                .as((id, event, age) -> new ImportedEvent(id, NOW - TimeUnit.MILLISECONDS.toNanos(age), event));
        Arbitrary<Answer> whole = Combinators.combine(
                        Arbitraries.longs(), kept.list().ofMaxSize(4))
                .as((number, events) -> new Answer(number, events, null));
        Arbitrary<Answer> missed = Combinators.combine(Arbitraries.longs(), Arbitraries.of(Missed.class))
                .as((number, reason) -> new Answer(number, List.of(), reason));
        return Arbitraries.oneOf(whole, missed).list().ofMaxSize(4);
    }

    @Property(tries = 500)
    void idsAreReadAsWritten(@ForAll("ids") EventId id) {
        String text = new String(id.text(), US_ASCII);
        assertTrue(text.matches("[A-Za-z0-9_-]{38}"), text);
        assertEquals(id, EventId.parse(text));
        assertNull(EventId.parse(text.substring(1)));
        assertNull(EventId.parse(text + "A"));
        assertNull(EventId.parse("+" + text.substring(1)));
        assertNull(EventId.parse("\u00e4" + text.substring(1)));
    }

    @Property(tries = 1000)
    void whatIsNoIdIsRefused(@ForAll @StringLength(max = 40) String text) {
        EventId id = EventId.parse(text);
        assertTrue(id == null || text.matches("[A-Za-z0-9_-]{38}"), text);
    }

    /** No text of 38 characters makes it fail. */
    @Property(tries = 1000)
    void idsOfTheRightLengthAreReadOrRefused(@ForAll @StringLength(value = 38) String text) {
        EventId id = EventId.parse(text);
        assertTrue(id == null || text.matches("[A-Za-z0-9_-]{38}"), text);
    }

    @Property(tries = 300)
    void questionsAreReadAsWritten(@ForAll("batches") Question.Batch batch) throws IOException {
        assertEquals(batch, Question.Batch.decode(batch.encode()));
    }

    /** Many clients have missed the same status on their home timelines. */
    @Test
    void whatTwoAnswersHaveInCommonIsReadOnce() throws IOException {
        Answer one = new Answer(1, List.of(KeptFixture.of(1, "the same"), KeptFixture.of(2, "another")), null);
        Answer other = new Answer(2, List.of(KeptFixture.of(3, "the same")), null);
        RecentMessages recent = new RecentMessages(1000);
        List<Kept> first = Answer.decode(Answer.encode(List.of(one), NOW), recent, NOW)
                .get(0)
                .events();
        List<Kept> second = Answer.decode(Answer.encode(List.of(other), NOW), recent, NOW)
                .get(0)
                .events();
        assertEquals(message(first.get(0)), message(second.get(0)));
        Imports imports = new Imports(1_000_000, 1);
        imports.add(new Imports.Import(List.of("a"), first.get(0).id, first, 1, 0));
        imports.add(new Imports.Import(List.of("b"), second.get(0).id, second, 1, 0));
        assertEquals(3 * ImportedEvent.OVERHEAD + "the same".length() + "another".length(), imports.bytes());
        imports.relieve(2);
        assertEquals(0, imports.bytes());
    }

    @Property(tries = 300)
    void answersAreReadAsWritten(@ForAll("answers") List<Answer> answers) throws IOException {
        List<Answer> read = Answer.decode(Answer.encode(answers, NOW), new RecentMessages(1000), NOW);
        assertEquals(answers.size(), read.size());
        for (int i = 0; i < read.size(); i++) {
            Answer written = answers.get(i);
            Answer answer = read.get(i);
            assertEquals(written.number(), answer.number());
            assertEquals(written.missed(), answer.missed());
            assertEquals(written.events().size(), answer.events().size());
            for (int j = 0; j < answer.events().size(); j++) {
                assertSame(written.events().get(j), answer.events().get(j));
            }
        }
    }

    private static Message message(Kept kept) {
        return Objects.requireNonNull(kept.event()).message();
    }

    private static void assertSame(Kept written, Kept read) {
        assertEquals(written.id, read.id);
        assertEquals(0, read.number, "It has no number here");
        assertEquals(written.nanos, read.nanos);
        Event event = Objects.requireNonNull(written.event());
        Event again = Objects.requireNonNull(read.event());
        assertEquals(event.name(), again.name());
        assertEquals(event.kind(), again.kind());
        assertArrayEquals(event.payload(), again.payload());
        assertArrayEquals(written.id.text(), again.id());
        assertEquals(0, again.number());
    }

    /** The bounds of answers count on it. */
    @Property(tries = 300)
    void anAnswerTakesNoMoreThanItSays(@ForAll("answers") List<Answer> answers) {
        for (Answer answer : answers) {
            long taken = Answer.encode(List.of(answer), NOW).length;
            assertTrue(taken <= answer.size() + 16, taken + " bytes instead of " + answer.size());
        }
    }

    @Test
    void anAnswerWithAGapIsNone() throws IOException {
        EventId id = new EventId(1, 2, 3, 4, 5);
        ImportedEvent first = new ImportedEvent(id, NOW, Event.bare("a"));
        ImportedEvent second = new ImportedEvent(id, NOW, Event.bare("b"));
        first.drop();
        Answer read = Answer.decode(
                        Answer.encode(List.of(new Answer(1, List.of(first, second), null)), NOW),
                        new RecentMessages(1000),
                        NOW)
                .get(0);
        assertEquals(Missed.TOO_MANY, read.missed());
        assertEquals(List.of(), read.events());
    }

    @Property(tries = 60)
    void truncatedMessagesAreRefused(@ForAll("batches") Question.Batch batch, @ForAll("answers") List<Answer> answers) {
        byte[] question = batch.encode();
        for (int length = 0; length < question.length; length++) {
            byte[] part = Arrays.copyOf(question, length);
            assertThrows(IOException.class, () -> Question.Batch.decode(part));
        }
        byte[] answer = Answer.encode(answers, NOW);
        for (int length = 0; length < answer.length; length++) {
            byte[] part = Arrays.copyOf(answer, length);
            assertThrows(IOException.class, () -> Answer.decode(part, new RecentMessages(1000), NOW));
        }
    }

    @Property(tries = 2000)
    void nonsenseIsReadOrRefused(@ForAll @Size(max = 60) byte[] rest) {
        byte[] message = new byte[rest.length + 1];
        message[0] = 1;
        System.arraycopy(rest, 0, message, 1, rest.length);
        read(message);
        read(rest);
    }

    @Property(tries = 500)
    void damagedMessagesAreReadOrRefused(
            @ForAll("batches") Question.Batch batch,
            @ForAll("answers") List<Answer> answers,
            @ForAll int place,
            @ForAll byte value) {
        for (byte[] message : List.of(batch.encode(), Answer.encode(answers, NOW))) {
            message[Math.floorMod(place, message.length)] = value;
            read(message);
        }
    }

    /** As those do who get a message: anything but these exceptions would end what reads Redis. */
    private static void read(byte[] message) {
        try {
            assertNotNull(Question.Batch.decode(message));
        } catch (IOException | RuntimeException refused) {
            assertNotNull(refused);
        }
        try {
            assertNotNull(Answer.decode(message, new RecentMessages(1000), NOW));
        } catch (IOException | RuntimeException refused) {
            assertNotNull(refused);
        }
    }

    /** A message of some bytes takes no memory for the number that it claims. */
    @Test
    void declaredLengthsAreNotBelieved() throws IOException {
        for (int length : new int[] {Integer.MAX_VALUE, -1, Integer.MIN_VALUE, 1 << 28, 1}) {
            byte[] inEvent = answer(1, length);
            assertThrows(IOException.class, () -> Answer.decode(inEvent, new RecentMessages(1000), NOW));
        }
        byte[] many = answer(Integer.MAX_VALUE, 0);
        assertThrows(IOException.class, () -> Answer.decode(many, new RecentMessages(1000), NOW));
    }

    private static byte[] answer(int events, int length) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        DataOutputStream out = new DataOutputStream(bytes);
        out.writeByte(1);
        out.writeShort(1);
        out.writeLong(1);
        out.writeUTF("");
        out.writeInt(events);
        out.writeUTF(new String(new EventId(1, 2, 3, 4, 5).text(), US_ASCII));
        out.writeInt(0);
        out.writeUTF("delete");
        out.writeUTF("TEXT");
        out.writeInt(length);
        return bytes.toByteArray();
    }

    @Test
    void otherVersionsAreRefused() {
        byte[] question = new Question.Batch(1, List.of(), 0).encode();
        question[0] = 2;
        assertThrows(IOException.class, () -> Question.Batch.decode(question));
        byte[] answer = Answer.encode(List.of(), NOW);
        answer[0] = 2;
        assertThrows(IOException.class, () -> Answer.decode(answer, new RecentMessages(1000), NOW));
    }

    @Test
    void aReasonOfALaterVersionIsUnknown() {
        assertEquals(Missed.UNKNOWN_ID, Missed.labelled("something new"));
        for (Missed reason : Missed.values()) {
            assertEquals(reason, Missed.labelled(reason.label()));
        }
    }
}
