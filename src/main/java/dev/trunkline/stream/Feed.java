package dev.trunkline.stream;

/** Which audience checks a stream's statuses go through (protocol, sections 2 and 6). */
public enum Feed {
    /** None: the publishers have filtered for the account already, and the stream needs an account. */
    UNFILTERED,

    /** All, with the access settings of the live feeds. */
    LIVE,

    /** All, with the access settings of the topic feeds. */
    TOPIC
}
