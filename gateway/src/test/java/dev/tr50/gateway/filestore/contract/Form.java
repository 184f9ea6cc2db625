package dev.tr50.gateway.filestore.contract;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** A multipart form as curl writes it, or as somebody writes it who gets something wrong. */
final class Form {
    private static final String BOUNDARY = "------------------------d74496d66958873e";

    private final List<byte[]> parts;
    private final String end;

    private Form(List<byte[]> parts, String end) {
        this.parts = parts;
        this.end = end;
    }

    static Form empty() {
        return new Form(List.of(), "--" + BOUNDARY + "--\r\n");
    }

    static Form file(String name, String content) {
        return file(name, content.getBytes(StandardCharsets.UTF_8));
    }

    static Form file(String name, byte[] content) {
        return empty().andFile(name, content);
    }

    Form andFile(String name, String content) {
        return andFile(name, content.getBytes(StandardCharsets.UTF_8));
    }

    Form andFile(String name, byte[] content) {
        return part(
                "Content-Disposition: form-data; name=\"file\"; filename=\"" + name
                        + "\"\r\nContent-Type: application/octet-stream",
                content);
    }

    Form metadata(String json) {
        return field("metadata", json);
    }

    Form time(String seconds) {
        return field("time", seconds);
    }

    Form field(String name, String text) {
        return part("Content-Disposition: form-data; name=\"" + name + "\"", text.getBytes(StandardCharsets.UTF_8));
    }

    /** A part whose headers the caller writes. */
    Form part(String headers, byte[] content) {
        return part(headers.getBytes(StandardCharsets.UTF_8), content);
    }

    Form part(byte[] headers, byte[] content) {
        ByteArrayOutputStream part = new ByteArrayOutputStream();
        part.writeBytes(("--" + BOUNDARY + "\r\n").getBytes(StandardCharsets.US_ASCII));
        part.writeBytes(headers);
        part.writeBytes("\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
        part.writeBytes(content);
        part.writeBytes("\r\n".getBytes(StandardCharsets.US_ASCII));
        List<byte[]> more = new ArrayList<>(parts);
        more.add(part.toByteArray());
        return new Form(more, end);
    }

    /** With bytes that are parts already. */
    Form raw(String written) {
        List<byte[]> more = new ArrayList<>(parts);
        more.add(written.getBytes(StandardCharsets.UTF_8));
        return new Form(more, end);
    }

    /** Without the line that ends a form. */
    Form withoutEnd() {
        return new Form(parts, "");
    }

    String contentType() {
        return "multipart/form-data; boundary=" + BOUNDARY;
    }

    byte[] bytes() {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        parts.forEach(all::writeBytes);
        all.writeBytes(end.getBytes(StandardCharsets.US_ASCII));
        return all.toByteArray();
    }

    /** Only the first so many bytes. */
    byte[] first(int count) {
        return Arrays.copyOf(bytes(), count);
    }
}
