package dev.tr50.gateway.filestore.contract;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * One request, which leaves exactly as it is put together here: no library tidies its path, joins its headers or mends its body.
 *
 * @param target path and query as they stand in the request line
 * @param headers lines without their end
 * @param body null for none
 */
record Call(String method, String target, List<String> headers, byte[] body) {

    static Call get(String target) {
        return of("GET", target);
    }

    static Call head(String target) {
        return of("HEAD", target);
    }

    static Call delete(String target) {
        return of("DELETE", target);
    }

    static Call post(String target) {
        return of("POST", target);
    }

    static Call put(String target) {
        return of("PUT", target);
    }

    static Call of(String method, String target) {
        return new Call(method, target, List.of(), null);
    }

    /** With the value of {@code Authorization}; null leaves it out. */
    Call as(String credentials) {
        return credentials == null ? this : header("Authorization: " + credentials);
    }

    Call header(String line) {
        List<String> more = new ArrayList<>(headers);
        more.add(line);
        return new Call(method, target, more, body);
    }

    Call form(Form form) {
        return body(form.contentType(), form.bytes());
    }

    Call json(String text) {
        return body("application/json", text.getBytes(StandardCharsets.UTF_8));
    }

    /** @param contentType null for none */
    Call body(String contentType, byte[] bytes) {
        Call typed = contentType == null ? this : header("Content-Type: " + contentType);
        return new Call(method, target, typed.headers, bytes);
    }

    /** The same to another place. */
    Call to(String otherTarget) {
        return new Call(method, otherTarget, headers, body);
    }

    byte[] bytes() {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.writeBytes(head().getBytes(StandardCharsets.UTF_8));
        if (body != null) {
            out.writeBytes(body);
        }
        return out.toByteArray();
    }

    private String head() {
        StringBuilder head = new StringBuilder(method + " " + target + " HTTP/1.1\r\nHost: localhost\r\n");
        if (!names("connection")) {
            head.append("Connection: close\r\n");
        }
        if (!names("content-length") && !names("transfer-encoding") && (body != null || takesBody())) {
            head.append("Content-Length: ")
                    .append(body == null ? 0 : body.length)
                    .append("\r\n");
        }
        headers.forEach(line -> head.append(line).append("\r\n"));
        return head.append("\r\n").toString();
    }

    private boolean names(String header) {
        return headers.stream().anyMatch(line -> line.toLowerCase(Locale.ROOT).startsWith(header + ":"));
    }

    private boolean takesBody() {
        return method.equals("POST") || method.equals("PUT");
    }

    /** Over a connection of its own, with a body that is small enough to be sent before the answer is read. */
    Reply send(int port) throws IOException {
        return Reply.to(this, port);
    }
}
