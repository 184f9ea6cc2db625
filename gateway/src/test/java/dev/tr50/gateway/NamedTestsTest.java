package dev.tr50.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Pages that claim something name the test that shows it. */
class NamedTestsTest {
    private static final Path HOUSE = Path.of("").toAbsolutePath().getParent();
    private static final Pattern NAMED = Pattern.compile("\\b[A-Z]\\w*Test\\b(\\.\\w+)?");
    private static final Pattern METHOD = Pattern.compile("(?m)^    void (\\w+)\\(");

    @ParameterizedTest
    @ValueSource(strings = {"README.md", "docs/compatibility.md", "docs/security.md"})
    void every_test_that_a_page_names_exists(String page) throws IOException {
        Set<String> named = NAMED.matcher(Files.readString(HOUSE.resolve(page)))
                .results()
                .map(MatchResult::group)
                .collect(Collectors.toCollection(TreeSet::new));

        assertThat(named).isNotEmpty();
        named.removeAll(existing());
        assertThat(named).as("named, but not there").isEmpty();
    }

    private static Set<String> existing() throws IOException {
        Set<String> names = new TreeSet<>();
        for (String module : new String[] {"protocol", "storage", "broker-embedded", "gateway", "fuzz"}) {
            try (Stream<Path> files = Files.walk(HOUSE.resolve(module).resolve("src/test/java"))) {
                for (Path file :
                        files.filter(f -> f.toString().endsWith("Test.java")).toList()) {
                    String className = file.getFileName().toString().replace(".java", "");
                    names.add(className);
                    METHOD.matcher(Files.readString(file))
                            .results()
                            .forEach(method -> names.add(className + "." + method.group(1)));
                }
            }
        }
        return names;
    }
}
