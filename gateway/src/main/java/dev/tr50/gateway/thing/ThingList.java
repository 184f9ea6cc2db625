package dev.tr50.gateway.thing;

import dev.tr50.gateway.dispatch.Caller;
import dev.tr50.gateway.dispatch.Command;
import dev.tr50.gateway.dispatch.GroupWide;
import dev.tr50.gateway.dispatch.Signature;

/** {@code thing.list}: the things of the group, by tags, keys and whether they have a location. */
public final class ThingList implements Command<ThingListParams, ThingListing.Result> {
    public static final Signature<ThingListParams, ThingListing.Result> SIGNATURE = Signature.reading(
            "thing.list",
            ThingListParams::listing,
            ThingListing.Result.class,
            "Lists things of the group: those that have all the given tags and one of the given keys, sorted, a page at a time.");

    private final ThingListing listing;

    public ThingList(ThingListing listing) {
        this.listing = listing;
    }

    @Override
    public ThingListing.Result run(Caller caller, ThingListParams params) {
        GroupWide.require(caller, SIGNATURE);
        return listing.list(caller, params);
    }
}
