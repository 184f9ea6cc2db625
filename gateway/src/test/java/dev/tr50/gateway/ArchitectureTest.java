package dev.tr50.gateway;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import dev.tr50.gateway.dispatch.Command;
import java.security.MessageDigest;
import org.junit.jupiter.api.Test;

/** The arrows between the modules, and the promises their names make. */
class ArchitectureTest {
    private static final JavaClasses OURS = new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests())
            // Ours share a package with Moquette's own.
            .withImportOption(location -> !location.contains("/moquette-broker"))
            .importPackages("dev.tr50", "io.moquette.broker");

    @Test
    void protocol_knows_nothing_of_storage_broker_or_gateway() {
        noClasses()
                .that()
                .resideInAPackage("dev.tr50.protocol..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("dev.tr50.storage..", "dev.tr50.broker..", "dev.tr50.gateway..", "io.moquette..")
                .check(OURS);
    }

    @Test
    void protocol_does_no_input_or_output_of_its_own() {
        noClasses()
                .that()
                .resideInAPackage("dev.tr50.protocol..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("java.nio.file..", "java.net..", "java.sql..")
                .check(OURS);
    }

    @Test
    void storage_knows_nothing_of_tr50_mqtt_or_http() {
        noClasses()
                .that()
                .resideInAPackage("dev.tr50.storage..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(
                        "dev.tr50.protocol..",
                        "dev.tr50.broker..",
                        "dev.tr50.gateway..",
                        "io.moquette..",
                        "io.vertx..",
                        "io.netty..")
                .check(OURS);
    }

    @Test
    void the_broker_knows_nothing_of_commands_or_the_database() {
        noClasses()
                .that()
                .resideInAnyPackage("dev.tr50.broker..", "io.moquette.broker..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("dev.tr50.protocol..", "dev.tr50.storage..", "dev.tr50.gateway..", "java.sql..")
                .check(OURS);
    }

    @Test
    void nothing_of_moquette_is_seen_outside_the_broker() {
        noClasses()
                .that()
                .resideInAPackage("dev.tr50.gateway..")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("io.moquette..")
                .check(OURS);
    }

    @Test
    void no_json_tree_is_seen_by_a_command() {
        noClasses()
                .that()
                .implement(Command.class)
                .should()
                .dependOnClassesThat()
                .resideInAPackage("com.fasterxml.jackson.databind..")
                .check(OURS);
    }

    @Test
    void commands_know_neither_the_broker_nor_the_http_listener() {
        noClasses()
                .that()
                .implement(Command.class)
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("dev.tr50.broker..", "dev.tr50.gateway.http..", "dev.tr50.gateway.mqtt..")
                .check(OURS);
    }

    @Test
    void a_command_is_named_like_what_it_answers() {
        classes()
                .that()
                .implement(Command.class)
                .should()
                .haveSimpleNameNotEndingWith("Command")
                .andShould()
                .haveSimpleNameNotEndingWith("Handler")
                .check(OURS);
    }

    /** Hashes of long random secrets are looked up; what is compared is whatever else may be a secret. */
    @Test
    void secrets_are_compared_in_constant_time() {
        classes()
                .that()
                .haveSimpleName("AppIds")
                .or()
                .haveSimpleName("BasicCredentials")
                .should()
                .callMethod(MessageDigest.class, "isEqual", byte[].class, byte[].class)
                .check(OURS);
        noClasses()
                .that()
                .haveSimpleName("AppIds")
                .or()
                .haveSimpleName("BasicCredentials")
                .should()
                .callMethod(String.class, "equals", Object.class)
                .check(OURS);
    }

    @Test
    void the_packages_of_the_gateway_form_no_circle() {
        slices().matching("dev.tr50.gateway.(*)..").should().beFreeOfCycles().check(OURS);
    }
}
