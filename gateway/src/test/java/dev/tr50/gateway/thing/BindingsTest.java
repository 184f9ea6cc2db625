package dev.tr50.gateway.thing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.tr50.gateway.dispatch.Caller;
import dev.tr50.gateway.dispatch.Caller.Origin;
import dev.tr50.gateway.dispatch.Caller.ThingPrincipal;
import dev.tr50.protocol.CommandException;
import dev.tr50.protocol.ErrorCode;
import dev.tr50.storage.Group;
import dev.tr50.storage.Identifiers;
import dev.tr50.storage.Role;
import dev.tr50.storage.Scope;
import dev.tr50.storage.Thing;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class BindingsTest {
    private final Group group = new Group("0123456789abcdef01234567", "PLANT", "Plant", new Scope(1));
    private final List<String> told = new ArrayList<>();
    private final Presence presence = new Presence((thing, connected) -> told.add(thing.key() + " " + connected));
    private final Bindings bindings = new Bindings(presence, Clock.systemUTC());
    private final Thing hub = thing("hub");
    private final Thing one = thing("one");
    private final Thing two = thing("two");
    private final Thing three = thing("three");

    BindingsTest() {
        presence.tell(bindings);
    }

    private Thing thing(String key) {
        return thing("id-" + key, key);
    }

    private Thing thing(String id, String key) {
        return new Thing(
                id,
                group.id(),
                key,
                key,
                null,
                "default",
                List.of(),
                List.of(),
                Identifiers.NONE,
                "test",
                Instant.EPOCH,
                "test",
                Instant.EPOCH,
                null,
                null,
                new Scope(2),
                null,
                null,
                true);
    }

    private Caller session(Thing thing, Origin origin) {
        return new Caller(
                "session of " + thing.key(),
                new ThingPrincipal(thing, null, "app"),
                group,
                Role.EDITOR,
                origin,
                Instant.EPOCH);
    }

    private Caller connect(Thing thing) {
        Caller session = session(thing, Origin.mqtt("here"));
        presence.arrived(session, () -> told.add("mail by " + thing.key()));
        return session;
    }

    private ErrorCode refusal(Caller session, Thing child, Thing parent) {
        return catchThrowableOfType(CommandException.class, () -> bindings.bind(session, child, parent))
                .problems()
                .get(0)
                .code();
    }

    @Test
    void a_child_is_connected_as_long_as_it_shares_a_session() {
        Caller session = connect(hub);
        bindings.bind(session, one, hub);

        assertThat(presence.of(one)).contains(session);
        assertThat(bindings.unbind(session, one)).isTrue();
        assertThat(presence.of(one)).isEmpty();
        assertThat(bindings.unbind(session, one)).isFalse();
        assertThat(told).containsExactly("hub true", "one true", "one false");
    }

    @Test
    void mail_of_a_child_is_told_on_the_connection_it_shares() {
        bindings.bind(connect(hub), one, hub);
        presence.tellOfMail(one);

        assertThat(told).endsWith("mail by hub");
    }

    @Test
    void what_is_bound_to_a_child_leaves_with_it() {
        Caller session = connect(hub);
        bindings.bind(session, one, hub);
        bindings.bind(session, two, one);
        bindings.bind(session, three, hub);
        bindings.unbind(session, one);

        assertThat(bindings.of(session)).containsExactly(three);
        assertThat(presence.of(two)).isEmpty();
    }

    @Test
    void a_thing_that_was_made_anew_takes_the_place_of_the_one_that_had_its_key() {
        Caller session = connect(hub);
        bindings.bind(session, one, hub);
        Thing anew = thing("id-of-another", "one");
        bindings.bind(session, anew, hub);
        bindings.end(one);

        assertThat(bindings.of(session)).containsExactly(anew);
        assertThat(presence.of(one)).isEmpty();
        presence.left(session);
        assertThat(presence.of(anew)).isEmpty();
    }

    @Test
    void everything_leaves_with_the_session() {
        Caller session = connect(hub);
        bindings.bind(session, one, hub);
        bindings.bind(session, two, one);
        presence.left(session);

        assertThat(bindings.of(session)).isEmpty();
        assertThat(presence.of(one)).isEmpty();
        assertThat(told).containsOnlyOnce("one false", "two false", "hub false");
        assertThat(refusal(session, one, hub)).isEqualTo(ErrorCode.NOT_AUTHENTICATED);
        assertThat(bindings.sessions()).isEmpty();
    }

    @Test
    void of_two_sessions_the_last_one_has_the_child() {
        Caller first = connect(hub);
        Caller second = connect(three);
        bindings.bind(first, one, hub);
        bindings.bind(second, one, three);

        assertThat(bindings.isBound(first, one)).isFalse();
        assertThat(bindings.find(second, "one")).contains(one);
        presence.left(first);
        assertThat(presence.of(one)).contains(second);
    }

    @Test
    void a_child_that_connects_by_itself_shares_no_session() {
        Caller session = connect(hub);
        bindings.bind(session, one, hub);
        Caller itself = connect(one);

        assertThat(bindings.isBound(session, one)).isFalse();
        assertThat(presence.of(one)).contains(itself);
        assertThat(told).containsOnlyOnce("one true").doesNotContain("one false");
    }

    @Test
    void a_child_moves_with_what_hangs_on_it_within_its_session() {
        Caller session = connect(hub);
        bindings.bind(session, one, hub);
        bindings.bind(session, two, hub);
        bindings.bind(session, three, two);
        bindings.bind(session, two, one);
        bindings.unbind(session, one);

        assertThat(bindings.of(session)).isEmpty();
        assertThat(told).containsOnlyOnce("three true", "three false");
    }

    @Test
    void nothing_is_bound_in_a_circle_not_even_over_several_sessions() {
        Caller first = connect(hub);
        Caller second = connect(one);
        bindings.bind(first, one, hub);

        assertThat(refusal(second, hub, one)).isEqualTo(ErrorCode.BAD_PARAMETER);
        assertThat(refusal(first, hub, hub)).isEqualTo(ErrorCode.BAD_PARAMETER);
    }

    @Test
    void nothing_is_bound_to_what_is_not_in_the_session() {
        assertThat(refusal(connect(hub), one, two)).isEqualTo(ErrorCode.NOT_PERMITTED);
    }

    @Test
    void things_hang_one_on_the_other_eight_deep_at_most() {
        Caller session = connect(hub);
        Thing parent = hub;
        for (int depth = 1; depth <= Bindings.DEEPEST; depth++) {
            Thing child = thing("level-" + depth);
            bindings.bind(session, child, parent);
            parent = child;
        }

        assertThat(refusal(session, one, parent)).isEqualTo(ErrorCode.TOO_LARGE);
        bindings.bind(session, one, hub);
        assertThat(refusal(session, thing("level-1"), one)).isEqualTo(ErrorCode.TOO_LARGE);
    }

    @Test
    void a_thousand_things_share_a_session_and_no_more() {
        Caller session = connect(hub);
        for (int i = 0; i < Bindings.MOST_CHILDREN; i++) {
            bindings.bind(session, thing("child-" + i), hub);
        }

        assertThat(refusal(session, one, hub)).isEqualTo(ErrorCode.TOO_LARGE);
        bindings.bind(session, thing("child-1"), hub);
        bindings.unbind(session, thing("child-7"));
        bindings.bind(session, one, hub);
        assertThat(bindings.of(session)).hasSize(Bindings.MOST_CHILDREN);
    }

    @Test
    void a_thing_that_is_gone_leaves_as_child_and_as_parent() {
        Caller session = connect(hub);
        bindings.bind(session, one, hub);
        bindings.bind(session, two, one);
        bindings.end(one);
        assertThat(bindings.of(session)).isEmpty();

        bindings.bind(session, two, hub);
        bindings.end(hub);
        assertThat(bindings.of(session)).isEmpty();

        bindings.bind(session, two, hub);
        bindings.endGroup(group.id());
        assertThat(bindings.of(session)).isEmpty();
    }

    @Test
    void children_of_a_session_over_http_are_not_connected_like_their_parent() {
        Caller session = session(hub, Origin.http("here"));
        bindings.bind(session, one, hub);

        assertThat(bindings.isBound(session, one)).isTrue();
        assertThat(presence.of(one)).isEmpty();
        assertThat(bindings.sessions()).containsExactly(session);
        bindings.end(session);
        assertThat(bindings.isBound(session, one)).isFalse();
        assertThat(told).isEmpty();
    }
}
