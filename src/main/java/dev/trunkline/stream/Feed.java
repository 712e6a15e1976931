package dev.trunkline.stream;

/** The checks that a stream's statuses go through (protocol, sections 2 and 6). */
public enum Feed {
    /** None: the publisher has filtered for the account already. The stream needs an account. */
    UNFILTERED,

    /** All, with the access settings of the live feeds. */
    LIVE,

    /** All, with the access settings of the topic feeds. */
    TOPIC
}
