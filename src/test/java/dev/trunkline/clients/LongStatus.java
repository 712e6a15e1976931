package dev.trunkline.clients;

import dev.trunkline.harness.Mastodon;
import dev.trunkline.harness.PublishedStatus;

/** Statuses of about the size that they have on a real site: some 3 KB. */
final class LongStatus {

    private LongStatus() {}

    /** A new one, which is like no other. */
    static PublishedStatus in(Mastodon mastodon) {
        StringBuilder content = new StringBuilder("<p>");
        for (int i = 0; i < 20; i++) {
            content.append(Mastodon.unique("Grüße, 💩 ")).append(" and what a day it was by the sea. ");
        }
        return PublishedStatus.by(mastodon.author())
                .content(content.append("</p>").toString())
                .mentioning(mastodon.author(), mastodon.author("other.example"))
                .showing("A grey cat on a wall", "A black cat below it", "The wall");
    }
}
