package dev.tr50.gateway.simulate;

import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.atomic.LongAdder;

/** What became of everything, by kind of request. Any thread may tell it something. */
final class Tally {
    /** Failures that are told apart; texts of a gateway may differ each time. */
    private static final int DIFFERENT_FAILURES = 20;

    private static final String OTHER = "other failures";

    private final ConcurrentMap<String, Course> courses = new ConcurrentHashMap<>();
    private final ConcurrentMap<String, LongAdder> failures = new ConcurrentHashMap<>();
    private final LongAdder missed = new LongAdder();

    /** A request is on its way. */
    void sent(String kind) {
        course(kind).sent();
    }

    /**
     * It was answered.
     *
     * @param nanos since it was meant to be sent
     */
    void answered(String kind, long nanos) {
        course(kind).took(nanos);
    }

    /** It failed, whether answered or not. */
    void failed(String kind, String why) {
        course(kind).failed();
        String text = kind + ": " + why;
        String known = failures.containsKey(text) || failures.size() < DIFFERENT_FAILURES ? text : OTHER;
        failures.computeIfAbsent(known, key -> new LongAdder()).increment();
    }

    /** So many were not sent, because their thing was not connected when their time came. */
    void missed(long count) {
        missed.add(count);
    }

    /** The kinds seen so far, in the order of their names. */
    Map<String, Course> courses() {
        return new TreeMap<>(courses);
    }

    /** How often each failure was seen. */
    Map<String, LongAdder> failures() {
        return new TreeMap<>(failures);
    }

    long missedSoFar() {
        return missed.sum();
    }

    private Course course(String kind) {
        return courses.computeIfAbsent(kind, key -> new Course());
    }
}
