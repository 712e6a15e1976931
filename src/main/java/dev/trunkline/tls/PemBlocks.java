package dev.trunkline.tls;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;

/**
 * The certificates of a file as most have it, found and not decoded: to decode the 140 authorities of a system takes 30 ms in a
 * native executable, and a server's certificate needs one of them. The form is the strict one of RFC 7468, with any lines in
 * between: each marker is a whole line and says {@code CERTIFICATE}, and what it encloses is Base64 of the length that its first
 * bytes tell. Of other forms, such as keys in the same file or markers that are commented out, this class says nothing: the JDK
 * reads them as it always has.
 */
final class PemBlocks {

    private static final byte[] ANY = "-----BEGIN".getBytes(US_ASCII);
    private static final byte[] BEGIN = "-----BEGIN CERTIFICATE-----".getBytes(US_ASCII);
    private static final byte[] END = "-----END CERTIFICATE-----".getBytes(US_ASCII);

    /** The first byte of an ASN.1 sequence: a file that begins with it is not text for the JDK. */
    private static final byte SEQUENCE = 0x30;

    /** The length of the sequence stands in the next two bytes: so it is from 256 bytes on. */
    private static final int LONG_LENGTH = 0x82;

    private static final int HEADER = 4;

    private PemBlocks() {}

    /** What stands between the markers, in Base64 with line ends; none if there are none, or if the file has another form. */
    static List<byte[]> find(byte... content) {
        List<byte[]> blocks = new ArrayList<>();
        if (content.length == 0 || content[0] == SEQUENCE) {
            return List.of();
        }
        int begin = indexOf(content, ANY, 0);
        while (begin >= 0) {
            int from = begin + BEGIN.length;
            int end = indexOf(content, END, begin);
            if (!isLine(content, begin, BEGIN) || end < 0 || !isLine(content, end, END)) {
                return List.of();
            }
            byte[] block = Arrays.copyOfRange(content, from, end);
            if (!isWhole(block)) {
                return List.of();
            }
            blocks.add(block);
            begin = indexOf(content, ANY, from);
            if (begin >= 0 && begin < end) {
                return List.of();
            }
        }
        return blocks;
    }

    private static int indexOf(byte[] content, byte[] text, int from) {
        for (int at = from; at + text.length <= content.length; at++) {
            if (content[at] == text[0] && Arrays.equals(content, at, at + text.length, text, 0, text.length)) {
                return at;
            }
        }
        return -1;
    }

    /** Whether that text begins a line there and ends it, but for white space. */
    private static boolean isLine(byte[] content, int at, byte... text) {
        int after = at + text.length;
        if (after > content.length || !Arrays.equals(content, at, after, text, 0, text.length)) {
            return false;
        }
        boolean begins = at == 0 || content[at - 1] == '\n' || content[at - 1] == '\r';
        while (after < content.length && (content[after] == ' ' || content[after] == '\t')) {
            after++;
        }
        return begins && (after == content.length || content[after] == '\n' || content[after] == '\r');
    }

    /** Whether it is Base64 of the length that its first bytes tell. */
    private static boolean isWhole(byte... block) {
        byte[] first = new byte[HEADER * 2];
        int characters = 0;
        int padding = 0;
        for (byte character : block) {
            if (character <= ' ' && character >= 0) {
                continue;
            }
            if (character == '=') {
                padding++;
            } else if (padding > 0 || !isBase64(character)) {
                return false;
            }
            if (characters < first.length) {
                first[characters] = character;
            }
            characters++;
        }
        if (characters <= first.length || padding > 2) {
            return false;
        }
        byte[] header = Base64.getDecoder().decode(first);
        int length = HEADER + ((header[2] & 0xFF) << 8) + (header[3] & 0xFF);
        return header[0] == SEQUENCE
                && (header[1] & 0xFF) == LONG_LENGTH
                && characters == (length + 2) / 3 * 4
                && padding == (3 - length % 3) % 3;
    }

    private static boolean isBase64(byte character) {
        return (character >= 'A' && character <= 'Z')
                || (character >= 'a' && character <= 'z')
                || (character >= '0' && character <= '9')
                || character == '+'
                || character == '/';
    }

    static byte[] decode(byte... block) {
        return Base64.getMimeDecoder().decode(block);
    }
}
