package dev.tr50.storage;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jdbi.v3.core.statement.Query;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The plans are written to {@code target/query-plans.md}; docs/query-plans.md is a copy of it. */
class QueryPlansTest {

    private static final int FILES = 600;
    private static final int RARE = 10;
    private static final int LIMIT = 20;
    private static final Pattern SCANNED = Pattern.compile("scanCount: (\\d+)");
    private static final Map<Sort.Field, String> INDEX = Map.of(
            Sort.Field.FILE_NAME, "BY_NAME",
            Sort.Field.UPLOAD_DATE, "BY_UPLOAD",
            Sort.Field.LENGTH, "BY_LENGTH",
            Sort.Field.PUBLIC, "BY_PUBLIC");

    @TempDir
    Path folder;

    private Storage storage;
    private Scope scope;

    @BeforeEach
    void open() {
        storage = Storage.open(folder);
        scope = storage.groups().create("G", "G").scope();
    }

    @AfterEach
    void close() {
        storage.close();
    }

    static Stream<Sort> sorts() {
        return Stream.of(Sort.Field.values())
                .flatMap(field -> Stream.of(new Sort(field, false), new Sort(field, true)));
    }

    @Test
    void every_list_is_answered_by_its_index() throws IOException {
        fill();
        storage.database().read(handle -> handle.execute("ANALYZE"));
        List<String> document = new ArrayList<>(List.of(
                "# Query plans",
                "",
                "What H2 does for each list, from `EXPLAIN ANALYZE` over a scope of " + FILES + " files, all tagged"
                        + " `common`, " + RARE + " of them `rare`. Written by `QueryPlansTest`, which fails when a list"
                        + " is not read from its index. `scanCount` is the number of index entries that were read.",
                ""));
        for (Sort sort : sorts().toList()) {
            String inScope = explain(FileLists.sqlInScope(FileOrder.of(sort)), sort, List.of());
            assertIndex(inScope, "FILE_", sort, LIMIT);
            String withTag = explain(FileLists.sqlWithTag(FileOrder.of(sort)), sort, List.of("common"));
            assertIndex(withTag, "TAG_", sort, LIMIT);
            String withTags = explain(FileLists.sqlWithTags(FileOrder.of(sort), 1), sort, List.of("rare", "common"));
            assertIndex(withTags, "TAG_", sort, RARE + 1);
            section(document, sort, "no tag", inScope);
            section(document, sort, "one tag", withTag);
            section(document, sort, "two tags, walking the rarer one", withTags);
        }
        java.nio.file.Files.write(Path.of("target", "query-plans.md"), document);
    }

    @ParameterizedTest
    @MethodSource("sorts")
    void a_plan_made_while_the_tables_are_empty_uses_the_index_too(Sort sort) {
        assertIndex(explain(FileLists.sqlInScope(FileOrder.of(sort)), sort, List.of()), "FILE_", sort, 1);
        assertIndex(explain(FileLists.sqlWithTag(FileOrder.of(sort)), sort, List.of("t")), "TAG_", sort, 1);
        assertIndex(explain(FileLists.sqlWithTags(FileOrder.of(sort), 1), sort, List.of("t", "u")), "TAG_", sort, 1);
    }

    @Test
    void files_are_fetched_by_key_and_tags_counted_in_their_scope_alone() {
        fill();

        String byKey = storage.database()
                .read(handle -> handle.createQuery("EXPLAIN ANALYZE " + FileRows.sqlByKeys(FileRows.COLUMNS))
                        .bindArray("pks", Long.class, 1L, 2L, 3L)
                        .mapTo(String.class)
                        .one());
        assertThat(byKey)
                .contains("PUBLIC.PRIMARY_KEY")
                .contains("scanCount: 4")
                .doesNotContain("tableScan");

        String cloud = storage.database()
                .read(handle -> handle.createQuery("EXPLAIN ANALYZE " + TagClouds.sqlOfScopes(List.of()))
                        .bindArray("scopes", Long.class, scope.id())
                        .bind("limit", LIMIT)
                        .mapTo(String.class)
                        .one());
        assertThat(cloud)
                .contains("PUBLIC.PRIMARY_KEY")
                .contains("scanCount: 3")
                .doesNotContain("tableScan");
    }

    private void fill() {
        ManyFiles.fill(
                storage, scope, FILES, i -> i % (FILES / RARE) == 0 ? List.of("common", "rare") : List.of("common"));
        Scope other = storage.groups().create("H", "H").scope();
        ManyFiles.fill(storage, other, 50, i -> List.of("common"));
    }

    private String explain(String sql, Sort sort, List<String> tags) {
        return storage.database().read(handle -> {
            Query query = handle.createQuery("EXPLAIN ANALYZE " + sql)
                    .bind("scope", scope.id())
                    .bind("lowest", FileOrder.of(sort).lowest());
            if (!tags.isEmpty()) {
                query.bind("tag", Utf8.bytes(tags.get(0)));
            }
            if (tags.size() > 1) {
                query.bind("other0", Utf8.bytes(tags.get(1)));
            } else {
                query.bind("offset", 0).bind("limit", LIMIT);
            }
            return query.mapTo(String.class).one();
        });
    }

    private static void assertIndex(String plan, String table, Sort sort, int mostScanned) {
        String index = "PUBLIC." + table + INDEX.get(sort.field()) + (sort.descending() ? "_DESC:" : ":");
        assertThat(plan).contains(index).contains("/* index sorted */").doesNotContain("tableScan");
        Matcher scanned = SCANNED.matcher(plan);
        while (scanned.find()) {
            assertThat(Integer.parseInt(scanned.group(1))).as(plan).isLessThanOrEqualTo(mostScanned);
        }
    }

    private static void section(List<String> document, Sort sort, String what, String plan) {
        document.add("## " + sort.field() + (sort.descending() ? " descending" : " ascending") + ", " + what);
        document.addAll(List.of("", "```", plan.replaceAll("(?s)\\n/\\*\\nreads.*?\\*/", ""), "```", ""));
    }
}
