package dev.trunkline.filter;

import dev.trunkline.unicode.WordCharacters;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** A node of a {@link PhraseTrie}: the characters on the way to it from its parent, and the phrases that end here. */
final class TrieNode {

    private static final char[] NO_FIRSTS = {};
    private static final TrieNode[] NO_CHILDREN = {};

    private @Nullable TrieNode parent;
    private char[] label;

    /** The first characters of the children's labels, in ascending order. */
    private char[] firsts = NO_FIRSTS;

    private TrieNode[] children = NO_CHILDREN;
    private @Nullable SoughtPhrase endsAnywhere;
    private @Nullable SoughtPhrase endsAtWordEnd;

    private long exhaustedBy;
    private long childrenCountedBy;
    private int exhaustedChildren;

    TrieNode(@Nullable TrieNode parent, char[] label) {
        this.parent = parent;
        this.label = label;
    }

    @Nullable
    TrieNode parent() {
        return parent;
    }

    char[] label() {
        return label;
    }

    @Nullable
    TrieNode child(char first) {
        int i = Arrays.binarySearch(firsts, first);
        return i < 0 ? null : children[i];
    }

    /** Adds a child, or replaces the one that begins with the same character. */
    void put(TrieNode child) {
        char first = child.label[0];
        int i = Arrays.binarySearch(firsts, first);
        if (i < 0) {
            i = -1 - i;
            char[] moreFirsts = Arrays.copyOf(firsts, firsts.length + 1);
            TrieNode[] moreChildren = Arrays.copyOf(children, children.length + 1);
            System.arraycopy(firsts, i, moreFirsts, i + 1, firsts.length - i);
            System.arraycopy(children, i, moreChildren, i + 1, children.length - i);
            firsts = moreFirsts;
            children = moreChildren;
            firsts[i] = first;
        }
        children[i] = child;
        child.parent = this;
    }

    void remove(TrieNode child) {
        int i = Arrays.binarySearch(firsts, child.label[0]);
        char[] fewerFirsts = Arrays.copyOf(firsts, firsts.length - 1);
        TrieNode[] fewerChildren = Arrays.copyOf(children, children.length - 1);
        System.arraycopy(firsts, i + 1, fewerFirsts, i, fewerFirsts.length - i);
        System.arraycopy(children, i + 1, fewerChildren, i, fewerChildren.length - i);
        firsts = fewerFirsts;
        children = fewerChildren;
    }

    /** Splits the label: returns a new node with its beginning, whose only child is this one with the rest. */
    TrieNode split(int length) {
        TrieNode upper = new TrieNode(parent, Arrays.copyOf(label, length));
        label = Arrays.copyOfRange(label, length, label.length);
        upper.put(this);
        return upper;
    }

    /** Reverses {@link #split}, for a node with one child and no phrase: returns the child, which takes its place. */
    TrieNode joined() {
        TrieNode child = children[0];
        char[] whole = Arrays.copyOf(label, label.length + child.label.length);
        System.arraycopy(child.label, 0, whole, label.length, child.label.length);
        child.label = whole;
        child.parent = parent;
        return child;
    }

    boolean isLeaf() {
        return children.length == 0;
    }

    boolean isNeedless() {
        return endsAnywhere == null && endsAtWordEnd == null && children.length < 2;
    }

    /** Sets the phrase that ends here; null for none. */
    void end(boolean atWordEnd, @Nullable SoughtPhrase phrase) {
        if (atWordEnd) {
            endsAtWordEnd = phrase;
        } else {
            endsAnywhere = phrase;
        }
    }

    /**
     * Reports the phrases that end here to the scan, unless it has found them before.
     *
     * @param from where the phrase begins in the text
     * @param to the place after it
     */
    void find(TextScan scan, int from, int to) {
        boolean foundOne = false;
        if (endsAnywhere != null && !endsAnywhere.isFoundBy(scan.number())) {
            scan.found(endsAnywhere, from);
            foundOne = true;
        }
        if (endsAtWordEnd != null && !endsAtWordEnd.isFoundBy(scan.number()) && !WordCharacters.at(scan.text(), to)) {
            scan.found(endsAtWordEnd, from);
            foundOne = true;
        }
        if (foundOne) {
            exhaustUpwards(scan);
        }
    }

    /** Whether the scan has found all phrases in this node and below, so that it can skip the node. */
    boolean isExhausted(TextScan scan) {
        return exhaustedBy == scan.number();
    }

    private void exhaustUpwards(TextScan scan) {
        TrieNode node = this;
        while (node != null && node.hasNothingLeft(scan)) {
            node.exhaustedBy = scan.number();
            node = node.parent;
            if (node != null) {
                node.exhaustedChildren = node.exhaustedChildren(scan) + 1;
                node.childrenCountedBy = scan.number();
            }
        }
    }

    private boolean hasNothingLeft(TextScan scan) {
        return (endsAnywhere == null || endsAnywhere.isFoundBy(scan.number()))
                && (endsAtWordEnd == null || endsAtWordEnd.isFoundBy(scan.number()))
                && exhaustedChildren(scan) == children.length;
    }

    private int exhaustedChildren(TextScan scan) {
        return childrenCountedBy == scan.number() ? exhaustedChildren : 0;
    }
}
