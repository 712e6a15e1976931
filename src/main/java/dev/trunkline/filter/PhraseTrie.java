package dev.trunkline.filter;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * A radix tree of phrases: phrases with the same beginning share a path, and a path without branches is one node. Adding or
 * removing a phrase costs as much as the phrase is long; an Aho–Corasick automaton would be built anew. In return, a text is
 * matched from each of its places, which takes two or three nodes for words.
 */
final class PhraseTrie {

    private static final int PAGE = 256;

    /** The topmost nodes by first character, in pages: nearly every walk begins and ends here. */
    private final TrieNode[][] tops = new TrieNode[Character.MIN_SUPPLEMENTARY_CODE_POINT / PAGE][];

    void add(SoughtPhrase sought) {
        char[] key = sought.phrase().folded().toCharArray();
        TrieNode parent = null;
        TrieNode node = top(key[0]);
        int at = 0;
        while (at < key.length) {
            if (node == null) {
                node = new TrieNode(parent, Arrays.copyOfRange(key, at, key.length));
                put(parent, node);
                at = key.length;
            } else {
                int common = common(node.label(), key, at);
                if (common < node.label().length) {
                    node = node.split(common);
                    put(parent, node);
                }
                at += common;
                if (at < key.length) {
                    parent = node;
                    node = node.child(key[at]);
                }
            }
        }
        if (node != null) {
            node.end(sought.phrase().toWordEnd(), sought);
        }
    }

    void remove(SoughtPhrase sought) {
        char[] key = sought.phrase().folded().toCharArray();
        TrieNode node = top(key[0]);
        int at = 0;
        while (node != null) {
            at += node.label().length;
            if (at == key.length) {
                node.end(sought.phrase().toWordEnd(), null);
                tidy(node);
                return;
            }
            node = node.child(key[at]);
        }
    }

    /** Finds the phrases that begin at this place. */
    void walk(TextScan scan, int from) {
        char[] text = scan.folded();
        TrieNode node = top(text[from]);
        int at = from;
        while (node != null && !node.isExhausted(scan)) {
            char[] label = node.label();
            scan.spend(1 + label.length / 16);
            int end = at + label.length;
            if (end > text.length || !Arrays.equals(label, 0, label.length, text, at, end)) {
                return;
            }
            at = end;
            node.find(scan, from, at);
            node = at < text.length ? node.child(text[at]) : null;
        }
    }

    /** Removes nodes that are no longer needed. */
    private void tidy(TrieNode emptied) {
        TrieNode node = emptied;
        TrieNode parent = node.parent();
        if (node.isNeedless() && node.isLeaf()) {
            if (parent == null) {
                clear(node.label()[0]);
                return;
            }
            parent.remove(node);
            node = parent;
            parent = node.parent();
        }
        if (node.isNeedless()) {
            put(parent, node.joined());
        }
    }

    private @Nullable TrieNode top(char first) {
        TrieNode[] page = tops[first / PAGE];
        return page == null ? null : page[first % PAGE];
    }

    private void clear(char first) {
        TrieNode[] page = tops[first / PAGE];
        if (page != null) {
            page[first % PAGE] = null;
        }
    }

    private void put(@Nullable TrieNode parent, TrieNode node) {
        if (parent != null) {
            parent.put(node);
            return;
        }
        char first = node.label()[0];
        TrieNode[] page = tops[first / PAGE];
        if (page == null) {
            page = new TrieNode[PAGE];
            tops[first / PAGE] = page;
        }
        page[first % PAGE] = node;
    }

    private static int common(char[] label, char[] key, int from) {
        int end = Math.min(key.length, from + label.length);
        int mismatch = Arrays.mismatch(label, 0, label.length, key, from, end);
        return mismatch < 0 ? label.length : mismatch;
    }
}
