package dev.trunkline.filter;

/** A row of {@code custom_filter_keywords}. */
record Keyword(long id, Phrase phrase) {}
