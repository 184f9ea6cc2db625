package dev.tr50.gateway.filestore;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.tr50.gateway.filestore.Target.Whose;
import dev.tr50.gateway.http.HttpRefused;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TargetTest {

    @ParameterizedTest
    @CsvSource({
        "/files, THING,,",
        "/fs/files, THING,,",
        "/files/a.csv, THING,,a.csv",
        "/fs/files/a.csv, THING,,a.csv",
        "/files/.., THING,,..",
        "/files/%2E%2E%2Fa, THING,,%2E%2E%2Fa",
        "/fs/groups/g1/files, GROUP,g1,",
        "/fs/groups/g1/files/a.csv, GROUP,g1,a.csv",
        "/fs/groups//files, GROUP,'',",
        "/fs/groupfiles/a.csv, GROUP_OF_THING,,a.csv"
    })
    void a_path_names_files_or_one_of_them(String path, Whose whose, String groupId, String segment) {
        assertThat(Target.of(path)).hasValue(new Target(whose, groupId, segment));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/files/",
                "/filesystem",
                "/files/a/b",
                "/files//a",
                "/fs",
                "/fs/",
                "/fs/groupfiles",
                "/fs/groupfiles/",
                "/fs/groupfiles/a/b",
                "/fs/groups/g1",
                "/fs/groups/g1/filesystem",
                "/fs/groups/g1/files/",
                "/fs/groups/g1/files/a/b",
                "/groups/g1/files",
                "/groupfiles/a",
                "/fs/fs/files",
                "/file/a",
                "/",
                ""
            })
    void other_paths_name_nothing_here(String path) {
        assertThat(Target.of(path)).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "a+b%20c.csv,a+b c.csv",
        "a%2Bb,a+b",
        "..%2Fa,../a",
        "100%2525,100%25",
        "gr%C3%BC%c3%9fe,grüße",
        "a%00b,a\u0000b",
        "gr\u00c3\u00bc\u00c3%9fe,grüße"
    })
    void a_name_is_decoded_once(String segment, String name) {
        assertThat(new Target(Whose.THING, null, segment).name()).isEqualTo(name);
    }

    @ParameterizedTest
    @ValueSource(strings = {"%", "%2", "%zz", "a%", "%E9", "%C3%28", "%ED%A0%80", "%C0%AF", "\u00e9", "\u00c3"})
    void a_name_that_is_no_text_is_refused(String segment) {
        HttpRefused refused =
                catchThrowableOfType(HttpRefused.class, () -> new Target(Whose.THING, null, segment).name());

        assertThat(refused.status()).isEqualTo(400);
    }

    @Test
    void what_is_encoded_is_decoded_again() {
        String name = "a b/c%+ü😀~_-.csv";

        assertThat(PercentEncoding.encode(name)).isEqualTo("a%20b%2Fc%25%2B%C3%BC%F0%9F%98%80~_-.csv");
        assertThat(PercentEncoding.decode(PercentEncoding.encode(name))).isEqualTo(name);
    }
}
