package dev.tr50.gateway.metrics;

import dev.tr50.gateway.identity.LoginCounts;
import dev.tr50.gateway.identity.LoginRefused.Why;
import dev.tr50.gateway.limit.Limit;
import dev.tr50.gateway.limit.LimitCounts;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.Locale;
import java.util.Map;
import java.util.function.DoubleSupplier;

/** What clients were refused. */
public final class LimitMetrics {
    static final String NAME = "tr50.limit.exceeded";
    static final String DESCRIPTION = "How often a limit refused, dropped or ended something";

    private static final String LOGINS = "tr50.logins";
    private static final String LOGINS_DESCRIPTION = "Logins with name and password or token, over MQTT and HTTP";

    private LimitMetrics() {}

    /**
     * Adds them to the registry.
     *
     * @param others what else was lost for want of room, by the name of the limit
     */
    public static void bind(
            MeterRegistry registry, LimitCounts limits, LoginCounts logins, Map<String, DoubleSupplier> others) {
        Meters meters = new Meters(registry);
        for (Limit limit : Limit.values()) {
            meters.counter(NAME, DESCRIPTION, () -> limits.of(limit), "limit", word(limit));
        }
        others.forEach((limit, count) -> meters.counter(NAME, DESCRIPTION, count, "limit", limit));
        meters.counter(LOGINS, LOGINS_DESCRIPTION, logins::accepted, "result", "accepted");
        for (Why why : Why.values()) {
            meters.counter(LOGINS, LOGINS_DESCRIPTION, () -> logins.refused(why), "result", word(why));
        }
    }

    private static String word(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT);
    }
}
