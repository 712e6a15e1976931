package dev.trunkline.demo;

import java.util.List;

/** A list of an account. */
record DemoList(long id, DemoAccount owner, String title, List<DemoAccount> members) {}
