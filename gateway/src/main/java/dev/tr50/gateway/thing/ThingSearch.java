package dev.tr50.gateway.thing;

import dev.tr50.gateway.dispatch.Caller;
import dev.tr50.gateway.dispatch.Command;
import dev.tr50.gateway.dispatch.GroupWide;
import dev.tr50.gateway.dispatch.Signature;

/** {@code thing.search}: the things of the group for which a query holds. */
public final class ThingSearch implements Command<ThingListParams, ThingListing.Result> {
    public static final Signature<ThingListParams, ThingListing.Result> SIGNATURE = Signature.reading(
            "thing.search",
            ThingListParams::searching,
            ThingListing.Result.class,
            "Lists the things of the group that a query finds, sorted, a page at a time. Looks at every thing of the group.");

    private final ThingListing listing;

    public ThingSearch(ThingListing listing) {
        this.listing = listing;
    }

    @Override
    public ThingListing.Result run(Caller caller, ThingListParams params) {
        GroupWide.require(caller, SIGNATURE);
        return listing.list(caller, params);
    }
}
