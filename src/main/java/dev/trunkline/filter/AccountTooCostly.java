package dev.trunkline.filter;

/**
 * The filters of one account are more than the limits allow, and none of them is applied: to apply some would let statuses
 * through that the others match. It concerns that account only.
 */
public final class AccountTooCostly extends RuntimeException {

    /** @param reason what an administrator can do something about, without the account */
    AccountTooCostly(String reason) {
        // It is an answer and no fault, and so without a stack trace.
        super(reason, null, false, false);
    }
}
