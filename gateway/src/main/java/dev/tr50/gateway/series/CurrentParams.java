package dev.tr50.gateway.series;

import dev.tr50.gateway.thing.ThingChoice;
import dev.tr50.protocol.Arguments;
import java.time.Instant;

/**
 * What the value under a key is asked with.
 *
 * @param ts null for the newest value, else for the one that was valid then
 */
public record CurrentParams(ThingChoice thing, String key, Instant ts) {

    /** Reads it. */
    public static CurrentParams from(Arguments arguments) {
        return new CurrentParams(
                ThingChoice.from(arguments), arguments.get(ValueParams.KEY), arguments.get(ValueParams.AT));
    }
}
