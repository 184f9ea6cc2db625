package dev.tr50.gateway.rows;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tr50.gateway.Catalogue;
import dev.tr50.gateway.RunningGateway;
import dev.tr50.gateway.client.Tr50Client;
import dev.tr50.gateway.dispatch.Signature;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.IntFunction;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What a command costs does not grow with what is stored: no statement of one reads more than a few rows. */
class RowsReadTest {
    private static final int STORED = 200;
    private static final int A_FEW = 40;
    private static final int AT_ONCE = 50;
    private static final Instant FIRST = Instant.parse("2023-11-14T22:00:00Z");

    /** Commands that cost as much as there is of something, and of what. */
    private static final Map<String, String> AS_MUCH_AS_THERE_IS = Map.ofEntries(
            Map.entry("user.org.list", "groups of the user"),
            Map.entry("session.org.list", "groups of the user"),
            Map.entry("session.list", "sessions in the group, up to 5,000"),
            Map.entry("app.list", "applications of the group"),
            Map.entry("app.create", "applications of the group, which are counted"),
            Map.entry("role.list", "roles of the group"),
            Map.entry("role.create", "roles of the group, which are counted"),
            Map.entry("role.delete", "applications of the group, which may have the role"),
            Map.entry("thing_def.list", "definitions of the group"),
            Map.entry("thing_def.delete", "applications of the group, which may register with it"),
            Map.entry("thing.search", "things of the group"),
            Map.entry("file.tag.cloud", "tags, which are all answered"),
            Map.entry("thing.tag.cloud", "tags, which are all answered"),
            Map.entry("thing.sectag.cloud", "tags, which are all answered"),
            Map.entry("mailbox.list", "messages kept for the thing, up to as many as are kept"),
            Map.entry("mailbox.summary", "messages kept for the thing, up to as many as are kept"),
            Map.entry("mailbox.purge", "open messages of the thing, which are all changed"));

    @RegisterExtension
    static final RunningGateway GATEWAY = new RunningGateway();

    private static final Map<String, String> IDS = new HashMap<>();
    private static String owner;
    private static String thing;
    private static DatabaseTrace trace;

    /** A command, of the owner or of the thing that has stored much; ids that are made here stand in angle brackets. */
    private record Call(boolean ofOwner, String command, String params) {
        JsonNode send() throws IOException, InterruptedException {
            JsonNode reply = api("{\"1\":" + json() + "}", session()).get("1");
            assertThat(reply.get("success").asBoolean())
                    .as("%s: %s", json(), reply)
                    .isTrue();
            return reply.path("params");
        }

        String json() {
            String sent = params.replace('\'', '"');
            for (Map.Entry<String, String> id : IDS.entrySet()) {
                sent = sent.replace("<" + id.getKey() + ">", id.getValue());
            }
            return "{\"command\":\"" + command + "\",\"params\":{" + sent + "}}";
        }

        private String session() {
            return ofOwner ? owner : thing;
        }

        @Override
        public String toString() {
            return command + " " + params;
        }
    }

    private static Call owner(String command, String params) {
        return new Call(true, command, params);
    }

    private static Call thing(String command, String params) {
        return new Call(false, command, params);
    }

    private static JsonNode api(String message, String session) throws IOException, InterruptedException {
        return session == null ? GATEWAY.api(message) : GATEWAY.api(message, "sessionId", session);
    }

    private static String login(String params) throws IOException, InterruptedException {
        return api("{\"auth\":{\"command\":\"api.authenticate\",\"params\":{" + params.replace('\'', '"') + "}}}", null)
                .at("/auth/params/sessionId")
                .asText();
    }

    private static String loginOfOwner() throws IOException, InterruptedException {
        return login("'username':'" + GATEWAY.ownerEmail() + "','password':'" + GATEWAY.ownerPassword() + "'");
    }

    private static String loginOfThing(String key) throws IOException, InterruptedException {
        return login("'appToken':'" + GATEWAY.appToken() + "','appId':'of-" + key + "','thingKey':'" + key + "'");
    }

    @BeforeAll
    static void store() throws Exception {
        GATEWAY.whileStopped(storage -> IntStream.range(0, STORED)
                .forEach(i -> storage.users().create("u" + i + "@example.com", "no hash of a password")));
        owner = loginOfOwner();
        many(i -> owner("thing_def.create", "'key':'d" + i + "','name':'D','autoDefProps':true,'autoDefAttrs':true"));
        many(i -> owner(
                "thing.create",
                "'key':'t" + i + "','name':'T','defKey':'d" + i % 3 + "','tags':['all','tag" + i + "'],'iccid':'890" + i
                        + "','imei':'350" + i + "'"));
        many(i -> owner("app.create", "'name':'a" + i + "'"));
        many(i -> owner("org.create", "'name':'O','key':'O" + i + "'"));
        thing = loginOfThing("t0");
        for (String key : List.of("p0", "p%d")) {
            many(i -> thing("property.publish", "'key':'" + key.formatted(i) + "','value':" + i + at(i)));
            many(i -> thing("attribute.publish", "'key':'" + key.formatted(i) + "','value':'v" + i + "'" + at(i)));
            many(i -> thing("alarm.publish", "'key':'" + key.formatted(i) + "','state':" + i % 3 + at(i)));
        }
        many(i -> thing("location.publish", "'lat':1,'lng':" + i / 10.0 + at(i)));
        many(i -> thing("log.publish", "'msg':'m'" + at(i)));
        for (int i = 0; i < STORED; i += AT_ONCE) {
            many(AT_ONCE, any -> owner("mailbox.send", "'thingKey':'t0','command':'c','ackTimeout':0"));
            for (JsonNode message : thing("mailbox.check", "").send().get("messages")) {
                thing("mailbox.ack", "'id':'" + message.get("id").asText() + "'")
                        .send();
            }
        }
        many(i -> owner("mailbox.send", "'thingKey':'t" + i + "','command':'c','ackTimeout':0"));
        owner("role.create", "'key':'old','name':'O'").send();
        owner("app.create", "'name':'old'").send();
        try (Tr50Client client = GATEWAY.thing("t0")) {
            for (int i = 0; i < STORED; i++) {
                GATEWAY.store(client, "{\"fileName\":\"f" + i + "\",\"tags\":[\"all\",\"x" + i + "\"]}", "x");
            }
        }
        JsonNode fetched = thing("mailbox.check", "'limit':1").send();
        IDS.put("message", fetched.at("/messages/0/id").asText());
        JsonNode session = owner("session.info", "").send();
        IDS.put("session", session.get("id").asText());
        IDS.put("org", session.get("orgId").asText());
        IDS.put("viewer", owner("role.find", "'key':'viewer'").send().get("id").asText());
        IDS.put("t5", owner("thing.find", "'key':'t5'").send().get("id").asText());
        IDS.put("d5", owner("thing_def.find", "'key':'d5'").send().get("id").asText());
        trace = new DatabaseTrace(GATEWAY.data());
    }

    @AfterAll
    static void forget() throws Exception {
        trace.close();
    }

    private static void many(IntFunction<Call> call) throws IOException, InterruptedException {
        many(STORED, call);
    }

    private static void many(int calls, IntFunction<Call> call) throws IOException, InterruptedException {
        for (int from = 0; from < calls; from += AT_ONCE) {
            List<Call> some =
                    IntStream.range(from, from + AT_ONCE).mapToObj(call).toList();
            List<String> commands = new ArrayList<>();
            for (int i = 0; i < some.size(); i++) {
                commands.add("\"" + i + "\":" + some.get(i).json());
            }
            JsonNode reply =
                    api("{" + String.join(",", commands) + "}", some.get(0).session());
            assertThat(reply.findValuesAsText("success")).as(reply.toString()).containsOnly("true");
        }
    }

    private static String at(int i) {
        return ",'ts':'" + FIRST.plusSeconds(60L * i) + "'";
    }

    /** From the second to the fourth minute. */
    private static String span() {
        return ",'start':'" + FIRST.plusSeconds(60) + "','end':'" + FIRST.plusSeconds(240) + "'";
    }

    private static String deleted() {
        return ",'startTs':'" + FIRST.plusSeconds(60) + "','endTs':'" + FIRST.plusSeconds(240) + "'";
    }

    /** In this order: some make what others need. */
    static Stream<Call> calls() {
        return Stream.of(
                owner("diag.ping", ""),
                owner("diag.time", ""),
                owner("diag.echo", ""),
                owner("locale.get", ""),
                owner("locale.list", ""),
                owner("locale.set", "'locale':'en-US'"),
                owner("role.perms", ""),
                owner("session.info", ""),
                owner("session.find", "'id':'<session>'"),
                owner("session.org.switch", "'id':'<org>'"),
                owner("user.find", "'emailAddress':'u5@example.com'"),
                owner("user.list", "'limit':5"),
                owner("user.create", "'emailAddress':'new@example.com','password':'a-Long-one-x'"),
                owner("user.org.add", "'emailAddress':'new@example.com','isOrgAdmin':true"),
                owner("user.org.find", "'emailAddress':'new@example.com'"),
                owner("user.org.update", "'emailAddress':'new@example.com','isOrgAdmin':false,'roles':['<viewer>']"),
                owner("user.org.remove", "'emailAddress':'new@example.com'"),
                owner("user.delete", "'emailAddress':'new@example.com'"),
                owner("org.find", "'key':'O5'"),
                owner("org.list", "'limit':5"),
                owner("org.create", "'name':'N','key':'N'"),
                owner("org.delete", "'key':'N'"),
                owner("role.find", "'key':'viewer'"),
                owner("role.update", "'key':'old','name':'N'"),
                owner("app.find", "'name':'a5'"),
                owner("app.update", "'name':'old','desc':'x'"),
                owner("app.delete", "'name':'old'"),
                thing("file.put", "'fileName':'new'"),
                thing("file.put", "'fileName':'f5'"),
                thing("file.get", "'fileName':'f5'"),
                thing("file.info", "'fileName':'f5'"),
                thing("file.list", "'limit':5"),
                thing("file.list", "'limit':5,'tags':['all']"),
                thing("file.list", "'tags':['x5','all']"),
                thing("file.delete", "'fileName':'f6'"),
                owner("thing.find", "'key':'t5'"),
                owner("thing.find", "'id':'<t5>'"),
                owner("thing.find", "'iccid':'8905'"),
                owner("thing.find", "'imei':'3505'"),
                owner("thing.list", "'limit':5"),
                owner("thing.list", "'limit':5,'sort':'-key'"),
                owner("thing.list", "'limit':5,'tags':['all']"),
                owner("thing.list", "'tags':['tag5']"),
                owner("thing.list", "'keys':['t5','t6']"),
                owner("thing.create", "'key':'new','name':'N'"),
                owner("thing.update", "'key':'new','name':'M'"),
                owner("thing.tag.add", "'thingKey':'new','tags':['a']"),
                owner("thing.tag.delete", "'thingKey':'new','tags':['a']"),
                owner("thing.sectag.add", "'thingKey':'new','tags':['a']"),
                owner("thing.sectag.delete", "'thingKey':'new','tags':['a']"),
                owner(
                        "thing.def.change",
                        "'key':'new','newDefKey':'d5','dropProps':true,'dropAttrs':true,'dropAlarms':true"),
                owner("thing.delete", "'key':'new'"),
                owner("thing_def.create", "'key':'new','name':'N'"),
                owner("thing_def.update", "'key':'new','name':'M'"),
                owner("thing_def.find", "'id':'<d5>'"),
                thing("thing.bind", "'key':'t50'"),
                thing("thing.unbind", "'key':'t50'"),
                thing("module.register", "'make':'m','model':'x'"),
                thing("gateway.register", "'make':'m','model':'x'"),
                thing("property.publish", "'key':'p0','value':1"),
                thing("property.batch", "'data':[{'key':'p0','value':2}]"),
                thing("property.current", "'key':'p0'"),
                thing("property.history", "'key':'p0','records':5"),
                thing("property.history", "'key':'p0'" + span()),
                thing("property.aggregate", "'key':'p0','calc':'avg','series':'hour'" + span()),
                thing("property.summary", "'keys':['p0']" + span()),
                thing("property.stats", "'key':'p0'"),
                thing("property.delete", "'key':'p0'" + deleted()),
                thing("attribute.publish", "'key':'p0','value':'v'"),
                thing("attribute.batch", "'data':[{'key':'p0','value':'w'}]"),
                thing("attribute.current", "'key':'p0'"),
                thing("attribute.history", "'key':'p0','records':5"),
                thing("attribute.delete", "'key':'p0'" + deleted()),
                thing("thing.attr.set", "'key':'p0','value':'x'"),
                thing("thing.attr.get", "'key':'p0'"),
                thing("thing.attr.unset", "'key':'p0'"),
                thing("alarm.publish", "'key':'p0','state':7"),
                thing("alarm.batch", "'data':[{'key':'p0','state':8}]"),
                thing("alarm.current", "'key':'p0'"),
                thing("alarm.history", "'key':'p0','records':5"),
                thing("alarm.history.multi", "'keys':['p0','p1'],'records':5"),
                thing("alarm.summary", "'key':'p0'" + span()),
                thing("alarm.delete", "'key':'p0'" + deleted()),
                thing("location.publish", "'lat':1,'lng':2"),
                thing("location.batch", "'data':[{'lat':1,'lng':2}]"),
                thing("location.current", ""),
                thing("location.history", "'records':5"),
                thing("location.delete", deleted().substring(1)),
                thing("log.publish", "'msg':'m'"),
                thing("log.list", "'limit':5"),
                thing("mailbox.update", "'id':'<message>'"),
                thing("mailbox.ack", "'id':'<message>'"),
                owner("mailbox.find", "'id':'<message>'"),
                owner("method.exec", "'thingKey':'t0','method':'m','ackTimeout':0"),
                owner("method.exec", "'thingKey':'t0','method':'m','ackTimeout':0,'singleton':true"),
                owner("mailbox.send", "'thingKey':'t0','command':'c','ackTimeout':0"),
                thing("mailbox.check", "'limit':1"));
    }

    @ParameterizedTest
    @MethodSource("calls")
    void a_command_reads_a_few_rows_however_many_are_stored(Call call) throws Exception {
        assertReadsAFew(trace.during(call::send));
    }

    @Test
    void the_end_of_a_session_reads_a_few_rows_however_many_are_stored() throws Exception {
        String session = loginOfOwner();
        assertReadsAFew(trace.during(() -> api("{\"1\":{\"command\":\"session.end\"}}", session)));
    }

    @Test
    void a_login_reads_a_few_rows_however_many_are_stored() throws Exception {
        assertReadsAFew(trace.during(() -> loginOfThing("t3")));
        assertReadsAFew(trace.during(() -> loginOfThing("brand-new")));
    }

    @Test
    void every_command_of_the_catalogue_is_looked_at_or_known_to_cost_more() {
        Set<String> known = new TreeSet<>(AS_MUCH_AS_THERE_IS.keySet());
        known.addAll(Set.of("api.authenticate", "session.end"));
        calls().map(Call::command).forEach(known::add);

        assertThat(Catalogue.signatures()).extracting(Signature::name).containsExactlyInAnyOrderElementsOf(known);
    }

    private static void assertReadsAFew(List<String> statements) throws Exception {
        assertThat(statements).isNotEmpty();
        for (String statement : statements) {
            assertThat(trace.rowsRead(statement)).as(statement).isLessThanOrEqualTo(A_FEW);
        }
    }
}
