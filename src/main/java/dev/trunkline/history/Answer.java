package dev.trunkline.history;

import dev.trunkline.event.Event;
import dev.trunkline.event.PayloadKind;
import dev.trunkline.event.RecentMessages;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * What a process answers to a {@link Question}: the events, or why it cannot tell them. Kept events that come with it have no
 * number in this process.
 *
 * @param number of the question
 */
record Answer(long number, List<Kept> events, @Nullable Missed missed) {

    private static final int VERSION = 1;
    private static final String WHOLE = "";

    /** What an event takes in a message besides its payload, at most, for a name of usual length. */
    private static final int OVERHEAD = 128;

    /** The size in a message, roughly, in bytes. */
    long size() {
        return 16
                + events.stream()
                        .map(Kept::event)
                        .mapToLong(event -> event == null ? 0 : OVERHEAD + event.payload().length)
                        .sum();
    }

    /**
     * Answers in one message.
     *
     * @param now the time by {@link System#nanoTime()}
     */
    static byte[] encode(List<Answer> answers, long now) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        DataOutputStream out = new DataOutputStream(bytes);
        try {
            out.writeByte(VERSION);
            out.writeShort(answers.size());
            for (Answer answer : answers) {
                answer.write(out, now);
            }
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
        return bytes.toByteArray();
    }

    private void write(DataOutputStream out, long now) throws IOException {
        List<Event> present = new ArrayList<>(events.size());
        for (Kept kept : events) {
            Event event = kept.event();
            if (event != null) {
                present.add(event);
            }
        }
        // What was dropped since it was found is missing in the middle.
        Missed reason = present.size() < events.size() ? Missed.TOO_MANY : missed;
        out.writeLong(number);
        out.writeUTF(reason == null ? WHOLE : reason.label());
        if (reason != null) {
            return;
        }
        out.writeInt(present.size());
        for (int i = 0; i < present.size(); i++) {
            Kept kept = events.get(i);
            Event event = present.get(i);
            out.writeUTF(new String(kept.id.text(), StandardCharsets.US_ASCII));
            out.writeInt((int) TimeUnit.NANOSECONDS.toMillis(now - kept.nanos));
            out.writeUTF(event.name());
            out.writeUTF(event.kind().name());
            out.writeInt(event.payload().length);
            out.write(event.payload());
        }
    }

    /**
     * The answers in a message.
     *
     * @param recent so that what many clients have missed is in memory once
     * @param now the time by {@link System#nanoTime()}
     * @throws IOException if it is none of this version
     */
    static List<Answer> decode(byte[] message, RecentMessages recent, long now) throws IOException {
        DataInputStream in = new DataInputStream(new ByteArrayInputStream(message));
        if (in.readByte() != VERSION) {
            throw new IOException("another version");
        }
        int size = in.readUnsignedShort();
        List<Answer> answers = new ArrayList<>();
        for (int i = 0; i < size; i++) {
            answers.add(read(in, recent, now));
        }
        return answers;
    }

    private static Answer read(DataInputStream in, RecentMessages recent, long now) throws IOException {
        long number = in.readLong();
        String outcome = in.readUTF();
        if (!outcome.equals(WHOLE)) {
            return new Answer(number, List.of(), Missed.labelled(outcome));
        }
        int size = in.readInt();
        List<Kept> events = new ArrayList<>();
        for (int i = 0; i < size; i++) {
            EventId id = EventId.parse(in.readUTF());
            long nanos = now - TimeUnit.MILLISECONDS.toNanos(in.readInt());
            String name = in.readUTF();
            PayloadKind kind = PayloadKind.valueOf(in.readUTF());
            int length = in.readInt();
            if (id == null || length < 0 || length > in.available()) {
                throw new IOException("no event");
            }
            byte[] payload = in.readNBytes(length);
            Event event =
                    switch (kind) {
                        case JSON -> Event.json(name, payload);
                        case TEXT -> Event.text(name, payload);
                        case NONE -> Event.bare(name);
                    };
            events.add(new ImportedEvent(id, nanos, recent.shared(event).kept(id.text(), 0)));
        }
        return new Answer(number, events, null);
    }
}
