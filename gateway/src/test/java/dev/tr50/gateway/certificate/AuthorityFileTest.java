package dev.tr50.gateway.certificate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AuthorityFileTest {
    private static TestAuthority first;
    private static TestAuthority second;

    @TempDir
    Path folder;

    @BeforeAll
    static void make() {
        first = TestAuthority.make();
        second = TestAuthority.make();
    }

    private Path pem() {
        return folder.resolve("ca.pem");
    }

    @Test
    void a_file_may_name_several_authorities() throws IOException {
        first.write(pem());
        Path other = second.write(folder.resolve("other.pem"));
        Files.writeString(pem(), "Others:\n" + Files.readString(pem()) + Files.readString(other));

        assertThat(AuthorityFile.open(pem()).trustManager().getAcceptedIssuers())
                .hasSize(2);
    }

    @Test
    void a_file_that_is_missing_or_names_nobody_is_refused() throws IOException {
        assertThatThrownBy(() -> AuthorityFile.open(pem()))
                .isInstanceOf(IOException.class)
                .hasMessage(pem() + " does not exist");

        Files.writeString(pem(), "nobody");
        assertThatThrownBy(() -> AuthorityFile.open(pem()))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("ca.pem holds no PEM certificate");
    }

    @Test
    void a_broken_new_file_keeps_the_old_authorities() throws IOException {
        AuthorityFile file = AuthorityFile.open(first.write(pem()));
        Files.writeString(pem(), "rubbish");
        file.refresh();

        assertThat(file.trustManager().getAcceptedIssuers()).hasSize(1);
    }
}
