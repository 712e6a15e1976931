package dev.trunkline.filter;

/** A keyword in an index, with the filter and the account that it belongs to. */
record IndexedKeyword(AccountFilters account, CustomFilter filter, Keyword keyword) {}
