package dev.trunkline.history;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * What a process asks the others: what came on these channels behind this event?
 *
 * @param number of the question in the process that asks
 * @param channels a stream's, without the namespace
 */
record Question(long number, List<String> channels, EventId id) {

    /** Says which form the message has: processes of different versions run side by side during a deployment. */
    private static final int VERSION = 1;

    private static final int MOST_CHANNELS = 8;

    /**
     * Questions in one message.
     *
     * @param process who asks
     * @param last its questions up to this number are answered by now, or not any more: when it hears this, it has heard all answers
     *     that were given in time, however late it reads them; 0 if this is no such message
     */
    record Batch(int process, List<Question> questions, long last) {

        byte[] encode() {
            ByteArrayOutputStream bytes = new ByteArrayOutputStream();
            DataOutputStream out = new DataOutputStream(bytes);
            try {
                out.writeByte(VERSION);
                out.writeInt(process);
                out.writeLong(last);
                out.writeShort(questions.size());
                for (Question question : questions) {
                    out.writeLong(question.number);
                    out.writeByte(question.channels.size());
                    for (String channel : question.channels) {
                        out.writeUTF(channel);
                    }
                    out.writeUTF(new String(question.id.text(), StandardCharsets.US_ASCII));
                }
            } catch (IOException impossible) {
                throw new UncheckedIOException(impossible);
            }
            return bytes.toByteArray();
        }

        /** @throws IOException if the message is none of this version */
        static Batch decode(byte[] message) throws IOException {
            DataInputStream in = new DataInputStream(new ByteArrayInputStream(message));
            if (in.readByte() != VERSION) {
                throw new IOException("another version");
            }
            int process = in.readInt();
            long last = in.readLong();
            int size = in.readUnsignedShort();
            List<Question> questions = new ArrayList<>();
            for (int i = 0; i < size; i++) {
                long number = in.readLong();
                int channels = in.readUnsignedByte();
                if (channels > MOST_CHANNELS) {
                    throw new IOException("too many channels");
                }
                List<String> names = new ArrayList<>(channels);
                for (int j = 0; j < channels; j++) {
                    names.add(in.readUTF());
                }
                EventId id = EventId.parse(in.readUTF());
                if (id == null) {
                    throw new IOException("no id");
                }
                questions.add(new Question(number, names, id));
            }
            return new Batch(process, questions, last);
        }
    }
}
