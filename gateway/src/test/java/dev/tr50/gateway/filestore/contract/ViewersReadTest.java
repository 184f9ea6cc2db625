package dev.tr50.gateway.filestore.contract;

import dev.tr50.gateway.filestore.FilestoreRules;
import dev.tr50.storage.Role;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Who may do what with the files of a group where viewers may read them. */
class ViewersReadTest {
    @RegisterExtension
    static final Filestore FILES = new Filestore(
            settings -> settings.withFilestore(new FilestoreRules(FilestoreRules.DEFAULT.maxFileBytes(), Role.VIEWER)));

    @ParameterizedTest
    @CsvSource({
        "viewer,403,200",
        "editor,200,200",
        "root,200,200",
        "outsider,403,403",
    })
    void a_user_changes_and_reads_as_the_role_allows(String who, int changing, int reading) {
        GroupRoles.check(FILES, who, changing, reading);
    }
}
