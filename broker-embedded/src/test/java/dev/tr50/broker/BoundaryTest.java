package dev.tr50.broker;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class BoundaryTest {

    private final JavaClasses ours = new ClassFileImporter().importPath(Path.of("target", "classes"));

    /** It alone opens listeners of its own, keeps stores on disk and reports to its maker. */
    @Test
    void moquettes_server_is_not_used() {
        noClasses()
                .should()
                .dependOnClassesThat()
                .haveFullyQualifiedName("io.moquette.broker.Server")
                .check(ours);
        noClasses()
                .should()
                .dependOnClassesThat()
                .resideInAPackage("java.net.http..")
                .check(ours);
    }

    @Test
    void the_public_types_show_nothing_of_moquette() {
        noClasses()
                .that()
                .resideInAPackage("dev.tr50.broker")
                .and()
                .haveModifier(JavaModifier.PUBLIC)
                .should()
                .dependOnClassesThat()
                .resideInAPackage("io.moquette..")
                .check(ours);
    }

    @Test
    void only_this_module_is_needed_beside_libraries() {
        classes()
                .that()
                .resideInAPackage("dev.tr50.broker")
                .should()
                .onlyDependOnClassesThat()
                .resideInAnyPackage(
                        "dev.tr50.broker", "io.moquette.broker", "io.netty..", "org.slf4j", "java..", "javax.net.ssl")
                .check(ours);
    }
}
