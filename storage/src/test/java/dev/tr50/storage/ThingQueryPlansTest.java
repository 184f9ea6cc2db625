package dev.tr50.storage;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.Query;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What lists of things cost does not grow with the number of things. */
class ThingQueryPlansTest {

    private static final int THINGS = 600;
    private static final int RARE = 10;
    private static final int LIMIT = 20;
    private static final Pattern SCANNED = Pattern.compile("scanCount: (\\d+)");

    @TempDir
    static Path folder;

    private static Storage storage;
    private static String group;

    @BeforeAll
    static void fill() {
        storage = Storage.open(folder);
        group = storage.groups().create("G", "G").id();
        List<NewThing> things = new ArrayList<>();
        for (int i = 0; i < THINGS; i++) {
            things.add(thing("k" + i, i % (THINGS / RARE) == 0 ? List.of("common", "rare") : List.of("common")));
        }
        storage.provisioning().createThings(group, things);
    }

    private static NewThing thing(String key, List<String> tags) {
        return new NewThing(key, key, null, "default", tags, List.of(), Identifiers.NONE, "me", null, null, null);
    }

    @AfterAll
    static void close() {
        storage.close();
    }

    static Stream<ThingOrder> ordersOfIndexes() {
        return Stream.of(ThingOrder.Field.values())
                .flatMap(field -> Stream.of(new ThingOrder(field, false), new ThingOrder(field, true)))
                .filter(ThingOrder::isOfAnIndex);
    }

    @ParameterizedTest
    @MethodSource("ordersOfIndexes")
    void a_page_and_the_part_behind_a_thing_are_read_from_the_index_of_their_order(ThingOrder order) {
        for (List<String> tags : List.of(List.<String>of(), List.of("common"))) {
            ThingQuery query = ThingQuery.tagged(group, tags);
            assertThat(scanned(page(query, order))).as(page(query, order)).allMatch(rows -> rows <= LIMIT);
            Thing middle = storage.things().list(query, order, THINGS / 2, 1).get(0);
            assertThat(scanned(after(query, order, middle)))
                    .as(tags + " from the middle")
                    .allMatch(rows -> rows <= THINGS / 4);
        }
    }

    @ParameterizedTest
    @MethodSource("ordersOfIndexes")
    void things_of_a_rare_tag_are_looked_up(ThingOrder order) {
        for (List<String> tags : List.of(List.of("rare"), List.of("common", "rare"))) {
            assertThat(scanned(page(ThingQuery.tagged(group, tags), order)))
                    .as(tags.toString())
                    .allMatch(rows -> rows <= 2 * RARE);
        }
    }

    @Test
    void the_most_used_tags_are_read_from_an_index() {
        String plan = storage.database()
                .read(handle -> PlainSql.find(
                                handle,
                                "EXPLAIN ANALYZE " + ThingCounts.sqlOfMostUsed(),
                                row -> row.getString(1),
                                group,
                                TagKind.TAG.name(),
                                1)
                        .orElseThrow());

        assertThat(plan).contains("THING_COUNT_BY_NUMBER").contains("/* index sorted */");
        assertThat(scanned(plan)).containsOnly(1);
    }

    @Test
    void the_number_of_things_of_a_tag_is_looked_up() {
        String plan = storage.database()
                .read(handle -> PlainSql.find(
                                handle,
                                "EXPLAIN ANALYZE " + ThingCounts.SQL_FIND,
                                row -> row.getString(1),
                                group,
                                TagKind.TAG.name(),
                                "rare")
                        .orElseThrow());

        assertThat(plan).contains("THING_COUNT_BY_TAG");
    }

    private static String page(ThingQuery wanted, ThingOrder order) {
        return storage.database().read(handle -> {
            ThingQuery query = ThingLists.rarestFirst(handle, wanted);
            String sql = ThingLists.sqlOfPage(query, order, ThingLists.isWalked(handle, query, order, LIMIT));
            return explain(handle, sql, query)
                    .bind("offset", 0)
                    .bind("limit", LIMIT)
                    .mapTo(String.class)
                    .one();
        });
    }

    private static String after(ThingQuery wanted, ThingOrder order, Thing last) {
        return storage.database().read(handle -> {
            ThingQuery query = ThingLists.rarestFirst(handle, wanted);
            String sql = ThingLists.sqlOfAfter(query, order, last, ThingLists.isWalked(handle, query, order, LIMIT));
            return ThingLists.bindPlace(explain(handle, sql, query), sql, order, last)
                    .bind("limit", LIMIT)
                    .mapTo(String.class)
                    .one();
        });
    }

    private static Query explain(Handle handle, String sql, ThingQuery query) {
        return ThingLists.bind(handle.createQuery("EXPLAIN ANALYZE " + sql), query);
    }

    private static List<Integer> scanned(String plan) {
        assertThat(plan).doesNotContain("tableScan");
        Matcher matcher = SCANNED.matcher(plan);
        List<Integer> scanned = new ArrayList<>();
        while (matcher.find()) {
            scanned.add(Integer.parseInt(matcher.group(1)));
        }
        assertThat(scanned).as(plan).isNotEmpty();
        return scanned;
    }
}
