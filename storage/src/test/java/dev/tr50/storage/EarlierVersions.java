package dev.tr50.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.entry;
import static org.assertj.core.api.Assertions.tuple;

import dev.tr50.storage.DescribedFileQuery.Order;
import java.io.IOException;
import java.nio.file.Files;
import java.time.Instant;
import java.util.List;
import java.util.function.Consumer;

/**
 * Every version that the tables have had: what a gateway of that version could store as the first one, and how it has to be found
 * afterwards. Whoever adds a migration adds a stage.
 */
final class EarlierVersions {

    /** Of a file of version 1. */
    static final String BLOB = "00aaaaaaaaaaaaaaaaaaaaaa";

    static final String BLOB_CONTENT = "the bytes of a pump";

    private static final Instant NOON = Instant.parse("2026-01-01T12:00:00.123456Z");
    private static final Instant YESTERDAY = Instant.parse("2025-12-31T12:00:00Z");
    private static final String TICKET = "0123456789abcdef01234567";

    /**
     * One version.
     *
     * @param version of the tables
     * @param rows statements that only from this version on could be run
     * @param check finds in today's words what they stored
     */
    record Stage(String version, List<String> rows, Consumer<Storage> check) {
        @Override
        public String toString() {
            return "version " + version;
        }
    }

    static final List<Stage> ALL = List.of(
            new Stage(
                    "1",
                    List.of(
                            "INSERT INTO scopes (id, group_id, thing_id, file_count, byte_count) VALUES (1, 'g1', NULL, 0, 0),"
                                    + " (2, 'g1', 't1', 1, 19)",
                            "INSERT INTO groups (id, group_key, name, scope_id) VALUES ('g1', 'DEFAULT', 'Default', 1)",
                            "INSERT INTO thing_definitions (id, group_id, def_key, name) VALUES ('d1', 'g1', 'default', 'Default')",
                            "INSERT INTO things (id, group_id, thing_key, name, def_key, tags, sec_tags, imei, created_by, created_on,"
                                    + " updated_by, updated_on, scope_id, secret_hash) VALUES ('t1', 'g1', 'pump', 'Pump', 'default',"
                                    + " ARRAY['blue'], ARRAY[], '356', 'me', 1, 'me', 1, 2, 'secret')",
                            "INSERT INTO users (id, email, password_hash, default_group_id) VALUES ('u1', 'Ann@Example.com', 'hash', 'g1')",
                            "INSERT INTO memberships (user_id, group_id, role) VALUES ('u1', 'g1', 'OWNER')",
                            "INSERT INTO apps (id, group_id, name, token_hash, auto_reg_def_key, auto_reg_tags, role)"
                                    + " VALUES ('a1', 'g1', 'app', 'token', 'default', ARRAY['new'], 'EDITOR')",
                            "INSERT INTO sessions (token_hash, principal_kind, principal_id, group_id, app_id, created_on,"
                                    + " last_accessed, expires_at) VALUES ('s', 'THING', 't1', 'g1', 'a1', 1, 1, 4000000000000)",
                            "INSERT INTO files (pk, id, scope_id, name, blob_id, length, crc32, sha256, uploaded_at, tags, sec_tags,"
                                    + " is_public) VALUES (1, 'f1', 2, STRINGTOUTF8('Log.CSV'), '" + BLOB
                                    + "', 19, 7, 'ab', 1710000000250, ARRAY['x'], ARRAY[], FALSE)",
                            "INSERT INTO file_tags (file_pk, tag, scope_id, name, length, uploaded_at, is_public) VALUES (1,"
                                    + " STRINGTOUTF8('x'), 2, STRINGTOUTF8('Log.CSV'), 19, 1710000000250, FALSE)",
                            "INSERT INTO tag_counts (scope_id, tag, file_count) VALUES (2, STRINGTOUTF8('x'), 1)",
                            "INSERT INTO uploads (id, scope_id, expires_at, name, is_public, tags, sec_tags) VALUES ('"
                                    + TICKET + "', 2, 32000000000000, STRINGTOUTF8('next'), FALSE, ARRAY[], ARRAY[])",
                            "UPDATE scopes SET handle_count = 1 WHERE id = 2"),
                    EarlierVersions::identityAndFiles),
            new Stage(
                    "2",
                    List.of(
                            "INSERT INTO series (id, thing_id, kind, data_key, ts, since, numbers, texts) VALUES (7, 't1', 'property',"
                                    + " 'rpm', " + Micros.of(NOON) + ", " + Micros.of(NOON)
                                    + ", ARRAY[CAST(1480.5 AS DOUBLE PRECISION)], ARRAY['mark'])",
                            "INSERT INTO gateways (id, alive_at) VALUES ('w1', " + YESTERDAY.toEpochMilli() + ")",
                            "INSERT INTO connected_things (gateway_id, thing_id) VALUES ('w1', 't1')"),
                    EarlierVersions::currentValues),
            new Stage(
                    "3",
                    List.of(
                            "INSERT INTO users (id, email, password_hash, default_group_id) VALUES ('u2', 'bob@example.com', 'hash', 'g1')"),
                    storage -> assertThat(storage.users().findByEmail("bob@example.com"))
                            .isPresent()),
            new Stage(
                    "4",
                    List.of(
                            "INSERT INTO files (pk, id, scope_id, name, blob_id, length, crc32, sha256, uploaded_at, tags, sec_tags,"
                                    + " is_public, class, format, folded_name, file_time, metadata) VALUES (2, 'f2', 2, STRINGTOUTF8('b.jpg'),"
                                    + " '00bbbbbbbbbbbbbbbbbbbbbb', 5, 7, 'ab', 1710000000000, ARRAY[], ARRAY[], FALSE,"
                                    + " STRINGTOUTF8('image'), STRINGTOUTF8('jpg'), STRINGTOUTF8('b.jpg'), 12.5, '{\"a\":1}')",
                            "INSERT INTO description_counts (scope_id, class, format, file_count) VALUES"
                                    + " (2, STRINGTOUTF8('image'), STRINGTOUTF8('jpg'), 1), (2, STRINGTOUTF8('image'), STRINGTOUTF8(''), 1),"
                                    + " (2, STRINGTOUTF8(''), STRINGTOUTF8('jpg'), 1)",
                            "UPDATE scopes SET file_count = 2, byte_count = 24 WHERE id = 2"),
                    EarlierVersions::describedFiles),
            new Stage(
                    "5",
                    List.of(
                            "UPDATE things SET external_key_hash = 'external' WHERE id = 't1'",
                            "INSERT INTO tokens (id, token_hash, user_id, kind, issued_at, expires_at) VALUES ('k1', 'key', 'u1', 'API_KEY',"
                                    + " 1, NULL)"),
                    EarlierVersions::keysAndTokens),
            new Stage(
                    "6",
                    List.of(
                            "INSERT INTO time_series (id, owner_id, kind, data_key, settled, sample_count, head) VALUES (11, 't1',"
                                    + " 'property', 'heat', 12, 2, ARRAY[X'80d2e8d1cad4a3060c80d2e8d1cad4a3060103e6060100'])",
                            "INSERT INTO sample_blocks (series_id, first_ts, first_no, last_ts, last_no, highest_no, sample_count,"
                                    + " byte_count, content) VALUES (11, " + Micros.of(NOON) + ", 11, "
                                    + (Micros.of(NOON) + 1_000_000)
                                    + ", 12, 12, 2, 31, ARRAY[X'80c9eed0cad4a30616140103d20601056d61726b80897a020c0103e6060100'])"),
                    EarlierVersions::series),
            new Stage(
                    "7",
                    List.of(
                            "INSERT INTO property_definitions (definition_id, entry_key, name, unit, calc_aggregates, de_duplicate,"
                                    + " searchable) VALUES ('d1', 'rpm', 'Speed', '1/min', TRUE, FALSE, TRUE)"),
                    EarlierVersions::definitions),
            new Stage(
                    "8",
                    List.of(
                            "INSERT INTO mailbox_messages (pk, id, thing_id, sender, command, method, status, stage, ttl, created_at,"
                                    + " changed_at, due_at, steps, bytes) VALUES (1, 'm1', 't1', 'user:ann', 'method.exec', 'stop',"
                                    + " 'completed-ok', 2, 1000, 1, 2, 2, 1, 20)",
                            "INSERT INTO mailbox_contents (message_pk, part, json) VALUES (1, 0, '{\"method\":\"stop\"}')",
                            "INSERT INTO mailbox_history (message_pk, step, status, at) VALUES (1, 0, 'completed-ok', 2)"),
                    EarlierVersions::mailbox),
            new Stage(
                    "9",
                    List.of(
                            "INSERT INTO app_roles (id, group_id, role_key, name, perms, view_tags, update_tags, created_by, created_on,"
                                    + " updated_by, updated_on) VALUES ('r1', 'g1', 'reader', 'Reader', ARRAY['property'], ARRAY[], ARRAY[],"
                                    + " 'me', 1, 'me', 1)",
                            "UPDATE apps SET role_ids = ARRAY['r1'], is_org_admin = TRUE WHERE id = 'a1'"),
                    EarlierVersions::access),
            new Stage(
                    "10",
                    List.of("INSERT INTO thing_hardware (thing_id, part, make, model, registered_on)"
                            + " VALUES ('t1', 'MODULE', 'Telit', 'HE910', 1)"),
                    storage -> assertThat(storage.hardware().of("t1"))
                            .containsExactly(entry(
                                    Hardware.Part.MODULE,
                                    new Hardware("Telit", "HE910", null, null, Instant.ofEpochMilli(1))))),
            new Stage(
                    "11",
                    List.of(
                            "UPDATE thing_counts SET thing_count = thing_count + 1 WHERE group_id = 'g1' AND kind = 'TAG'",
                            "UPDATE thing_counts SET thing_count = thing_count - 1 WHERE group_id = 'g1' AND kind = 'TAG'"),
                    storage -> assertThat(storage.things().count(ThingQuery.all("g1")))
                            .isEqualTo(storage.things()
                                    .list(ThingQuery.all("g1"), new ThingOrder(ThingOrder.Field.KEY, false), 0, 99)
                                    .size())),
            new Stage(
                    "12",
                    List.of("DELETE FROM thing_counts WHERE thing_count = 0"),
                    storage -> assertThat(storage.things().count(ThingQuery.tagged("g1", List.of("blue"))))
                            .isOne()));

    private EarlierVersions() {}

    private static Thing pump(Storage storage) {
        return storage.things().findByKey("g1", "pump").orElseThrow();
    }

    private static void identityAndFiles(Storage storage) {
        Thing pump = pump(storage);
        assertThat(pump.tags()).containsExactly("blue");
        assertThat(storage.things().findBySecretHash("secret")).contains(pump);
        assertThat(storage.things().tagCloud("g1", TagKind.TAG, 9)).containsExactly(new TagCount("blue", 1));
        User ann = storage.users().findByEmail("ann@example.com").orElseThrow();
        assertThat(ann.isRoot()).as("the owner of the first group").isTrue();
        assertThat(storage.apps().findByTokenHash("token").orElseThrow().autoRegTags())
                .containsExactly("new");
        assertThat(storage.sessions().find("s", Instant.EPOCH)).isPresent();
        assertThat(storage.transfers().findUpload(TICKET, Instant.EPOCH)).isPresent();
        StoredFile log = storage.files().find(pump.scope(), "Log.CSV").orElseThrow();
        assertThat(log.description()).isEqualTo(new FileDescription("document", "csv", 1_710_000_000.25, null));
        assertThat(storage.files()
                        .list(new FileQuery(pump.scope(), List.of("x"), Sort.BY_NAME, 0, 9))
                        .files())
                .containsExactly(log);
        try {
            assertThat(Files.readString(storage.blobs().path(log.blobId()))).isEqualTo(BLOB_CONTENT);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private static void currentValues(Storage storage) {
        assertThat(storage.timeSeries().current("t1", PropertySample.KIND, "rpm"))
                .contains(new CurrentSample<>(NOON, NOON, new PropertySample(1480.5, "mark")));
        assertThat(storage.timeSeries().stats("t1", PropertySample.KIND, "rpm"))
                .isEqualTo(new SeriesStats(1, NOON, NOON));
        storage.lastSeen().settle();
        assertThat(pump(storage).lastSeen()).isEqualTo(YESTERDAY);
    }

    private static void describedFiles(Storage storage) {
        FilePage images = storage.files()
                .describedPage(
                        new DescribedFileQuery(pump(storage).scope(), null, "image", null, Order.TIME, true, 0, 9));
        assertThat(images.count()).isOne();
        assertThat(images.files())
                .extracting(StoredFile::description)
                .containsExactly(new FileDescription("image", "jpg", 12.5, "{\"a\":1}"));
    }

    private static void keysAndTokens(Storage storage) {
        assertThat(storage.things().findByExternalKeyHash("external")).contains(pump(storage));
        assertThat(storage.tokens().find("key", Instant.EPOCH)).map(Token::kind).contains(Token.Kind.API_KEY);
    }

    private static void series(Storage storage) {
        HistoryQuery all = new HistoryQuery(null, null, null, false, 0, 9);
        assertThat(storage.timeSeries()
                        .history("t1", PropertySample.KIND, "heat", all)
                        .samples())
                .extracting(StoredSample::ts, StoredSample::value)
                .containsExactly(
                        tuple(NOON, new PropertySample(42.5, "mark")),
                        tuple(NOON.plusSeconds(1), new PropertySample(43.5, null)));
    }

    private static void definitions(Storage storage) {
        PropertyDefinition speed = storage.thingDefinitions()
                .find("g1", "default")
                .orElseThrow()
                .content()
                .properties()
                .get("rpm");
        assertThat(speed.name()).isEqualTo("Speed");
        assertThat(speed.unit()).isEqualTo("1/min");
    }

    private static void mailbox(Storage storage) {
        MailboxMessage message = storage.mailbox().find("m1").orElseThrow();
        assertThat(message.status()).isEqualTo(MessageStatus.COMPLETED_OK);
        assertThat(message.params()).isEqualTo("{\"method\":\"stop\"}");
        assertThat(message.history()).hasSize(1);
        assertThat(storage.mailbox().list("t1", 0, 9, 1 << 20).items()).containsExactly(message);
    }

    private static void access(Storage storage) {
        App app = storage.apps().findByTokenHash("token").orElseThrow();
        assertThat(app.roleIds()).containsExactly("r1");
        assertThat(app.isOrgAdmin()).isTrue();
        assertThat(storage.appRoles().findByKey("g1", "reader").orElseThrow().perms())
                .containsExactly("property");
    }
}
