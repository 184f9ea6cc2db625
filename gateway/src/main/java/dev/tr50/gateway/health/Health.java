package dev.tr50.gateway.health;

import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/**
 * Asks the parts of the gateway whether they work, when somebody wants to know: all at once, at most once a second however often
 * it is asked, and each on a thread of its own, so that a part that hangs is found and holds up nothing else.
 *
 * <p>The answer has the form of the draft "Health Check Response Format for HTTP APIs" (draft-inadarei-api-health-check).
 */
public final class Health implements AutoCloseable {
    private static final JsonMapper JSON = new JsonMapper();
    private static final Duration KEPT = Duration.ofSeconds(1);
    private static final Duration PATIENCE = Duration.ofSeconds(3);

    private final String version;
    private final List<Examiner> examiners;
    private CompletableFuture<Report> latest;
    private long latestAt;

    /** @param version of the gateway */
    public Health(String version, List<Part> parts, Clock clock) {
        this(version, parts, clock, PATIENCE);
    }

    Health(String version, List<Part> parts, Clock clock, Duration patience) {
        this.version = version;
        examiners =
                parts.stream().map(part -> new Examiner(part, patience, clock)).toList();
    }

    /** What there is to say now or was a second ago. Does not block; complete within 3 s, and never fails. */
    public synchronized CompletionStage<Report> report() {
        long now = System.nanoTime();
        if (latest == null || (latest.isDone() && now - latestAt > KEPT.toNanos())) {
            latestAt = now;
            latest = examine();
        }
        return latest;
    }

    private CompletableFuture<Report> examine() {
        Map<Part, CompletableFuture<Finding>> questions = new LinkedHashMap<>();
        examiners.forEach(examiner -> questions.put(examiner.part(), examiner.examine()));
        return CompletableFuture.allOf(questions.values().toArray(CompletableFuture<?>[]::new))
                .thenApply(all -> {
                    Map<Part, Finding> findings = new LinkedHashMap<>();
                    questions.forEach((part, finding) -> findings.put(part, finding.join()));
                    return report(findings);
                });
    }

    private Report report(Map<Part, Finding> findings) {
        boolean passes = findings.values().stream().allMatch(Finding::passes);
        ObjectNode root = JSON.createObjectNode()
                .put("status", word(passes))
                .put("version", version)
                .put("description", "tr50-gateway");
        ObjectNode checks = root.putObject("checks");
        findings.forEach((part, finding) ->
                describe(checks.putArray(part.name()).addObject().put("componentType", part.kind()), finding));
        return new Report(passes, (root.toString() + '\n').getBytes(StandardCharsets.UTF_8));
    }

    private static void describe(ObjectNode check, Finding finding) {
        check.put("status", word(finding.passes()))
                .put("observedValue", finding.took().toMillis())
                .put("observedUnit", "ms")
                .put("time", finding.at().toString());
        if (!finding.passes()) {
            check.put("output", finding.failure());
        }
    }

    private static String word(boolean passes) {
        return passes ? "pass" : "fail";
    }

    /** Asks nothing any more. */
    @Override
    public void close() {
        examiners.forEach(Examiner::close);
    }
}
