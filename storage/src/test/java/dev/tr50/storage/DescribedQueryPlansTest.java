package dev.tr50.storage;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tr50.storage.DescribedFileQuery.Order;
import dev.tr50.storage.DescribedOrder.First;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jdbi.v3.core.statement.Query;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What was found is written to {@code target/described-query-plans.md}, the second half of docs/query-plans.md. */
class DescribedQueryPlansTest {

    private static final int FILES = 600;
    private static final int RARE = 10;
    private static final int LIMIT = 20;
    private static final String COMMON_WORD = "common";
    private static final String RARE_WORD = "rare";
    private static final Pattern INDEX = Pattern.compile("/\\* PUBLIC\\.(\\w+): ");
    private static final Pattern SCANNED = Pattern.compile("scanCount: (\\d+)");

    @TempDir
    Path folder;

    private Storage storage;
    private Scope scope;

    /** A list, and the number of entries it may read. */
    private record Case(First first, String fileClass, String format, Order order, boolean descending, int mostRead) {

        DescribedFileQuery query(Scope scope, String part) {
            return new DescribedFileQuery(scope, part, fileClass, format, order, descending, 0, LIMIT);
        }

        /** Named for what it begins with and what it is in the order of; of one class alone, classes need no order. */
        String index() {
            boolean needsNoOrder = order == Order.CLASS && fileClass != null || order == Order.FORMAT && format != null;
            String begin = first == First.SCOPE || needsNoOrder ? "FILE" : first.name();
            String by = needsNoOrder ? first.name() : order == Order.NAME ? "FOLDED_NAME" : order.name();
            return begin + "_BY_" + by + (descending && !needsNoOrder ? "_DESC" : "");
        }
    }

    @BeforeEach
    void open() {
        storage = Storage.open(folder);
        scope = storage.groups().create("G", "G").scope();
    }

    @AfterEach
    void close() {
        storage.close();
    }

    private static Stream<Case> cases() {
        return Stream.of(Order.values())
                .flatMap(order -> Stream.of(false, true)
                        .flatMap(descending -> Stream.of(
                                new Case(First.SCOPE, null, null, order, descending, LIMIT),
                                new Case(First.CLASS, COMMON_WORD, null, order, descending, LIMIT),
                                new Case(First.FORMAT, null, COMMON_WORD, order, descending, LIMIT),
                                new Case(First.CLASS, RARE_WORD, COMMON_WORD, order, descending, RARE),
                                new Case(First.FORMAT, COMMON_WORD, RARE_WORD, order, descending, RARE))));
    }

    @Test
    void every_list_is_answered_by_its_index() throws IOException {
        fill();
        storage.database().read(handle -> handle.execute("ANALYZE"));
        List<String> document = new ArrayList<>(List.of(
                "# Lists by description",
                "",
                "The same for lists by class, format, time and folded name, over " + FILES + " files of which " + RARE
                        + " have a rare class and others a rare format. Written by `DescribedQueryPlansTest`, which fails when a"
                        + " list is not read, in order, from the index that is named here.",
                "",
                "| class | format | order | index | entries read |",
                "|---|---|---|---|---|"));
        cases().forEach(wanted -> {
            String plan = explain(wanted);
            assertThat(plan).contains("/* index sorted */");
            assertThat(index(plan)).as(plan).isEqualTo(wanted.index());
            assertThat(scanned(plan)).as(plan).isLessThanOrEqualTo(wanted.mostRead() + 1);
            document.add("| " + orAny(wanted.fileClass()) + " | " + orAny(wanted.format()) + " | " + wanted.order()
                    + (wanted.descending() ? " descending" : "") + " | " + index(plan) + " | " + scanned(plan) + " |");
        });
        java.nio.file.Files.write(Path.of("target", "described-query-plans.md"), document);
    }

    @Test
    void a_plan_made_while_the_table_is_empty_uses_the_index_too() {
        cases().forEach(wanted -> {
            String plan = explain(wanted);
            assertThat(plan).contains("/* index sorted */");
            assertThat(index(plan)).as(plan).isEqualTo(wanted.index());
        });
    }

    @Test
    void a_part_of_a_name_is_looked_for_in_the_folded_names_of_what_else_fits() {
        fill();
        cases().forEach(wanted -> {
            DescribedFileQuery query = wanted.query(scope, "12");
            DescribedOrder order = DescribedOrder.of(query, wanted.first());
            int walked = wanted.fileClass() == null && wanted.format() == null
                    ? FILES
                    : RARE_WORD.equals(wanted.fileClass()) || RARE_WORD.equals(wanted.format()) ? RARE : FILES - RARE;
            for (String sql : List.of(DescribedFileLists.sqlCountWalked(order), DescribedFileLists.sqlWalked(order))) {
                String plan = explain(sql, query, order);
                assertThat(index(plan)).as(plan).contains("_BY_FOLDED_NAME");
                assertThat(scanned(plan)).as(plan).isLessThanOrEqualTo(walked + 1);
            }
        });
    }

    @Test
    void counters_are_found_by_key() {
        fill();
        String plan = storage.database()
                .read(handle -> handle.createQuery("""
                                EXPLAIN ANALYZE SELECT file_count FROM description_counts
                                WHERE scope_id = :scope AND class = :class AND format = :format
                                """)
                        .bind("scope", scope.id())
                        .bind("class", Utf8.bytes(RARE_WORD))
                        .bind("format", Utf8.bytes(COMMON_WORD))
                        .mapTo(String.class)
                        .one());
        assertThat(plan).contains("PUBLIC.PRIMARY_KEY").doesNotContain("tableScan");
        assertThat(scanned(plan)).isLessThanOrEqualTo(2);
    }

    private void fill() {
        ManyFiles.describe(storage, scope, FILES, i -> described(i % 60 == 0, i % 60 == 1, i));
        Scope other = storage.groups().create("H", "H").scope();
        ManyFiles.describe(storage, other, 50, i -> described(false, false, i));
    }

    private static FileDescription described(boolean rareClass, boolean rareFormat, int i) {
        return new FileDescription(
                rareClass ? RARE_WORD : COMMON_WORD, rareFormat ? RARE_WORD : COMMON_WORD, i * 7919L % 1000, null);
    }

    private String explain(Case wanted) {
        DescribedFileQuery query = wanted.query(scope, null);
        DescribedOrder order = DescribedOrder.of(query, wanted.first());
        return explain(DescribedFileLists.sqlInOrder(order), query, order);
    }

    private String explain(String sql, DescribedFileQuery query, DescribedOrder order) {
        return storage.database().read(handle -> {
            Query explain = DescribedFileLists.bind(handle.createQuery("EXPLAIN ANALYZE " + sql), query, order);
            if (sql.contains(":offset")) {
                explain.bind("offset", 0).bind("limit", LIMIT);
            }
            return explain.mapTo(String.class).one();
        });
    }

    private static String index(String plan) {
        Matcher index = INDEX.matcher(plan);
        return index.find() ? index.group(1) : "none";
    }

    private static int scanned(String plan) {
        Matcher scanned = SCANNED.matcher(plan);
        assertThat(scanned.find()).as(plan).isTrue();
        return Integer.parseInt(scanned.group(1));
    }

    private static String orAny(String word) {
        return word == null ? "any" : word;
    }
}
