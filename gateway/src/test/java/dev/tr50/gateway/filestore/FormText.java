package dev.tr50.gateway.filestore;

/** A form as a client writes it, in text. */
final class FormText {
    static final String BOUNDARY = "------------------------d74496d66958873e";
    private final StringBuilder parts = new StringBuilder();

    static FormText form() {
        return new FormText();
    }

    /** A form with one file. */
    static FormText file(String fileName, String content) {
        return form().part("name=\"file\"; filename=\"" + fileName + "\"", content);
    }

    FormText field(String name, String value) {
        return part("name=\"" + name + "\"", value);
    }

    /** A part with these parameters of its Content-Disposition. */
    FormText part(String parameters, String content) {
        return rawPart(
                "Content-Disposition: form-data; " + parameters + "\r\nContent-Type: application/octet-stream",
                content);
    }

    /** A part with these header lines. */
    FormText rawPart(String headers, String content) {
        parts.append("--").append(BOUNDARY).append("\r\n").append(headers).append("\r\n\r\n");
        parts.append(content).append("\r\n");
        return this;
    }

    String contentType() {
        return "multipart/form-data; boundary=" + BOUNDARY;
    }

    /** Without the boundary that closes it. */
    String open() {
        return parts.toString();
    }

    String text() {
        return parts + "--" + BOUNDARY + "--\r\n";
    }
}
