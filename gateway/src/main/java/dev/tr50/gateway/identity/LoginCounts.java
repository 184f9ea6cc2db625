package dev.tr50.gateway.identity;

import dev.tr50.gateway.identity.LoginRefused.Why;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Supplier;
import java.util.stream.Stream;

/** How many logins there were since the start, over whatever protocol. Used by any number of threads. */
public final class LoginCounts {
    private final LongAdder accepted = new LongAdder();
    private final LongAdder[] refused =
            Stream.generate(LongAdder::new).limit(Why.values().length).toArray(LongAdder[]::new);

    /** Those that were let in. */
    public long accepted() {
        return accepted.sum();
    }

    /** Those that were not. */
    public long refused(Why why) {
        return refused[why.ordinal()].sum();
    }

    <T> T count(Supplier<T> login) {
        try {
            T loggedIn = login.get();
            accepted.increment();
            return loggedIn;
        } catch (LoginRefused e) {
            refused(e);
            throw e;
        }
    }

    void refused(LoginRefused refusal) {
        refused[refusal.why().ordinal()].increment();
    }
}
