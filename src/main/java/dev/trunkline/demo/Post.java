package dev.trunkline.demo;

import io.vertx.core.json.JsonObject;
import java.util.List;

/**
 * A status that has been published and may still be edited, answered or deleted.
 *
 * @param json as anonymous viewers get it
 * @param tags spelled as in channels
 * @param replyToOther whether it answers somebody else: public timelines leave it out
 */
record Post(
        DemoAccount author,
        JsonObject json,
        String text,
        List<DemoAccount> mentioned,
        List<String> tags,
        boolean hasMedia,
        boolean replyToOther) {

    String id() {
        return json.getString("id");
    }

    boolean isPublic() {
        return json.getString("visibility").equals("public");
    }

    List<DemoAccount> involved() {
        return java.util.stream.Stream.concat(java.util.stream.Stream.of(author), mentioned.stream())
                .toList();
    }
}
