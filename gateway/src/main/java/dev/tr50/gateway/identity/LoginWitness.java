package dev.tr50.gateway.identity;

import dev.tr50.gateway.dispatch.Caller.Origin;

/** Hears of logins that somebody may want to know of later. Called by any number of threads; must be quick and must not fail. */
public interface LoginWitness {
    /** Remembers nothing. */
    LoginWitness NOBODY = new LoginWitness() {
        @Override
        public void refused(String name, Origin from, LoginRefused.Why why) {
            // Counted elsewhere.
        }

        @Override
        public void registered(String thingKey, String app, Origin from) {
            // Stored elsewhere.
        }
    };

    /**
     * Somebody was not let in.
     *
     * @param name as it was given: a thing key, an e-mail address, or anything else
     */
    void refused(String name, Origin from, LoginRefused.Why why);

    /**
     * A thing that nobody knew was let in and is known from now on.
     *
     * @param app the name of the application whose token it showed
     */
    void registered(String thingKey, String app, Origin from);
}
