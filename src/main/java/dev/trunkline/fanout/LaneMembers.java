package dev.trunkline.fanout;

import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.operators.AbstractMulti;
import io.smallrye.mutiny.subscription.MultiSubscriber;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.Flow;

/**
 * A channel's hot stream as the subscriptions of one lane see it. Subscribing, cancelling and the events all happen on the
 * lane's event loop, so that it needs no locks. Demand is ignored: the outbox ends a slow reader.
 */
final class LaneMembers implements Lane.Recipients {

    private final Lane lane;
    private final List<Member> members = new ArrayList<>();
    private boolean someLeft;
    private boolean unsorted;

    /** Read by publishers, which skip lanes without members. */
    private volatile boolean empty = true;

    LaneMembers(Lane lane) {
        this.lane = lane;
    }

    Lane lane() {
        return lane;
    }

    boolean isEmpty() {
        return empty;
    }

    /** The stream for a subscription of that account; 0 for an anonymous one. */
    Multi<LaneDelivery> of(long account) {
        return new AbstractMulti<>() {
            @Override
            public void subscribe(MultiSubscriber<? super LaneDelivery> subscriber) {
                join(new Member(account, subscriber));
            }
        };
    }

    private void join(Member member) {
        unsorted |= !members.isEmpty() && members.get(members.size() - 1).account > member.account;
        members.add(member);
        empty = false;
        member.subscriber.onSubscribe(member);
    }

    @Override
    public void dispatch(Delivery delivery) {
        if (unsorted) {
            // Those of one account side by side: they share the frames that only this account gets.
            members.sort(Comparator.comparingLong(member -> member.account));
            unsorted = false;
        }
        LaneDelivery item = new LaneDelivery(delivery, lane);
        try {
            // A member that joins during the dispatch gets the next event.
            int present = members.size();
            for (int i = 0; i < present; i++) {
                Member member = members.get(i);
                if (!member.left) {
                    member.subscriber.onItem(item);
                }
            }
        } finally {
            item.release();
        }
    }

    private void removeThoseThatLeft() {
        someLeft = false;
        members.removeIf(member -> member.left);
        empty = members.isEmpty();
    }

    private final class Member implements Flow.Subscription {

        private final long account;
        private final MultiSubscriber<? super LaneDelivery> subscriber;
        private boolean left;

        Member(long account, MultiSubscriber<? super LaneDelivery> subscriber) {
            this.account = account;
            this.subscriber = subscriber;
        }

        @Override
        public void request(long n) {
            // See the class comment.
        }

        @Override
        public void cancel() {
            left = true;
            if (!someLeft) {
                // Once for all that leave in this turn: thousands do when the process ends.
                someLeft = true;
                lane.execute(LaneMembers.this::removeThoseThatLeft);
            }
        }
    }
}
