package dev.trunkline.filter;

import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Collection;
import java.util.Map;

/** Stub. */
@ApplicationScoped
public class KeywordFilters {
    public Uni<Map<Long, byte[]>> matches(Collection<Long> accounts, SearchableText text) {
        return Uni.createFrom().item(Map.of());
    }

    public void forget(long account) {}

    public void forgetAll() {}
}
