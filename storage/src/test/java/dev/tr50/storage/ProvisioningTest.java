package dev.tr50.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ProvisioningTest {

    private static final Instant NOW = Instant.ofEpochMilli(1_700_000_000_000L);
    private static final Instant FAR = Instant.parse("2999-01-01T00:00:00Z");

    @TempDir
    Path folder;

    private Storage storage;
    private Uploads uploads;
    private User ada;
    private Group going;
    private Group staying;

    private static final Memberships.Guard ANYBODY = roles -> {};

    @BeforeEach
    void open() {
        storage = Storage.open(folder);
        uploads = new Uploads(storage);
        Group first = storage.groups().create("FIRST", "First");
        ada = storage.users().createRoot("ada@example.org", "hash", first.id());
        going = storage.provisioning().createGroup("GOING", "Going", ada);
        staying = storage.provisioning().createGroup("STAYING", "Staying", ada);
    }

    @AfterEach
    void close() {
        storage.close();
    }

    private static NewThing wanted(String key, String secretHash, String externalKeyHash) {
        return new NewThing(
                key,
                key,
                null,
                "default",
                List.of("t"),
                List.of(),
                Identifiers.NONE,
                "me",
                null,
                secretHash,
                externalKeyHash);
    }

    private Thing thing(Group group, String key) {
        return storage.provisioning()
                .createThings(group.id(), List.of(wanted(key, "secret of " + key, null)))
                .get(0);
    }

    /** A thing with a row in every table that can hold one. */
    private Thing busyThing(Group group, String key) {
        Thing thing = thing(group, key);
        fill(thing.scope());
        storage.timeSeries()
                .add(
                        thing.id(),
                        PropertySample.KIND,
                        "temp",
                        new Sample<>(NOW, new PropertySample(1, null)),
                        Recording.NEWS);
        storage.samples().settleAll();
        storage.lastSeen().alive(NOW, List.of(thing.id()), Map.of());
        session(Session.Kind.THING, thing.id(), "secret of " + key, group);
        return thing;
    }

    private void fill(Scope scope) {
        uploads.put(scope, "a", "1", "tag");
        uploads.put(scope, "b", "2");
        storage.transfers().reserveDownload(scope, "a", FAR);
        storage.transfers().reserveUpload(scope, UploadOrder.named("c"), FAR);
    }

    private void session(Session.Kind kind, String principal, String shown, Group group) {
        Session session = new Session("hash of " + ObjectId.next(), kind, principal, group.id(), null, NOW, NOW, FAR);
        assertThat(storage.sessions().create(session, shown, 10)).isTrue();
    }

    @Test
    void a_thing_is_deleted_without_reading_the_rows_of_others() {
        for (String statement : Cascade.THING) {
            String plan = storage.database()
                    .read(handle -> handle.createQuery("EXPLAIN " + statement)
                            .bind("owner", "any")
                            .mapTo(String.class)
                            .one());
            assertThat(plan).contains("PUBLIC").doesNotContain("tableScan");
        }
    }

    /** Every row of every table that names this id, whatever the column. */
    private List<String> mentions(Object id) {
        return storage.database().read(handle -> {
            String type = id instanceof Long ? "BIGINT" : "CHARACTER VARYING";
            List<String> found = new ArrayList<>();
            handle
                    .createQuery("""
                            SELECT table_name AS t, column_name AS c FROM information_schema.columns
                            WHERE table_schema = 'PUBLIC' AND data_type = :type AND table_name <> 'flyway_schema_history'
                            """)
                    .bind("type", type)
                    .map((row, context) -> List.of(row.getString("t"), row.getString("c")))
                    .stream()
                    .filter(column -> id instanceof String
                            || column.get(1).equals("SCOPE_ID")
                            || column.equals(List.of("SCOPES", "ID")))
                    .forEach(column -> {
                        long rows = handle.createQuery("SELECT COUNT(*) FROM \"" + column.get(0) + "\" WHERE \""
                                        + column.get(1) + "\" = :id")
                                .bind("id", id)
                                .mapTo(Long.class)
                                .one();
                        if (rows > 0) {
                            found.add(column.get(0) + "." + column.get(1));
                        }
                    });
            return found;
        });
    }

    @Test
    void nothing_of_a_deleted_thing_is_left_and_its_neighbour_keeps_everything() throws IOException {
        Thing pump = busyThing(going, "pump");
        Thing valve = busyThing(going, "valve");
        List<String> before = mentions(valve.id());
        assertThat(mentions(pump.id()))
                .containsExactlyInAnyOrder(
                        "THINGS.ID",
                        "SCOPES.THING_ID",
                        "THING_TAGS.THING_ID",
                        "TIME_SERIES.OWNER_ID",
                        "CONNECTED_THINGS.THING_ID",
                        "SESSIONS.PRINCIPAL_ID");

        assertThat(storage.provisioning().deleteThing(pump)).isTrue();

        assertThat(mentions(pump.id())).isEmpty();
        assertThat(mentions(pump.scope().id())).isEmpty();
        assertThat(mentions(valve.id())).isEqualTo(before);
        assertThat(mentions(valve.scope().id())).contains("FILES.SCOPE_ID", "UPLOADS.SCOPE_ID", "DOWNLOADS.SCOPE_ID");
        assertThat(storage.provisioning().deleteThing(pump)).isFalse();
        await().atMost(Duration.ofMinutes(1)).until(() -> BlobFiles.in(folder).size() == 2);
    }

    @Test
    void nothing_of_a_deleted_group_is_left_and_its_neighbour_keeps_everything() throws IOException {
        Thing pump = busyThing(going, "pump");
        Thing other = busyThing(staying, "pump-of-others");
        fill(going.scope());
        fill(staying.scope());
        User bob = storage.users().create("bob@example.org", "hash", going.id(), Role.EDITOR);
        session(Session.Kind.USER, bob.id(), "hash", going);
        storage.apps().create(going.id(), "app", "token-hash", "default", List.of(), Role.EDITOR);
        storage.thingDefinitions().create(going.id(), "more", DefinitionContent.empty("More", true), "test");
        List<String> kept = mentions(staying.id());
        assertThat(mentions(going.id()))
                .contains("GROUPS.ID", "THING_DEFINITIONS.GROUP_ID", "APPS.GROUP_ID", "USERS.DEFAULT_GROUP_ID");

        assertThat(storage.provisioning().deleteGroup(going)).isTrue();

        assertThat(mentions(going.id())).isEmpty();
        assertThat(mentions(going.scope().id())).isEmpty();
        assertThat(mentions(pump.id())).isEmpty();
        assertThat(mentions(pump.scope().id())).isEmpty();
        assertThat(mentions(staying.id())).isEqualTo(kept);
        assertThat(storage.things().findById(other.id())).isPresent();
        assertThat(storage.files().find(staying.scope(), "a")).isPresent();
        assertThat(storage.users().findById(bob.id()).orElseThrow().defaultGroupId())
                .isNull();
        assertThat(storage.provisioning().deleteGroup(going)).isFalse();
        await().atMost(Duration.ofMinutes(1)).until(() -> BlobFiles.in(folder).size() == 4);
    }

    @Test
    void nothing_of_a_deleted_user_is_left() {
        User bob = storage.users().create("bob@example.org", "hash", going.id(), Role.EDITOR);
        storage.memberships().put(staying.id(), Map.of(bob.id(), Role.VIEWER), ANYBODY);
        session(Session.Kind.USER, bob.id(), "hash", going);
        storage.tokens().create(new Token(ObjectId.next(), "t1", bob.id(), Token.Kind.LOGIN, NOW, FAR), 9);
        storage.tokens().create(new Token(ObjectId.next(), "t2", bob.id(), Token.Kind.API_KEY, NOW, null), 9);

        assertThat(storage.provisioning().deleteUser(bob)).contains(List.of(going.id(), staying.id()));

        assertThat(mentions(bob.id())).isEmpty();
        assertThat(storage.provisioning().deleteUser(bob)).isEmpty();
        assertThat(storage.tokens().create(new Token(ObjectId.next(), "t3", bob.id(), Token.Kind.LOGIN, NOW, FAR), 9))
                .isFalse();
    }

    @Test
    void the_last_root_and_the_last_owner_of_a_group_stay() {
        User bob = storage.users().create("bob@example.org", "hash", going.id(), Role.OWNER);
        storage.memberships().remove(going.id(), ada.id(), ANYBODY);

        assertThatThrownBy(() -> storage.provisioning().deleteUser(bob)).isInstanceOf(LastOneException.class);
        assertThatThrownBy(() -> storage.provisioning().deleteUser(ada)).isInstanceOf(LastOneException.class);
        assertThatThrownBy(() -> storage.memberships().remove(going.id(), bob.id(), ANYBODY))
                .isInstanceOf(LastOneException.class);
        assertThatThrownBy(() -> storage.memberships().put(going.id(), Map.of(bob.id(), Role.ADMIN), ANYBODY))
                .isInstanceOf(LastOneException.class);

        assertThat(storage.users().role(bob.id(), going.id())).contains(Role.OWNER);
        assertThat(storage.users().findById(ada.id())).isPresent();
    }

    @Test
    void the_last_root_may_not_go_even_when_it_owns_nothing() {
        User bob = storage.users().create("bob@example.org", "hash", staying.id(), Role.OWNER);
        for (String group : storage.users().groupsOf(ada.id())) {
            storage.memberships().put(group, Map.of(bob.id(), Role.OWNER), ANYBODY);
        }

        assertThatThrownBy(() -> storage.provisioning().deleteUser(ada)).isInstanceOf(LastOneException.class);
        storage.users().createRoot("second@example.org", "hash", staying.id());
        assertThat(storage.provisioning().deleteUser(ada)).isPresent();
    }

    @Test
    void memberships_are_given_to_those_who_are_there_or_to_nobody() {
        User bob = storage.users().create("bob@example.org", "hash");

        assertThat(storage.memberships().put(going.id(), Map.of(bob.id(), Role.VIEWER, "nobody", Role.VIEWER), ANYBODY))
                .isFalse();
        assertThat(storage.users().groupsOf(bob.id())).isEmpty();
        assertThat(storage.memberships().put("no group", Map.of(bob.id(), Role.VIEWER), ANYBODY))
                .isFalse();
        assertThat(storage.memberships().put(staying.id(), Map.of(bob.id(), Role.VIEWER), ANYBODY))
                .isTrue();
        assertThat(storage.memberships().put(going.id(), Map.of(bob.id(), Role.VIEWER), ANYBODY))
                .isTrue();

        assertThat(storage.users().findById(bob.id()).orElseThrow().defaultGroupId())
                .isEqualTo(staying.id());
    }

    @Test
    void a_thing_that_moves_keeps_its_id_and_files_and_loses_its_sessions() {
        storage.thingDefinitions().create(going.id(), "special", DefinitionContent.empty("Special", true), "test");
        Thing pump = storage.provisioning()
                .createThings(
                        going.id(),
                        List.of(new NewThing(
                                "pump",
                                "Pump",
                                "d",
                                "special",
                                List.of(),
                                List.of(),
                                Identifiers.NONE,
                                "me",
                                null,
                                "s",
                                "e")))
                .get(0);
        fill(pump.scope());
        session(Session.Kind.THING, pump.id(), "s", going);

        Thing moved = storage.provisioning()
                .change(pump, new ThingProvision("Moved", staying.id(), null, null, false), "ada")
                .orElseThrow();

        assertThat(moved.groupId()).isEqualTo(staying.id());
        assertThat(moved.name()).isEqualTo("Moved");
        assertThat(moved.defKey()).isEqualTo("default");
        assertThat(moved.updatedBy()).isEqualTo("ada");
        assertThat(moved.scope()).isEqualTo(pump.scope());
        assertThat(storage.things().findBySecretHash("s")).contains(moved);
        assertThat(storage.things().findByExternalKeyHash("e")).contains(moved);
        assertThat(mentions(pump.id())).doesNotContain("SESSIONS.PRINCIPAL_ID");
        assertThat(storage.files().tagCloudOfGroup(staying.id(), List.of(), 9)).containsExactly(new TagCount("tag", 1));
        assertThat(storage.files().tagCloudOfGroup(going.id(), List.of(), 9)).isEmpty();
        storage.provisioning().deleteGroup(going);
        assertThat(storage.files().find(moved.scope(), "a")).isPresent();
        assertThat(storage.things().findById(pump.id())).contains(moved);
    }

    @Test
    void a_definition_that_both_groups_have_is_kept_by_a_move() {
        storage.thingDefinitions().create(going.id(), "special", DefinitionContent.empty("Special", true), "test");
        storage.thingDefinitions()
                .create(staying.id(), "special", DefinitionContent.empty("Special here too", true), "test");
        Thing pump = storage.things()
                .create(
                        going.id(),
                        new NewThing(
                                "p",
                                "p",
                                null,
                                "special",
                                List.of(),
                                List.of(),
                                Identifiers.NONE,
                                "me",
                                null,
                                null,
                                null));

        assertThat(move(pump, staying.id()).orElseThrow().defKey()).isEqualTo("special");
    }

    private Optional<Thing> move(Thing thing, String group) {
        return storage.provisioning().change(thing, new ThingProvision(null, group, null, null, false), "me");
    }

    @Test
    void a_thing_does_not_move_where_its_key_is_taken_or_no_group_is() {
        Thing pump = thing(going, "pump");
        storage.things().create(staying.id(), NewThing.named("pump"));

        assertThatThrownBy(() -> move(pump, staying.id())).isInstanceOf(AlreadyExistsException.class);
        assertThatThrownBy(() -> move(pump, "no group")).isInstanceOf(NoSuchDefinitionException.class);

        assertThat(storage.things().findById(pump.id())).contains(pump);
    }

    @Test
    void what_was_decided_about_a_thing_in_one_group_is_not_done_to_it_in_another() {
        Thing pump = thing(going, "pump");
        move(pump, staying.id());

        assertThat(storage.provisioning().deleteThing(pump)).isFalse();
        assertThat(storage.provisioning().change(pump, ThingProvision.secret("new"), "me"))
                .isEmpty();
        assertThat(storage.things().findBySecretHash("secret of pump")).isPresent();
    }

    @Test
    void a_new_secret_ends_the_sessions_of_a_thing_and_a_new_name_does_not() {
        Thing pump = busyThing(going, "pump");

        storage.provisioning().change(pump, new ThingProvision("Name", null, null, null, false), "me");
        assertThat(mentions(pump.id())).contains("SESSIONS.PRINCIPAL_ID");
        storage.provisioning().change(pump, ThingProvision.secret("new"), "me");

        assertThat(mentions(pump.id())).doesNotContain("SESSIONS.PRINCIPAL_ID");
        assertThat(storage.things().findBySecretHash("secret of pump")).isEmpty();
        assertThat(storage.things().findBySecretHash("new")).isPresent();
    }

    @Test
    void of_several_things_all_are_made_or_none() {
        thing(going, "there");

        assertThatThrownBy(() -> storage.provisioning()
                        .createThings(
                                going.id(),
                                List.of(wanted("new", "n", null), wanted("other", "secret of there", null))))
                .isInstanceOf(AlreadyExistsException.class);
        assertThatThrownBy(() -> storage.provisioning().createThings("no group", List.of(wanted("new", "n", null))))
                .isInstanceOf(NoSuchDefinitionException.class);

        assertThat(storage.things().findByKey(going.id(), "new")).isEmpty();
        assertThat(storage.things().page(going.id(), 0, 10).total()).isEqualTo(1);
    }

    @Test
    void a_password_changes_once_for_each_hash_that_was_known() {
        User bob = storage.users().create("bob@example.org", "old", going.id(), Role.EDITOR);
        session(Session.Kind.USER, bob.id(), "old", going);
        Token asking = new Token(ObjectId.next(), "asking", bob.id(), Token.Kind.LOGIN, NOW, FAR);
        storage.tokens().create(asking, 9);
        storage.tokens().create(new Token(ObjectId.next(), "other", bob.id(), Token.Kind.LOGIN, NOW, FAR), 9);
        storage.tokens().create(new Token(ObjectId.next(), "key", bob.id(), Token.Kind.API_KEY, NOW, null), 9);

        assertThat(storage.users().changePassword(bob, "new", asking.id())).isTrue();
        assertThat(storage.users().changePassword(bob, "newer", asking.id())).isFalse();

        assertThat(storage.users().findById(bob.id()).orElseThrow().passwordHash())
                .isEqualTo("new");
        assertThat(storage.tokens().find("asking", NOW)).isPresent();
        assertThat(storage.tokens().find("other", NOW)).isEmpty();
        assertThat(storage.tokens().find("key", NOW)).isPresent();
        assertThat(mentions(bob.id())).doesNotContain("SESSIONS.PRINCIPAL_ID");
    }
}
