package dev.tr50.gateway.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tr50.gateway.RunningGateway;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** {@code docs/metrics.md} tells of every metric that there is, and of no other. */
class MetricsPageTest {
    private static final Pattern NAMED = Pattern.compile("`(tr50_[a-z_]+)`");
    private static final Pattern LIMIT = Pattern.compile("limit=([a-z_]+)");

    @RegisterExtension
    static final RunningGateway GATEWAY = RunningGateway.withTls();

    @Test
    void every_metric_stands_in_the_documentation_and_every_name_there_is_a_metric() throws Exception {
        GATEWAY.api("{\"auth\":{\"command\":\"api.authenticate\",\"params\":{\"username\":\"" + GATEWAY.ownerEmail()
                + "\",\"password\":\"" + GATEWAY.ownerPassword() + "\"}}}");
        String page = Files.readString(Path.of("").toAbsolutePath().getParent().resolve("docs/metrics.md"));
        Exposition served = Exposition.of(GATEWAY.get("/metrics").body());

        assertThat(found(NAMED, page))
                .containsExactlyInAnyOrderElementsOf(served.types().keySet().stream()
                        .filter(name -> name.startsWith("tr50_"))
                        .toList());
        assertThat(page)
                .contains(found(LIMIT, String.join("\n", served.series())).stream()
                        .map(limit -> '`' + limit + '`')
                        .toList());
    }

    private static Set<String> found(Pattern pattern, String text) {
        return pattern.matcher(text)
                .results()
                .map((MatchResult match) -> match.group(1))
                .collect(Collectors.toSet());
    }
}
