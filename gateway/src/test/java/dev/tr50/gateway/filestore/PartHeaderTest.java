package dev.tr50.gateway.filestore;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.tr50.gateway.http.HttpRefused;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PartHeaderTest {

    @ParameterizedTest
    @CsvSource(
            delimiter = '~',
            quoteCharacter = '\'',
            value = {
                "form-data; name=\"file\"; filename=\"a.csv\" ~ a.csv",
                "form-data; name=file; filename=a.csv ~ a.csv",
                "FORM-DATA;NAME=\"file\";FILENAME=\"a.csv\" ~ a.csv",
                "form-data ; name = \"file\" ; filename = \"a.csv\" ; x ~ a.csv",
                "form-data; filename=\"a;name=x,b=c:d.csv\"; name=\"file\" ~ a;name=x,b=c:d.csv",
                "form-data; name=\"file\"; filename=\"say \\\"hi\\\".csv\" ~ say \"hi\".csv",
                "form-data; name=\"file\"; filename=\"say %22hi%22.csv\" ~ say \"hi\".csv",
                "form-data; name=\"file\"; filename=\"100%25 a%2Fb+c.csv\" ~ 100%25 a%2Fb+c.csv",
                "form-data; name=\"file\"; filename=\"C:\\dir\\a.csv\" ~ C:\\dir\\a.csv",
                "form-data; name=\"file\"; filename=\"a\\\\b\" ~ a\\b",
                "form-data; name=\"file\"; filename=\"größe.csv\" ~ größe.csv",
                "form-data; name=\"file\"; filename=\"_.csv\"; filename*=UTF-8''gr%C3%B6%C3%9Fe+1.csv ~ größe+1.csv",
                "form-data; name=\"file\"; filename*=utf-8''a%20b.csv; filename=\"x\" ~ a b.csv",
                "form-data; name=\"file\"; filename=\"a.csv\"; filename*=ISO-8859-1''b.csv ~ a.csv",
                "form-data; name=\"file\"; filename=\"first\"; filename=\"second\" ~ first"
            })
    void a_file_has_the_name_that_its_client_meant(String header, String fileName) {
        assertThat(PartHeader.of(header)).isEqualTo(new PartHeader("file", fileName));
    }

    @Test
    void line_ends_in_names_are_seen_so_that_they_can_be_refused() {
        assertThat(PartHeader.of("form-data; name=\"file\"; filename=\"a%0d%0Ab\"")
                        .fileName())
                .isEqualTo("a\r\nb");
    }

    @ParameterizedTest
    @ValueSource(strings = {"form-data", "", ";", "form-data;", "form-data; name", "form-data; =x", "form-data; ; ;"})
    void a_part_without_a_name_is_a_part_all_the_same(String header) {
        assertThat(PartHeader.of(header)).isEqualTo(PartHeader.NONE);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "form-data; name=\"file",
                "form-data; name=\"file\"; filename=\"a\\\"",
                "form-data; name=\"file\"; filename*=UTF-8''%zz",
                "form-data; name=\"file\"; filename*=UTF-8''%ff"
            })
    void what_cannot_be_read_is_refused(String header) {
        HttpRefused refused = catchThrowableOfType(HttpRefused.class, () -> PartHeader.of(header));

        assertThat(refused.status()).isEqualTo(400);
    }

    @Test
    void a_content_type_is_read_in_the_same_way() {
        String header = "Multipart/Form-Data; charset=utf-8; x; Boundary=\"a;b c\"";

        assertThat(HeaderParameters.valueOf(header)).isEqualTo("multipart/form-data");
        assertThat(HeaderParameters.of(header)).isEqualTo(Map.of("charset", "utf-8", "boundary", "a;b c"));
    }
}
