package dev.tr50.gateway.audit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tr50.gateway.Catalogue;
import dev.tr50.gateway.dispatch.Signature;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class AdministrativeCommandsTest {
    /** By which things report, talk to each other and move files, and by which somebody looks after its own session. */
    private static final Set<String> ORDINARY = Set.of(
            "api.authenticate",
            "session.org.switch",
            "file.put",
            "file.get",
            "file.delete",
            "module.register",
            "gateway.register",
            "property.publish",
            "property.batch",
            "attribute.publish",
            "attribute.batch",
            "thing.attr.set",
            "thing.attr.unset",
            "alarm.publish",
            "alarm.batch",
            "location.publish",
            "location.batch",
            "log.publish",
            "method.exec",
            "mailbox.check",
            "mailbox.update",
            "mailbox.ack",
            "mailbox.send");

    @Test
    void every_command_that_changes_something_lasting_is_administrative_or_known_to_be_ordinary() {
        List<String> changing = Catalogue.signatures().stream()
                .filter(Signature::durable)
                .map(Signature::name)
                .toList();

        assertThat(changing)
                .isNotEmpty()
                .allMatch(command -> AdministrativeCommands.include(command) != ORDINARY.contains(command));
    }

    @Test
    void every_administrative_command_is_in_the_catalogue() {
        Set<String> names =
                Set.copyOf(Catalogue.signatures().stream().map(Signature::name).toList());

        assertThat(AdministrativeCommands.names()).allMatch(names::contains);
        assertThat(ORDINARY).allMatch(names::contains);
    }
}
